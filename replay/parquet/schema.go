package parquet

import (
	"errors"
	"fmt"
	"strings"

	"github.com/parquet-go/parquet-go/deprecated"
	"github.com/parquet-go/parquet-go/format"

	"github.com/velo-plan/velo-plan/replay/jsonform"
)

// node is an element of the schema: the record itself, a group, or a column.
type node struct {
	name                   string
	repeated, optional     bool
	definition, repetition int // the levels of a value that is there
	children               []*node
	leaf                   *leaf // nil: a group
	shape                  shape
}

// shape is how a group is written as JSON.
type shape uint8

const (
	object  shape = iota
	list          // of what is in the one child of its one child
	mapping       // from the first child of its one child to the second
)

// leaf is a column.
type leaf struct {
	*node
	path  []string
	index int // among the columns
	kind  format.Type
	size  int // of a value of fixed length
	form  form
	scale int
	unit  int64 // of a time, as a number of them in a second
}

// String is the column's path.
func (l *leaf) String() string { return strings.Join(l.path, ".") }

// form is what the bytes of a value mean.
type form uint8

const (
	plain form = iota
	text
	decimal
	unsigned
	date
	timestamp
	uuid
	half
	raw // JSON
)

const (
	maxElements = 1 << 20 // of a schema
	maxDepth    = 100     // of its groups
)

var (
	errSchema = errors.New("its schema is damaged")
	errDeep   = fmt.Errorf("its schema has groups deeper than %d inside each other", maxDepth)
)

// treeOf returns the tree of a schema, which is a list of its elements from the record on, and its columns.
func treeOf(elements []format.SchemaElement) (root *node, leaves []*leaf, err error) {
	if len(elements) == 0 || len(elements) > maxElements {
		return nil, nil, errSchema
	}
	b := &builder{rest: elements}
	if root, err = b.next(nil, &node{}, 0); err == nil && (len(b.rest) > 0 || root.leaf != nil) {
		err = errSchema
	}
	return root, b.leaves, err
}

// builder builds a tree.
type builder struct {
	rest   []format.SchemaElement
	leaves []*leaf
}

// next builds the next element, whose parent is at a path.
func (b *builder) next(path []string, parent *node, depth int) (*node, error) {
	if len(b.rest) == 0 {
		return nil, errSchema
	}
	if depth > maxDepth {
		return nil, errDeep
	}
	e := b.rest[0]
	b.rest = b.rest[1:]
	n := &node{name: e.Name, definition: parent.definition, repetition: parent.repetition}
	if depth > 0 {
		path = append(path[:len(path):len(path)], e.Name)
		if e.RepetitionType.Valid {
			n.repeated, n.optional = e.RepetitionType.V == format.Repeated, e.RepetitionType.V == format.Optional
		}
	}
	if n.repeated {
		n.repetition++
	}
	if n.repeated || n.optional {
		n.definition++
	}
	if e.Type.Valid {
		n.leaf = &leaf{node: n, path: path, index: len(b.leaves), kind: e.Type.V, size: int(e.TypeLength.V)}
		n.leaf.typed(&e)
		if n.leaf.kind == format.FixedLenByteArray && (n.leaf.size <= 0 || n.leaf.size > maxPage) {
			return nil, fmt.Errorf("column %s has values of %d bytes", n.leaf, n.leaf.size)
		}
		b.leaves = append(b.leaves, n.leaf)
		return n, nil
	}
	for range e.NumChildren.V {
		child, err := b.next(path, n, depth+1)
		if err != nil {
			return nil, err
		}
		n.children = append(n.children, child)
	}
	n.shaped(&e)
	return n, nil
}

