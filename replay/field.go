package replay

import (
	"bytes"
	"slices"

	"github.com/velo-plan/velo-plan/strategies/scalar"
)

// field is a field to be found in a record: the root is the record itself, its children are
// top-level fields, theirs are fields inside those. The tree does not change once it is built.
type field struct {
	name     string
	slot     int  // index into scanner.spans, from 1; that of the root is 0
	read     bool // its own value is wanted, not only fields inside
	children []*field
}

// child returns the field of that name, given as it is written, with its quotes; nil if it is not
// wanted.
func (f *field) child(quoted []byte) *field {
	if len(f.children) == 0 {
		return nil
	}
	name := quoted[1 : len(quoted)-1]
	if bytes.IndexByte(name, '\\') >= 0 {
		v, err := scalar.FromJSON(quoted)
		if err != nil { // not UTF-8: the line is going to be rejected for it
			return nil
		}
		name = v.Text()
	}
	for _, c := range f.children {
		if string(name) == c.name {
			return c
		}
	}
	return nil
}

// clear empties the spans of all fields inside f.
func (f *field) clear(spans []span) {
	for _, c := range f.children {
		spans[c.slot] = span{}
		c.clear(spans)
	}
}

// find returns the field at a path below f, nil if it is not in the tree.
func (f *field) find(path []string) *field {
	for _, name := range path {
		i := slices.IndexFunc(f.children, func(c *field) bool { return c.name == name })
		if i < 0 {
			return nil
		}
		f = f.children[i]
	}
	return f
}

// fieldTree is the fields that a scanner is to find.
type fieldTree struct {
	root   *field
	fields int // in the tree, with the root
}

// newFieldTree returns a tree without a field.
func newFieldTree() *fieldTree { return &fieldTree{root: &field{}, fields: 1} }

// find returns the field at a path, nil if it is not in the tree.
func (t *fieldTree) find(path []string) *field { return t.root.find(path) }

// add puts the field at a path into the tree.
func (t *fieldTree) add(path []string) *field {
	f := t.root
	for i := range path {
		next := f.find(path[i : i+1])
		if next == nil {
			next = &field{name: path[i], slot: t.fields}
			t.fields++
			f.children = append(f.children, next)
		}
		f = next
	}
	f.read = true
	return f
}
