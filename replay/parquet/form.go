package parquet

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"math"
	"strconv"
	"unicode/utf8"

	"github.com/parquet-go/parquet-go/format"

	"github.com/velo-plan/velo-plan/replay/jsonform"
)

// errNotUTF8 is the error of a text that is not UTF-8.
var errNotUTF8 = errors.New("a text is not UTF-8")

// append appends the JSON of a value, given its bytes.
func (l *leaf) append(dst, value []byte) ([]byte, error) {
	switch l.kind {
	case format.Boolean:
		return strconv.AppendBool(dst, value[0] != 0), nil
	case format.Int32:
		v := binary.LittleEndian.Uint32(value)
		if l.form == unsigned {
			return strconv.AppendUint(dst, uint64(v), 10), nil
		}
		return l.appendInteger(dst, int64(int32(v)))
	case format.Int64:
		v := binary.LittleEndian.Uint64(value)
		if l.form == unsigned {
			return strconv.AppendUint(dst, v, 10), nil
		}
		return l.appendInteger(dst, int64(v))
	case format.Int96:
		nanos, day := int64(binary.LittleEndian.Uint64(value)), int64(binary.LittleEndian.Uint32(value[8:]))
		return jsonform.AppendSeconds(dst, (day-julianEpoch)*24*60*60+nanos/1e9, int32(nanos%1e9)), nil
	case format.Float:
		return jsonform.AppendFloat(dst, float64(math.Float32frombits(binary.LittleEndian.Uint32(value)))), nil
	case format.Double:
		return jsonform.AppendFloat(dst, math.Float64frombits(binary.LittleEndian.Uint64(value))), nil
	}
	return l.appendBytes(dst, value)
}

// julianEpoch is the Julian day of 1970-01-01.
const julianEpoch = 2440588

// appendInteger appends an integer with a sign.
func (l *leaf) appendInteger(dst []byte, v int64) ([]byte, error) {
	switch l.form {
	case decimal:
		return jsonform.AppendDecimal(dst, binary.BigEndian.AppendUint64(nil, uint64(v)), l.scale)
	case date:
		return jsonform.AppendDate(dst, v), nil
	case timestamp:
		return jsonform.AppendTimestamp(dst, v, l.unit), nil
	}
	return strconv.AppendInt(dst, v, 10), nil
}

// appendBytes appends a value of bytes.
func (l *leaf) appendBytes(dst, value []byte) ([]byte, error) {
	switch l.form {
	case text:
		if !utf8.Valid(value) {
			return dst, errNotUTF8
		}
		return jsonform.AppendString(dst, value), nil
	case raw:
		out := bytes.NewBuffer(dst)
		err := json.Compact(out, value)
		if err == nil && !utf8.Valid(value) {
			err = errNotUTF8
		}
		return out.Bytes(), err
	case decimal:
		return jsonform.AppendDecimal(dst, value, l.scale)
	case uuid:
		return jsonform.AppendUUID(dst, value), nil
	case half:
		return jsonform.AppendFloat(dst, halfFloat(binary.LittleEndian.Uint16(value))), nil
	}
	return jsonform.AppendBytes(dst, value), nil
}
