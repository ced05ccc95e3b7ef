package registry

import (
	"encoding/binary"
	"fmt"

	"github.com/velo-plan/velo-plan/replay/jsonform"
)

// ref says which schema a value has, as its header does. The header is one of
//
//	0, four bytes of an id      before the value
//	1, sixteen bytes of a GUID  before the value
//	either of them              in the header __value_schema_id or __key_schema_id of the record
//
// and behind it, for Protobuf, stands which message of the schema the value is.
type ref struct {
	id   uint32
	guid [16]byte
	own  bool // by the GUID
}

// String names the schema in messages.
func (r ref) String() string {
	if !r.own {
		return fmt.Sprintf("id %d", r.id)
	}
	return "GUID " + r.text()
}

// text is the GUID as the registry writes it.
func (r ref) text() string {
	quoted := jsonform.AppendUUID(nil, r.guid[:])
	return string(quoted[1 : len(quoted)-1])
}

// The headers of records that hold the header of their value and of their key.
const (
	valueHeader = "__value_schema_id"
	keyHeader   = "__key_schema_id"
)

// readRef reads the header that bytes begin with, and returns what is behind it.
func readRef(data []byte) (r ref, rest []byte, ok bool) {
	switch {
	case len(data) >= 5 && data[0] == 0:
		return ref{id: binary.BigEndian.Uint32(data[1:])}, data[5:], true
	case len(data) >= 17 && data[0] == 1:
		r.own = true
		copy(r.guid[:], data[1:])
		return r, data[17:], true
	}
	return r, data, false
}

// first are the indexes of the first message of a schema.
var first = []int{0}

// SchemaOf names the schema that bytes begin with, as "id 7"; "" if they do not begin with one.
func SchemaOf(data []byte) string {
	r, _, ok := readRef(data)
	if !ok {
		return ""
	}
	return r.String()
}

// maxIndexes is how many messages may be inside each other.
const maxIndexes = 100

// readIndexes reads which message of a schema a value is, as it is written and as numbers, and returns what is behind it.
func readIndexes(data []byte) (written []byte, indexes []int, rest []byte, err error) {
	n, size := binary.Varint(data)
	if size <= 0 {
		return nil, nil, nil, jsonform.ErrTruncated
	}
	if n < 0 || n > maxIndexes {
		return nil, nil, nil, fmt.Errorf("expected up to %d message indexes behind the id of the schema, found %d", maxIndexes, n)
	}
	if n == 0 {
		return data[:size], first, data[size:], nil
	}
	at := size
	for range n {
		i, size := binary.Varint(data[at:])
		if size <= 0 {
			return nil, nil, nil, jsonform.ErrTruncated
		}
		indexes = append(indexes, int(i))
		at += size
	}
	return data[:at], indexes, data[at:], nil
}
