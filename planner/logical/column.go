package logical

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/velo-plan/velo-plan/planner/catalog"
	"github.com/velo-plan/velo-plan/planner/syntax"
	"github.com/velo-plan/velo-plan/strategies/dist"
	"github.com/velo-plan/velo-plan/strategies/scalar"
)

// ID identifies a column of one statement. It is an index into the statement's Columns, from 1; 0
// is no column.
type ID = dist.Column

// Column is what is known of one column: a field of a base source, a system column, a literal, an expression over
// other columns, or a value that only an operator makes.
type Column struct {
	ID   ID
	Scan *Scan       // the base source that it can be computed from; nil for none, or several
	Path []string    // of a field, its path in the record; nil for everything else
	Key  scalar.Expr // what a router evaluates to compute it from a record of Scan; nil if it cannot
	// Cannot is the reason that Key is nil, to follow "cannot be routed: ".
	Cannot string
	Type   Type
	Args   []ID // of an expression, the columns directly below it
	// Nulls are sets of columns: where all columns of one set are NULL, this column is NULL.
	Nulls [][]ID
	// Home is the operator that makes the column, if it is not computed from others.
	Home   Node
	Window bool // a bound of a window, which the router does not compute
	Const  bool // one value for all records
	// Determined reports whether equal Args give equal values. That is false for an unknown function, and for one
	// that sees how a number is spelled.
	Determined bool
	// Inverse is the argument that the value determines in turn, as a in a || '!'; 0 if there is none.
	Inverse ID

	name    string
	op      string // of an operation
	written syntax.Expr
	below   map[*syntax.Column]ID
	size    int
	literal string      // the canonical text of a literal, which tells different ones apart
	eval    scalar.Expr // Key, and for a constant its value
	stuck   string      // the part that keeps eval from being built
	// coalesce reports whether the column is a COALESCE, whose arguments may become arguments of an enclosing one.
	coalesce bool
}

// Plain reports whether the column is a field or system column of a base source.
func (c *Column) Plain() bool { return c.Scan != nil && len(c.Args) == 0 && !c.Const }

// maxSize bounds the nodes of an expression once derived columns are substituted: an expression that reads the one
// before it twice doubles with every step.
const maxSize = 4096

// Columns is the registry of a statement's columns. Equal columns have one ID: a field is identified by its source
// and path, an expression by its operator and the IDs below it.
type Columns struct {
	list   []*Column // by ID; the first is nil
	known  map[string]ID
	scans  map[*Scan][]ID
	parsed map[ID]syntax.Expr
}

// NewColumns returns an empty registry.
func NewColumns() *Columns {
	return &Columns{list: []*Column{nil}, known: map[string]ID{}, scans: map[*Scan][]ID{}, parsed: map[ID]syntax.Expr{}}
}

// Get returns the column of an ID; nil for 0, for pseudo-columns and for the marks of outer joins.
func (cs *Columns) Get(id ID) *Column {
	if id <= 0 || int(id) >= len(cs.list) {
		return nil
	}
	return cs.list[id]
}

// Of returns the columns that can be computed from one base source, in the order in which they were registered.
func (cs *Columns) Of(s *Scan) []ID { return cs.scans[s] }

// intern returns the column with an identity. If there is none yet, fill makes it.
func (cs *Columns) intern(identity string, fill func() Column) *Column {
	if id, ok := cs.known[identity]; ok {
		return cs.list[id]
	}
	c := cs.add(fill())
	cs.known[identity] = c.ID
	return c
}

func (cs *Columns) add(c Column) *Column {
	c.ID = ID(len(cs.list))
	c.size = max(c.size, 1)
	if c.eval == nil {
		c.eval = c.Key
	}
	p := &c
	cs.list = append(cs.list, p)
	if c.Scan != nil {
		cs.scans[c.Scan] = append(cs.scans[c.Scan], c.ID)
	}
	return p
}

// Field returns the field of a base source at a path, whose names compare exactly.
func (cs *Columns) Field(s *Scan, path ...string) *Column {
	return cs.intern(fmt.Sprintf("field %d %q", s.number, path), func() Column {
		c := Column{Scan: s, Path: append([]string(nil), path...), Type: s.typeOf(path), Key: scalar.Field{Path: append([]string(nil), path...)}, name: catalog.PathText(path...)}
		if len(path) == 1 && IsWindowColumn(path[0]) && !s.Declares(path[0]) {
			c.Window, c.Key, c.Cannot = true, nil, windowBound
		}
		return c
	})
}

// windowBound is why a bound of a window cannot be routed.
const windowBound = "it is a bound of a window, and the router does not compute windows"

// System returns a system column of a base source by its canonical name. _PARTITION is the source partition
// itself.
func (cs *Columns) System(s *Scan, name string) *Column {
	if name == "_PARTITION" {
		c := cs.list[s.Partition]
		s.PartitionRead = true
		return c
	}
	return cs.intern(fmt.Sprintf("system %d %s", s.number, name), func() Column {
		c := Column{Scan: s, Key: scalar.System{Name: name}, name: name}
		if IsWindowColumn(name) {
			c.Window, c.Key, c.Cannot = true, nil, windowBound
		}
		return c
	})
}

// FieldOf returns the field of a value that is written in parentheses, (x).name. It is shown with them: x.name
// would be a column of a source x.
func (cs *Columns) FieldOf(of ID, name string) *Column {
	before := len(cs.list)
	c := cs.Path(of, name)
	if int(c.ID) == before {
		c.name = "(" + cs.Name(of) + ")." + catalog.PathText(name)
	}
	return c
}