// shaped finds out how a group is written.
func (n *node) shaped(e *format.SchemaElement) {
	isList, isMap := e.ConvertedType.Valid && e.ConvertedType.V == deprecated.List,
		e.ConvertedType.Valid && (e.ConvertedType.V == deprecated.Map || e.ConvertedType.V == deprecated.MapKeyValue)
	switch e.LogicalType.Value.(type) {
	case *format.ListType:
		isList = true
	case *format.MapType:
		isMap = true
	}
	if len(n.children) != 1 || !n.children[0].repeated {
		return
	}
	inner := n.children[0]
	switch {
	case isList:
		n.shape = list
	case isMap && len(inner.children) == 2 && inner.children[0].leaf != nil:
		n.shape = mapping
	}
}

// element is what a list has as its elements, by the rules for files of old writers.
func (n *node) element() (element *node, wrapped bool) {
	inner := n.children[0]
	if inner.leaf == nil && len(inner.children) == 1 && inner.name != "array" && inner.name != n.name+"_tuple" {
		return inner.children[0], true
	}
	return inner, false
}

// typed finds out what the values of a column mean.
func (l *leaf) typed(e *format.SchemaElement) {
	l.unit = 1
	switch t := e.LogicalType.Value.(type) {
	case *format.StringType, *format.EnumType:
		l.form = text
	case *format.JsonType:
		l.form = raw
	case *format.DecimalType:
		l.form, l.scale = decimal, int(t.Scale)
	case *format.DateType:
		l.form = date
	case *format.TimestampType:
		l.form, l.unit = timestamp, unitOf(t.Unit)
	case *format.UUIDType:
		l.form = uuid
	case *format.Float16Type:
		l.form = half
	case *format.IntType:
		if !t.IsSigned {
			l.form = unsigned
		}
	default:
		if e.ConvertedType.Valid {
			l.converted(e)
		}
	}
	switch {
	case l.kind == format.Int96:
		l.form = timestamp
	case l.form == uuid && l.size != 16, l.form == half && l.size != 2, l.scale < 0 || l.scale > maxScale:
		l.form, l.scale = plain, 0
	}
}

// maxScale is the most digits that a decimal may have behind its point.
const maxScale = 1024

// converted is typed for the types of old writers.
func (l *leaf) converted(e *format.SchemaElement) {
	switch e.ConvertedType.V {
	case deprecated.UTF8, deprecated.Enum:
		l.form = text
	case deprecated.Json:
		l.form = raw
	case deprecated.Decimal:
		l.form, l.scale = decimal, int(e.Scale.V)
	case deprecated.Date:
		l.form = date
	case deprecated.TimestampMillis:
		l.form, l.unit = timestamp, 1e3
	case deprecated.TimestampMicros:
		l.form, l.unit = timestamp, 1e6
	case deprecated.Uint8, deprecated.Uint16, deprecated.Uint32, deprecated.Uint64:
		l.form = unsigned
	}
}

// unitOf returns how many of a unit of time are in a second.
func unitOf(u format.TimeUnit) int64 {
	switch u.Value.(type) {
	case *format.MicroSeconds:
		return 1e6
	case *format.NanoSeconds:
		return 1e9
	}
	return 1e3
}

// Names returns the paths of the columns and groups, joined by points.
func (f *File) Names() []string {
	var names []string
	var walk func(n *node, prefix string)
	walk = func(n *node, prefix string) {
		for _, c := range n.children {
			names = append(names, prefix+c.name)
			if c.shape == object {
				walk(c, prefix+c.name+".")
			}
		}
	}
	walk(f.root, "")
	return names
}

// wanted marks the columns that are needed for what is wanted of an element.
func (n *node) wanted(w *jsonform.Want, columns []bool) {
	if n.leaf != nil {
		columns[n.leaf.index] = true
		return
	}
	for _, c := range n.children {
		if inner := w.Find(c.name); inner != nil || n.shape != object {
			if n.shape != object {
				inner = w // the names inside are those of the format
				if !w.Whole {
					inner = jsonform.NewWant(nil)
				}
			}
			c.wanted(inner, columns)
		}
	}
}
