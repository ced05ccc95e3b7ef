package avro

import (
	"errors"
	"fmt"
	"strings"

	"github.com/twmb/avro"

	"github.com/velo-plan/velo-plan/replay/jsonform"
)

// Schema is a schema that was read.
type Schema struct{ root *node }

// maxSchema is the longest schema that is read: 1 MiB, which is what the topic of a schema registry holds in one
// record. Parsing one of a million fields would take a quarter of a minute.
const maxSchema = 1 << 20

// Parse reads a schema, which may refer to types of others. Those come in the order in which they need each other.
func Parse(schema string, references []string) (*Schema, error) {
	cache := new(avro.SchemaCache)
	b := builder{named: map[string]*node{}}
	s := new(Schema)
	for _, text := range append(references[:len(references):len(references)], schema) {
		if len(text) > maxSchema {
			return nil, fmt.Errorf("it is longer than %d bytes", maxSchema)
		}
		parsed, err := cache.Parse(text)
		if err != nil {
			return nil, errors.New(strings.TrimPrefix(err.Error(), "avro: "))
		}
		if s.root, err = b.build(parsed.Root()); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// Columns returns the fields of the records; nil if the values are no records.
func (s *Schema) Columns() []jsonform.Column {
	n := s.root.only()
	if n.kind != record {
		return nil
	}
	columns := make([]jsonform.Column, len(n.fields))
	for i, f := range n.fields {
		columns[i] = jsonform.Column{Name: f.name, Type: f.node.only().sqlType()}
	}
	return columns
}

// Type returns what SQL calls the type of the values; "" if that has no name for it.
func (s *Schema) Type() string { return s.root.only().sqlType() }

// Has reports whether values may have the field at a path; if they do not, known are the names of the fields where it
// ends.
func (s *Schema) Has(path []string) (known []string, ok bool) {
	at := s.root
	for _, name := range path {
		fields := at.inside()
		if fields == nil {
			return nil, true // of a map, or of one of several types
		}
		at, known = nil, nil
		for i := range fields {
			known = append(known, fields[i].name)
			if fields[i].name == name {
				at = fields[i].node
			}
		}
		if at == nil {
			return known, false
		}
	}
	return nil, true
}

// inside returns the fields of a record, none of what has none, and nil where they cannot be told.
func (n *node) inside() []field {
	switch n = n.only(); n.kind {
	case record:
		return n.fields[:len(n.fields):len(n.fields)]
	case mapping, union:
		return nil
	}
	return []field{}
}

// only is the type that a union has besides null, if it is one; else n.
func (n *node) only() *node {
	var one *node
	for _, b := range n.branches {
		if b.kind == null {
			continue
		}
		if one != nil {
			return n
		}
		one = b
	}
	if one == nil {
		return n
	}
	return one
}

// sqlType is what SQL calls a type.
func (n *node) sqlType() string {
	switch {
	case n.form == decimal:
		return fmt.Sprintf("DECIMAL(%d, %d)", n.precision, n.scale)
	case n.form == date:
		return "DATE"
	case n.form == timestamp:
		return "TIMESTAMP"
	case n.form == uuid, n.form == duration:
		return "STRING"
	}
	return sqlTypes[n.kind]
}

// sqlTypes are what SQL calls types without a logical type.
var sqlTypes = map[kind]string{boolean: "BOOLEAN", integer: "INTEGER", long: "BIGINT", float: "FLOAT", double: "DOUBLE", text: "STRING", enum: "STRING",
	data: "BYTES", fixed: "BYTES"}