// Path returns the field of a value.
func (cs *Columns) Path(of ID, names ...string) *Column {
	outer := cs.list[of]
	if len(names) == 0 {
		return outer
	}
	if outer.Path != nil {
		return cs.Field(outer.Scan, append(append([]string(nil), outer.Path...), names...)...)
	}
	return cs.intern(fmt.Sprintf("path %d %q", of, names), func() Column {
		c := Column{Scan: outer.Scan, Args: []ID{of}, Nulls: [][]ID{{of}}, Cannot: outer.Cannot, Window: outer.Window, Determined: true, size: outer.size + 1}
		if outer.Key != nil {
			c.Cannot = "it is a field of a computed value"
		}
		c.name = "(" + cs.Name(of) + ")." + catalog.PathText(names...)
		return c
	})
}

// Opaque makes a column that no record of a base source determines: an aggregate, a ranking, the value of a
// subquery. Nothing is concluded from it, and no router can compute it. home is the operator above whose input the
// column exists; nil if no outer join ever makes it NULL.
func (cs *Columns) Opaque(name, cannot string, home Node) *Column {
	return cs.add(Column{name: name, Cannot: cannot, Home: home})
}

// Bound makes the window bound that a table function adds.
func (cs *Columns) Bound(name string) *Column {
	return cs.add(Column{name: name, Cannot: windowBound, Window: true})
}

// Mark makes the mark of one side of an outer join. It stands among the columns of facts and tells that a row has
// a record of that side.
func (cs *Columns) Mark() ID { return cs.add(Column{name: "match", Cannot: "it is a mark"}).ID }

// Literal returns the column of a constant.
func (cs *Columns) Literal(e *syntax.Literal) *Column {
	text := string(e.Kind) + " " + e.Type + " " + e.Value
	if e.Kind == syntax.Number {
		if v, ok := scalar.ParseNumber([]byte(jsonNumber(e.Value))); ok {
			text = "number " + string(scalar.AppendKey(nil, v))
		}
	}
	return cs.intern("literal "+text, func() Column {
		return Column{Const: true, Determined: true, Cannot: "it is a constant", Type: literalType(e), written: e, literal: text, eval: literalValue(e), stuck: syntax.Format(e)}
	})
}

// IsNull reports whether a column is the literal NULL.
func (c *Column) IsNull() bool { return strings.HasPrefix(c.literal, string(syntax.Null)) }

// Differ reports whether two columns are literals of different values. Of dates and times it is not known: one value
// has several texts.
func Differ(a, b *Column) bool {
	x, left := a.eval.(scalar.Const)
	y, right := b.eval.(scalar.Const)
	return a.literal != "" && b.literal != "" && left && right && a.Type.Class == b.Type.Class && a.Type.Class != "" && !a.IsNull() && !b.IsNull() &&
		!bytes.Equal(scalar.AppendKey(nil, x.Value), scalar.AppendKey(nil, y.Value))
}

// Name is the text of a column for people, as its own source names it. For an expression it is the normalized text
// over fields of the sources.
func (cs *Columns) Name(id ID) string {
	c := cs.Get(id)
	if c == nil {
		return pseudo(id)
	}
	if c.name == "" {
		c.name = syntax.Format(cs.expr(id))
	}
	return c.name
}

// Names returns the text of each column.
func (cs *Columns) Names(ids []ID) []string {
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = cs.Name(id)
	}
	return out
}

// pseudo names a pseudo-column as JSON shows it.
func pseudo(id ID) string {
	switch id {
	case dist.Partition:
		return "@partition"
	case dist.Row:
		return "@row"
	}
	return "@every"
}

// Rename gives a value without a text of its own the name that the statement gives it.
func (cs *Columns) Rename(id ID, name string) {
	if c := cs.list[id]; c.Scan == nil && len(c.Args) == 0 && !c.Const {
		c.name, c.written = name, nil
		delete(cs.parsed, id)
	}
}

// expr returns a column as an expression over names of base fields.
func (cs *Columns) expr(id ID) syntax.Expr {
	if e, ok := cs.parsed[id]; ok {
		return e
	}
	c := cs.list[id]
	var e syntax.Expr
	switch {
	case c.written != nil:
		e = syntax.Replace(c.written, func(x *syntax.Column) syntax.Expr {
			if below, ok := c.below[x]; ok {
				return cs.expr(below)
			}
			return nil
		})
	case c.Path != nil:
		parts := make([]syntax.Ident, len(c.Path))
		for i, p := range c.Path {
			parts[i] = syntax.Ident{Name: p}
		}
		e = &syntax.Column{Parts: parts}
	default:
		e = &syntax.Column{Parts: []syntax.Ident{{Name: c.name}}}
	}
	cs.parsed[id] = e
	return e
}

// partition returns the column that holds a record's partition in its topic, which _PARTITION names.
func (cs *Columns) partition(s *Scan) ID {
	return cs.intern(fmt.Sprintf("system %d _PARTITION", s.number), func() Column {
		return Column{Scan: s, Key: scalar.System{Name: "_PARTITION"}, Type: Type{Class: Number, Whole: true}, name: "_PARTITION"}
	}).ID
}

// Written gives a value that an operator makes the text of the call that it comes from.
func (cs *Columns) Written(c *Column, e syntax.Expr, below map[*syntax.Column]ID) {
	c.written, c.below, c.name = e, below, ""
}
