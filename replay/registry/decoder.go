package registry

import (
	"errors"
	"fmt"
	"strconv"
	"unicode/utf8"

	"github.com/velo-plan/velo-plan/replay/jsonform"
	"github.com/velo-plan/velo-plan/replay/ndjson"
	"github.com/velo-plan/velo-plan/replay/protobuf"
	"github.com/velo-plan/velo-plan/replay/reading"
	"github.com/velo-plan/velo-plan/replay/topics"
)

// appender makes JSON of what is behind the header of a value.
type appender func(dst, data []byte) ([]byte, error)

// Decoder makes JSON of the values and keys of a topic for one worker.
type Decoder struct {
	source      *Source
	values, key half
}

// half is what makes JSON of values, or of keys.
type half struct {
	source *Source
	fixed  *Schema // of all of them; nil: each says which it has
	wanted [][]string
	most   int
	header string // of records, that may hold theirs

	last    ref // whose entry is lastOf
	lastOf  *entry
	byRef   map[ref]*entry
	ofFixed appender
	names   []string // of the schema that was met last
}

// entry is a schema that was met.
type entry struct {
	append  appender
	indexed bool // it reads first which message the value is
}

// Decoder returns a decoder of the fields of some paths, nil for all of them. Most is how many bytes the JSON of a value
// may have.
func (s *Source) Decoder(wanted [][]string, most int) (*Decoder, error) {
	d := &Decoder{source: s, values: s.half(s.value, wanted, most, valueHeader), key: s.half(s.key, nil, most, keyHeader)}
	for _, h := range []*half{&d.values, &d.key} {
		if h.fixed == nil {
			continue
		}
		of, err := h.entry(h.fixed)
		if err != nil {
			return nil, err
		}
		h.ofFixed = of.append
	}
	return d, nil
}

// half returns what makes JSON of values or keys.
func (s *Source) half(fixed *Schema, wanted [][]string, most int, header string) half {
	return half{source: s, fixed: fixed, wanted: wanted, most: most, header: header, byRef: map[ref]*entry{}}
}

// Append implements reading.Decoder. Values of which nothing says that they have a schema are JSON.
func (d *Decoder) Append(dst []byte, records topics.Records, i int) ([]byte, error) {
	if d.source.value == nil && d.source.client == nil {
		return reading.AppendValue(dst, records.Value(i)), nil
	}
	out, framed, err := d.values.append(dst, records.Value(i), records, i)
	if err == nil && !framed {
		found := "the end of the value"
		if value := records.Value(i); len(value) > 0 {
			found = fmt.Sprintf("the byte %#02x", value[0])
			if value[0] >= ' ' && value[0] < utf8.RuneSelf {
				found = strconv.QuoteRune(rune(value[0]))
			}
		}
		err = &problem{ndjson.Unframed, fmt.Errorf("expected the header of a schema registry, a zero byte and the id of a schema, found %s", found)}
	}
	return out, err
}

// AppendKey implements reading.Decoder. A key without a header is a text, as most keys are where values have schemas; so
// is one whose header leads nowhere, because a number may begin as a header does.
func (d *Decoder) AppendKey(dst []byte, records topics.Records, i int) ([]byte, error) {
	key := records.At(i).Key
	out, framed, err := d.key.append(dst, key, records, i)
	var failure *reading.Failure
	if errors.As(err, &failure) {
		return dst, err
	}
	if framed && err == nil {
		return out, nil
	}
	return jsonform.AppendString(dst, key), nil
}

// Names implements reading.Decoder.
func (d *Decoder) Names() []string { return d.values.names }

// append appends the JSON of a value or a key. Framed is false if it has no header.
func (h *half) append(dst, data []byte, records topics.Records, i int) (out []byte, framed bool, err error) {
	if h.fixed != nil {
		out, err = h.byFixed(dst, data)
		return out, true, classed(err)
	}
	if h.source.client == nil {
		return dst, false, nil
	}
	r, rest, ok := readRef(data)
	var indexes []byte
	header := records.Header(i, h.header)
	if header != nil {
		if byHeader, behind, inHeader := readRef(header); inHeader {
			r, rest, indexes, ok = byHeader, data, behind, true
		} else {
			header = nil
		}
	}
	if !ok {
		return dst, false, nil
	}
	if h.lastOf == nil || r != h.last {
		if h.lastOf = h.byRef[r]; h.lastOf == nil {
			schema, err := h.source.schema(r)
			if err != nil {
				return dst, true, err
			}
			if h.lastOf, err = h.entry(schema); err != nil {
				return dst, true, badSchema(r, err)
			}
			h.byRef[r] = h.lastOf
		}
		h.last = r
	}
	if header != nil && h.lastOf.indexed {
		if len(indexes) == 0 {
			indexes = []byte{0} // the first message
		}
		rest = append(indexes[:len(indexes):len(indexes)], rest...)
	}
	out, err = h.lastOf.append(dst, rest)
	return out, true, classed(err)
}

// byFixed appends by the schema that all have. Those who wrote the values may have put a header before them all the same.
func (h *half) byFixed(dst, data []byte) ([]byte, error) {
	out, err := h.ofFixed(dst, data)
	if err == nil {
		return out, nil
	}
	if _, rest, ok := readRef(data); ok {
		if h.fixed.protobuf != nil {
			if _, _, behind, err := readIndexes(rest); err == nil {
				rest = behind
			}
		}
		if out, inside := h.ofFixed(dst, rest); inside == nil {
			return out, nil
		}
	}
	return dst, err
}

// classed gives an error about a value its reason.
func classed(err error) error {
	if errors.Is(err, jsonform.ErrTruncated) {
		return &problem{ndjson.Truncated, err}
	}
	return err
}

// entry returns what makes JSON of values of a schema.
func (h *half) entry(s *Schema) (*entry, error) {
	h.names = s.names()
	switch {
	case s.avro != nil:
		d, err := s.avro.Decoder(h.wanted, h.most)
		if err != nil {
			return nil, err
		}
		return &entry{append: d.Append}, nil
	case s.message != nil:
		return &entry{append: protobuf.New(s.message, h.wanted, h.most).Append}, nil
	case s.protobuf != nil:
		m := &messages{half: h, schema: s, decoders: map[string]*protobuf.Decoder{}}
		return &entry{append: m.append, indexed: true}, nil
	}
	return &entry{append: func(dst, data []byte) ([]byte, error) { return reading.AppendValue(dst, data), nil }}, nil
}

// messages are the messages of a schema, by how their indexes are written.
type messages struct {
	half     *half
	schema   *Schema
	decoders map[string]*protobuf.Decoder
}

// append appends a message, before which stands which one of the schema it is.
func (m *messages) append(dst, data []byte) ([]byte, error) {
	written, indexes, rest, err := readIndexes(data)
	if err != nil {
		return dst, err
	}
	d := m.decoders[string(written)]
	if d == nil {
		of, err := m.schema.protobuf.At(indexes)
		if err != nil {
			return dst, &problem{ndjson.BadSchema, fmt.Errorf("expected a message that the schema has, found that %w", err)}
		}
		d = protobuf.New(of, m.half.wanted, m.half.most)
		m.decoders[string(written)] = d
	}
	return d.Append(dst, rest)
}
