package keyedby

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"strconv"
	"strings"
)

// The forms of a record key.
const (
	FormText    = "text"    // the text of the field
	FormPiped   = "a|b"     // the texts of several fields, with | between them
	FormJSON    = "json"    // a JSON object of the fields, or a JSON string
	FormInteger = "integer" // 4 or 8 bytes, the most significant first, as Java's serializers write them
	FormSchema  = "schema"  // a value of a schema, or a record of it that has the fields
	FormOther   = "other"   // something that is none of the fields, but is the same where they are
)

// part is a piece of a key that may equal a field.
type part struct{ name, text string }

// form is a way to read a key: into its parts, or nil if the key is not of this form.
type form struct {
	name string
	read func(key *Sample) []part
}

// forms are all of them, the plainest first.
var forms = []form{
	{FormSchema, readDecoded},
	{FormText, bytesOf(func(key []byte) []part { return []part{{text: string(key)}} })},
	{FormPiped, bytesOf(readPiped)},
	{FormJSON, bytesOf(readJSON)},
	{FormInteger, bytesOf(readInteger)},
}

// bytesOf reads the bytes of keys.
func bytesOf(read func([]byte) []part) func(*Sample) []part {
	return func(s *Sample) []part { return read(s.Key) }
}

// readDecoded reads a key that was written by a schema.
func readDecoded(s *Sample) []part {
	if len(s.Text) == 0 {
		return nil
	}
	if text, kind := scalarOf(s.Text); kind != absent {
		return []part{{text: text}}
	}
	return readJSON(s.Text)
}

func readPiped(key []byte) []part {
	if !bytes.Contains(key, []byte("|")) {
		return nil
	}
	var parts []part
	for text := range strings.SplitSeq(string(key), "|") {
		parts = append(parts, part{text: text})
	}
	return parts
}

func readJSON(key []byte) []part {
	if !json.Valid(key) {
		return nil
	}
	raw := json.RawMessage(bytes.TrimSpace(key))
	if raw[0] != '{' {
		text, kind := scalarOf(raw)
		if kind != isString {
			return nil
		}
		return []part{{text: text}}
	}
	var object map[string]json.RawMessage
	if json.Unmarshal(raw, &object) != nil {
		return nil
	}
	var parts []part
	eachScalar(object, func(name, text string, _ byte) { parts = append(parts, part{name, text}) })
	return parts
}

func readInteger(key []byte) []part {
	switch len(key) {
	case 4:
		return []part{{text: strconv.Itoa(int(int32(binary.BigEndian.Uint32(key))))}}
	case 8:
		return []part{{text: strconv.FormatInt(int64(binary.BigEndian.Uint64(key)), 10)}}
	}
	return nil
}

// keyFields finds the fields that the record keys are made of: for each part of the keys, a field with
// its text in every record that has both a key and fields. Same are the fields that would do as well.
func (a *Analysis) keyFields() (name string, fields, same []string) {
	for _, f := range forms {
		if fields, same = a.inForm(f); fields != nil {
			return f.name, fields, same
		}
	}
	return "", nil, nil
}

// inForm is keyFields for one form of the keys; nil if the keys are not all of this form.
func (a *Analysis) inForm(f form) (fields, same []string) {
	var left [][]*column // by part: the fields that it may be
	var first []part
	for row, i := range a.rows {
		if a.samples[i].Key == nil {
			continue
		}
		parts := f.read(&a.samples[i])
		if parts == nil || first != nil && len(parts) != len(first) {
			return nil, nil
		}
		if first == nil {
			first, left = parts, make([][]*column, len(parts))
			for p := range left {
				left[p] = a.columns
			}
		}
		for p := range parts {
			if left[p] = equal(left[p], row, parts[p].text); parts[p].name != first[p].name || len(left[p]) == 0 {
				return nil, nil
			}
		}
	}
	for p, candidates := range left {
		best := candidates[0]
		for _, c := range candidates {
			if c.name == first[p].name {
				best = c
			}
		}
		fields = append(fields, best.name)
		for _, c := range candidates {
			if c != best {
				same = append(same, c.name)
			}
		}
	}
	return fields, same
}

// equal are the columns whose cell in a row has the text.
func equal(columns []*column, row int, text string) []*column {
	for i, c := range columns {
		if c.kinds[row] != absent && c.texts[row] == text {
			continue
		}
		out := append([]*column(nil), columns[:i]...)
		for _, c := range columns[i+1:] {
			if c.kinds[row] != absent && c.texts[row] == text {
				out = append(out, c)
			}
		}
		return out
	}
	return columns
}
