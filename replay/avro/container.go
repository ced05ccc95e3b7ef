package avro

import (
	"bytes"
	"compress/bzip2"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"slices"
	"sync"

	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/snappy"
	"github.com/klauspost/compress/zstd"
)

// ContainerMagic begins an object container file.
const ContainerMagic = "Obj\x01"

const (
	syncBytes = 16
	maxHeader = 16 << 20
	maxBlock  = 256 << 20 // bytes of a block, compressed or not
	maxItems  = 4 << 20   // records of a block
)

// ErrMore is the error of a text that ends before what is to be read of it.
var ErrMore = errors.New("it is cut off")

// Container is an object container file of Avro: its records are in blocks after a header. It does not change.
type Container struct {
	Schema *Schema
	codec  string
	sync   [syncBytes]byte // ends each block
}

// NewContainer reads the header at the beginning of a file, and returns its length; ErrMore if it goes on after text.
func NewContainer(text []byte) (c *Container, length int, err error) {
	if !bytes.HasPrefix(text, []byte(ContainerMagic)) {
		if len(text) < len(ContainerMagic) && ContainerMagic[:len(text)] == string(text) {
			return nil, 0, ErrMore
		}
		return nil, 0, errors.New("it does not begin as a container file of Avro does")
	}
	r := reader{left: text[len(ContainerMagic):]}
	meta := map[string][]byte{}
	r.items(func() bool {
		name := string(r.bytes())
		meta[name] = r.bytes()
		return r.err == nil
	})
	sync := r.take(syncBytes)
	if r.err != nil {
		if len(text) < maxHeader {
			return nil, 0, ErrMore
		}
		return nil, 0, fmt.Errorf("its header is damaged: %w", r.err)
	}
	c = &Container{codec: string(meta["avro.codec"])}
	copy(c.sync[:], sync)
	if c.codec == "" {
		c.codec = "null"
	}
	if !slices.Contains(codecs, c.codec) {
		return nil, 0, fmt.Errorf("its blocks are compressed by %q, which is not read: write it with deflate, snappy or zstandard", c.codec)
	}
	if !json.Valid(meta["avro.schema"]) {
		return nil, 0, errors.New("its header has no schema")
	}
	if c.Schema, err = Parse(string(meta["avro.schema"]), nil); err != nil {
		return nil, 0, fmt.Errorf("its schema cannot be used: %w", err)
	}
	return c, len(text) - len(r.left), nil
}

// Block is some records.
type Block struct {
	Records int
	data    []byte // compressed
}

// Block returns the block at the beginning of text, and its length; ErrMore if it goes on after text. It refers to text.
func (c *Container) Block(text []byte) (b Block, length int, err error) {
	r := reader{left: text}
	items, size := r.long(), r.long()
	switch {
	case r.err != nil && len(text) < 2*binary.MaxVarintLen64:
		return b, 0, ErrMore
	case r.err != nil:
		return b, 0, r.err
	case items < 0 || items > maxItems:
		return b, 0, fmt.Errorf("it is said to have %d records; more than %d are not read", items, maxItems)
	case size < 0 || size > maxBlock:
		return b, 0, fmt.Errorf("it is said to have %d bytes; more than %d are not read", size, maxBlock)
	case size+syncBytes > int64(len(r.left)):
		return b, 0, ErrMore
	}
	b = Block{int(items), r.take(int(size))}
	if !bytes.Equal(r.take(syncBytes), c.sync[:]) {
		return b, 0, errors.New("it does not end with the mark of the file: it is damaged")
	}
	return b, len(text) - len(r.left), nil
}

var codecs = []string{"null", "deflate", "snappy", "zstandard", "bzip2"}

var (
	errTooMuch = fmt.Errorf("more than %d bytes come out of it", maxBlock)
	// zstdDecoders decode at most a block.
	zstdDecoders = sync.Pool{New: func() any {
		d, _ := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(maxBlock)) // the options are right
		return d
	}}
)

// Inflate returns the bytes of the records of a block, in buffer if they have room there.
func (c *Container) Inflate(b Block, buffer []byte) ([]byte, error) {
	switch c.codec {
	case "deflate":
		return readAll(flate.NewReader(bytes.NewReader(b.data)), buffer)
	case "bzip2":
		return readAll(bzip2.NewReader(bytes.NewReader(b.data)), buffer)
	case "zstandard":
		d := zstdDecoders.Get().(*zstd.Decoder)
		defer zstdDecoders.Put(d)
		return d.DecodeAll(b.data, buffer[:0])
	case "snappy":
		if len(b.data) < 4 {
			return nil, io.ErrUnexpectedEOF
		}
		data, sum := b.data[:len(b.data)-4], binary.BigEndian.Uint32(b.data[len(b.data)-4:])
		if n, err := snappy.DecodedLen(data); err != nil || n > maxBlock {
			return nil, errors.Join(err, errTooMuch)
		}
		out, err := snappy.Decode(buffer[:cap(buffer)], data)
		if err == nil && crc32.ChecksumIEEE(out) != sum {
			err = errors.New("its checksum is another one: it is damaged")
		}
		return out, err
	}
	return append(buffer[:0], b.data...), nil
}

// readAll reads what is inflated, which must not be too much.
func readAll(r io.Reader, buffer []byte) ([]byte, error) {
	out := bytes.NewBuffer(buffer[:0])
	n, err := io.Copy(out, io.LimitReader(r, maxBlock+1))
	if err == nil && n > maxBlock {
		err = errTooMuch
	}
	return out.Bytes(), err
}

// Next is Append for the first of several values that lie one after the other; it returns what is left of them.
func (d *Decoder) Next(dst, values []byte) (out, rest []byte, err error) {
	r := &d.reader
	*r = reader{left: values, most: len(dst) + d.most}
	out = r.pick(dst, d.plan)
	r.goes(out)
	if r.err != nil {
		return dst, nil, r.err
	}
	return out, r.left, nil
}
