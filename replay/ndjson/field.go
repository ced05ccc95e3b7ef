package ndjson

import (
	"bytes"
	"slices"
	"strings"

	"github.com/velo-plan/velo-plan/strategies/scalar"
)

// Field is a field to be found in a record: the root is the record itself, its children are
// top-level fields, theirs are fields inside those. The tree does not change once it is built.
type Field struct {
	name     string
	slot     int  // index into scanner.spans, from 1; that of the root is 0
	read     bool // its own value is wanted, not only fields inside
	record   bool // what is inside is a record of its own
	plain    bool // the name has no backslash, so it is what is written, if that has none
	children []*Field
	names    *[2][256]uint8 // by the first and the second byte of a name: a bit in both if it may be that of a child
}

// escapedName is the bit for names that begin with an escape.
const escapedName = 1 << 7

// newField returns a field without children.
func newField(name string, slot int) *Field {
	f := &Field{name: name, slot: slot, plain: !strings.Contains(name, `\`), names: new([2][256]uint8)}
	for b := range 256 {
		f.names[1][b] = escapedName
	}
	return f
}

// add makes c a child of f.
func (f *Field) add(c *Field) {
	bit := uint8(1) << (len(f.children) % 7)
	f.children = append(f.children, c)
	name := c.name + `"` // as it is written
	f.names[0][name[0]] |= bit
	for b := range 256 {
		if len(name) == 1 || byte(b) == name[1] {
			f.names[1][b] |= bit
		}
	}
	f.names[0]['\\'] = escapedName
	f.names[1]['\\'] = 0xff
}

// child returns the field of that name, given as it is written, with its quotes; nil if it is not
// wanted.
func (f *Field) child(quoted []byte) *Field {
	if len(f.children) == 0 {
		return nil
	}
	name := quoted[1 : len(quoted)-1]
	for _, c := range f.children {
		if c.plain && string(name) == c.name {
			return c
		}
	}
	if bytes.IndexByte(name, '\\') < 0 {
		return nil
	}
	v, err := scalar.FromJSON(quoted)
	if err != nil { // not UTF-8: the line is going to be rejected for it
		return nil
	}
	for _, c := range f.children {
		if string(v.Text()) == c.name {
			return c
		}
	}
	return nil
}

// clear empties the spans of all fields inside f.
func (f *Field) clear(spans []Span) {
	for _, c := range f.children {
		spans[c.slot] = Span{}
		c.clear(spans)
	}
}

// find returns the field at a path below f, nil if it is not in the tree.
func (f *Field) find(path []string) *Field {
	for _, name := range path {
		i := slices.IndexFunc(f.children, func(c *Field) bool { return c.name == name })
		if i < 0 {
			return nil
		}
		f = f.children[i]
	}
	return f
}

// Fields is the fields that a scanner is to find.
type Fields struct {
	root   *Field
	fields int    // in the tree, with the root
	record *Field // that has a record of its own inside; nil: none
	inside int    // slot of the first field of that record
}

// NewFields returns a tree without a field.
func NewFields() *Fields { return &Fields{root: newField("", 0), fields: 1} }

// Find returns the field at a path, nil if it is not in the tree.
func (t *Fields) Find(path []string) *Field { return t.root.find(path) }

// Add puts the field at a path into the tree.
func (t *Fields) Add(path []string) *Field {
	f := t.root
	for i := range path {
		next := f.find(path[i : i+1])
		if next == nil {
			next = newField(path[i], t.fields)
			t.fields++
			f.add(next)
		}
		f = next
	}
	f.read = true
	return f
}

// AddRecord puts the field at a path into the tree, and those of a record inside it. There is one such field at
// most, the last that is added.
func (t *Fields) AddRecord(path []string, record *Fields) *Field {
	t.record = t.Add(path)
	t.record.record = true
	t.inside = t.fields
	t.record.graft(record.root, t.fields-1)
	t.fields += record.fields - 1
	return t.record
}

// graft adds copies of the fields inside another field, whose slots are moved.
func (f *Field) graft(other *Field, slots int) {
	for _, c := range other.children {
		child := newField(c.name, slots+c.slot)
		child.read = c.read
		child.graft(c, slots)
		f.add(child)
	}
}

// whole reports whether a value that begins so is an object or an array that is itself wanted.
func (f *Field) whole(c byte) bool { return f.read && (c == '[' || c == '{' && !f.record) }
