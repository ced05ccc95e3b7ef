package avro

import (
	"fmt"
	"strings"

	"github.com/twmb/avro"

	"github.com/velo-plan/velo-plan/replay/jsonform"
)

// kind is how a value is encoded.
type kind uint8

const (
	null kind = iota
	boolean
	integer
	long
	float
	double
	text // string
	data // bytes
	fixed
	enum
	record
	array
	mapping // map
	union
)

// form is what a value means besides its kind.
type form uint8

const (
	asIs form = iota
	decimal
	date
	timestamp
	uuid
	duration
)

// node is a type. It does not change after the schema is read.
type node struct {
	kind      kind
	form      form
	perSecond int64 // of a timestamp: its units
	precision int   // of a decimal, as its scale
	scale     int
	size      int      // bytes that every value has; varies if they differ
	symbols   [][]byte // of an enum, as JSON
	fields    []field  // of a record
	of        *node    // items of an array, values of a map
	branches  []*node  // of a union
	name      string   // of a record: its full name
}

// varies is the size of a node whose values differ in length.
const varies = -1

// mostBytes is the largest size that is known beforehand.
const mostBytes = 1 << 30

// field is a field of a record.
type field struct {
	name   string
	member []byte // its name as JSON, and the colon
	node   *node
}

// builder makes nodes of a schema.
type builder struct {
	named     map[string]*node // by full name
	namespace string           // of the type around, with a point at its end
}

// primitives are the kinds and sizes of types without a structure.
var primitives = map[string]node{
	"null": {kind: null}, "boolean": {kind: boolean, size: 1}, "int": {kind: integer, size: varies}, "long": {kind: long, size: varies},
	"float": {kind: float, size: 4}, "double": {kind: double, size: 8}, "string": {kind: text, size: varies}, "bytes": {kind: data, size: varies},
}

// units are the units of a second of the logical types that are timestamps.
var units = map[string]int64{
	"timestamp-millis": 1e3, "timestamp-micros": 1e6, "timestamp-nanos": 1e9,
	"local-timestamp-millis": 1e3, "local-timestamp-micros": 1e6, "local-timestamp-nanos": 1e9,
}

// build makes the node of a type.
func (b *builder) build(s *avro.SchemaNode) (*node, error) {
	if p, ok := primitives[s.Type]; ok {
		n := &p
		n.mean(s)
		return n, nil
	}
	switch s.Type {
	case "record", "error":
		return b.record(s)
	case "enum":
		n := b.name(s, &node{kind: enum, size: varies})
		for _, symbol := range s.Symbols {
			n.symbols = append(n.symbols, jsonform.AppendString(nil, []byte(symbol)))
		}
		return n, nil
	case "fixed":
		n := b.name(s, &node{kind: fixed, size: s.Size})
		n.mean(s)
		return n, nil
	case "array", "map":
		n, inside := &node{kind: array, size: varies}, s.Items
		if s.Type == "map" {
			n.kind, inside = mapping, s.Values
		}
		var err error
		n.of, err = b.build(inside)
		return n, err
	case "union":
		n := &node{kind: union, size: varies}
		for i := range s.Branches {
			branch, err := b.build(&s.Branches[i])
			if err != nil {
				return nil, err
			}
			n.branches = append(n.branches, branch)
		}
		return n, nil
	}
	for _, name := range []string{b.namespace + s.Type, s.Type} {
		if n := b.named[name]; n != nil {
			return n, nil
		}
	}
	return nil, fmt.Errorf("it names the type %s, which it does not have", s.Type)
}

// name notes a type that has a name, so that others can refer to it.
func (b *builder) name(s *avro.SchemaNode, n *node) *node {
	n.name = s.Name
	if s.Namespace != "" && !strings.Contains(s.Name, ".") {
		n.name = s.Namespace + "." + s.Name
	}
	b.named[n.name] = n
	return n
}

// record makes the node of a record, which may be inside itself. While its fields are read its size is not known.
func (b *builder) record(s *avro.SchemaNode) (*node, error) {
	n := b.name(s, &node{kind: record, size: varies})
	around := b.namespace
	defer func() { b.namespace = around }()
	b.namespace = n.name[:strings.LastIndexByte(n.name, '.')+1]
	size := 0
	for i := range s.Fields {
		f := &s.Fields[i]
		of, err := b.build(&f.Type)
		if err != nil {
			return nil, err
		}
		n.fields = append(n.fields, field{f.Name, append(jsonform.AppendString(nil, []byte(f.Name)), ':'), of.asDecimal(f.Props)})
		if size == varies || of.size == varies || size+of.size > mostBytes {
			size = varies
		} else {
			size += of.size
		}
	}
	n.size = size
	return n, nil
}
