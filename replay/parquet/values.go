package parquet

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"

	"github.com/parquet-go/parquet-go/encoding/bytestreamsplit"
	"github.com/parquet-go/parquet-go/encoding/delta"
	"github.com/parquet-go/parquet-go/format"
)

var errShort = errors.New("it has fewer values than it says")

// source returns the bytes of one value after the other, as PLAIN writes them but without the length of a text. They are
// valid until the next page is read.
type source func() ([]byte, error)

// sourceOf returns a source of n values of a column.
func sourceOf(l *leaf, data []byte, encoding format.Encoding, n int) (source, error) {
	switch encoding {
	case format.Plain:
		return plainSource(l, data), nil
	case format.RLE:
		if l.kind == format.Boolean {
			return runSource(data, n)
		}
	case format.DeltaBinaryPacked:
		return deltaSource(l, data)
	case format.DeltaLengthByteArray, format.DeltaByteArray:
		return deltaTexts(l, data, encoding, n)
	case format.ByteStreamSplit:
		return splitSource(l, data)
	}
	return nil, fmt.Errorf("its encoding %s is not read for values of type %s", encoding, l.kind)
}

// width returns how many bytes a value has, 0 if that differs.
func (l *leaf) width() int {
	switch l.kind {
	case format.Int32, format.Float:
		return 4
	case format.Int64, format.Double:
		return 8
	case format.Int96:
		return 12
	case format.FixedLenByteArray:
		return l.size
	}
	return 0
}

// plainSource is the source of values that lie one after the other.
func plainSource(l *leaf, data []byte) source {
	switch l.kind {
	case format.Boolean:
		return bitSource(data)
	case format.ByteArray:
		return func() ([]byte, error) {
			if len(data) < 4 {
				return nil, errShort
			}
			n := uint64(binary.LittleEndian.Uint32(data))
			if n > uint64(len(data)-4) {
				return nil, errShort
			}
			value := data[4 : 4+n]
			data = data[4+n:]
			return value, nil
		}
	}
	return fixedSource(data, l.width())
}

// fixedSource is the source of values of a number of bytes.
func fixedSource(data []byte, size int) source {
	return func() ([]byte, error) {
		if len(data) < size {
			return nil, errShort
		}
		value := data[:size]
		data = data[size:]
		return value, nil
	}
}

// bitSource is the source of truth values, eight in a byte.
func bitSource(data []byte) source {
	value, i := []byte{0}, 0
	return func() ([]byte, error) {
		if i/8 >= len(data) {
			return nil, errShort
		}
		value[0] = data[i/8] >> (i % 8) & 1
		i++
		return value, nil
	}
}

// runSource is the source of n truth values in runs, after their length in bytes.
func runSource(data []byte, n int) (source, error) {
	if len(data) < 4 {
		return nil, errShort
	}
	values := make([]uint32, n)
	if err := hybrid(values, data[4:], 1); err != nil {
		return nil, err
	}
	value := []byte{0}
	return func() ([]byte, error) {
		if len(values) == 0 {
			return nil, errShort
		}
		value[0] = byte(values[0])
		values = values[1:]
		return value, nil
	}, nil
}

// deltaSource is the source of integers of which the differences are written.
func deltaSource(l *leaf, data []byte) (source, error) {
	var out []byte
	switch l.kind {
	case format.Int32:
		if err := plausible(data); err != nil {
			return nil, err
		}
		values, err := new(delta.BinaryPackedEncoding).DecodeInt32(nil, data)
		if err != nil {
			return nil, err
		}
		for _, v := range values {
			out = binary.LittleEndian.AppendUint32(out, uint32(v))
		}
	case format.Int64:
		if err := plausible(data); err != nil {
			return nil, err
		}
		values, err := new(delta.BinaryPackedEncoding).DecodeInt64(nil, data)
		if err != nil {
			return nil, err
		}
		for _, v := range values {
			out = binary.LittleEndian.AppendUint64(out, uint64(v))
		}
	default:
		return nil, fmt.Errorf("differences are not read for values of type %s", l.kind)
	}
	return fixedSource(out, l.width()), nil
}

// plausible reports the header of differences that says more values than a page has, or blocks that do not exist.
func plausible(data []byte) error {
	rest := data
	var head [3]uint64 // the size of a block, its parts, and the number of values
	for i := range head {
		v, n := binary.Uvarint(rest)
		if n <= 0 {
			return errShort
		}
		head[i], rest = v, rest[n:]
	}
	if head[0] > 1<<20 || head[1] == 0 || head[1] > head[0] || head[2] > maxValues {
		return errors.New("its differences have a damaged header")
	}
	return nil
}

// deltaTexts is the source of n texts of which the lengths are written first, and perhaps what they share with the one
// before.
func deltaTexts(l *leaf, data []byte, encoding format.Encoding, n int) (source, error) {
	if err := plausible(data); err != nil {
		return nil, err
	}
	if l.kind == format.FixedLenByteArray && encoding == format.DeltaByteArray {
		if n*l.size > maxPage {
			return nil, errTooMuch
		}
		out, err := new(delta.ByteArrayEncoding).DecodeFixedLenByteArray(nil, data, l.size)
		return fixedSource(out, l.size), err
	}
	if l.kind != format.ByteArray {
		return nil, fmt.Errorf("the encoding %s is not read for values of type %s", encoding, l.kind)
	}
	var out []byte
	var offsets []uint32
	var err error
	if encoding == format.DeltaLengthByteArray {
		out, offsets, err = new(delta.LengthByteArrayEncoding).DecodeByteArray(nil, data, nil)
	} else {
		e := new(delta.ByteArrayEncoding)
		if e.EstimateDecodeByteArraySize(data) > maxPage {
			return nil, errTooMuch
		}
		out, offsets, err = e.DecodeByteArray(nil, data, nil)
	}
	if err != nil {
		return nil, err
	}
	return func() ([]byte, error) {
		if len(offsets) < 2 || offsets[0] > offsets[1] || uint64(offsets[1]) > uint64(len(out)) {
			return nil, errShort
		}
		value := out[offsets[0]:offsets[1]]
		offsets = offsets[1:]
		return value, nil
	}, nil
}

// splitSource is the source of values whose first bytes lie together, then the second ones, and so on.
func splitSource(l *leaf, data []byte) (source, error) {
	size := l.width()
	if size == 0 || len(data)%size != 0 {
		return nil, errShort
	}
	out, err := new(bytestreamsplit.Encoding).DecodeFixedLenByteArray(nil, data, size)
	return fixedSource(out, size), err
}

// halfFloat is a floating-point number of 16 bits.
func halfFloat(b uint16) float64 {
	sign, exponent, fraction := 1-2*float64(b>>15), int(b>>10&31), float64(b&1023)
	switch exponent {
	case 0:
		return sign * math.Ldexp(fraction, -24)
	case 31:
		if fraction > 0 {
			return math.NaN()
		}
		return sign * math.Inf(1)
	}
	return sign * math.Ldexp(1024+fraction, exponent-25)
}
