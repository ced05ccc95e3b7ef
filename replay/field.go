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

// columns is what is read of every record.
type columns struct {
	root   *field
	fields int                 // in the tree, with the root
	source []*field            // that may hold the source partition; the first that does counts
	system map[string][]*field // by system column: the same, of those that the keys read
}

// sourceColumn is the system column that holds the source partition.
const sourceColumn = "_PARTITION"

// systemFields are the top-level fields in which flat records carry what a message brings besides
// its value.
var systemFields = map[string][]string{
	sourceColumn:  {"_partition", "__partition__"},
	"_OFFSET":     {"_offset", "__offset__"},
	"_TIMESTAMP":  {"_timestamp", "__timestamp__"},
	"_EVENT_TIME": {"_event_time", "__event_time__"},
	"_topic":      {"_topic", "__topic__"},
	"_key":        {"_key", "__key__"},
}

// newColumns collects the fields that the keys read and those that hold the source partition.
func newColumns(keys []scalar.Expr, partitionField string) *columns {
	c := &columns{root: &field{}, fields: 1, system: make(map[string][]*field)}
	names := systemFields[sourceColumn]
	if partitionField != "" {
		names = []string{partitionField}
	}
	for _, name := range names {
		c.source = append(c.source, c.add([]string{name}))
	}
	for _, key := range keys {
		for _, path := range scalar.Fields(key) {
			c.add(path)
		}
		c.addSystem(key)
	}
	return c
}

// add puts the field at a path into the tree.
func (c *columns) add(path []string) *field {
	f := c.root
	for i := range path {
		next := f.find(path[i : i+1])
		if next == nil {
			next = &field{name: path[i], slot: c.fields}
			c.fields++
			f.children = append(f.children, next)
		}
		f = next
	}
	f.read = true
	return f
}

// addSystem adds the fields of the system columns that e reads.
func (c *columns) addSystem(e scalar.Expr) {
	switch e := e.(type) {
	case scalar.System:
		if e.Name == sourceColumn {
			return
		}
		var fields []*field
		for _, name := range systemFields[e.Name] {
			fields = append(fields, c.add([]string{name}))
		}
		c.system[e.Name] = fields
	case scalar.Op:
		for _, a := range e.Args {
			c.addSystem(a)
		}
	}
}
