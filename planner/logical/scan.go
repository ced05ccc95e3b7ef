package logical

import (
	"strings"

	"github.com/velo-plan/velo-plan/planner/catalog"
	"github.com/velo-plan/velo-plan/planner/diag"
)

// Scan reads one base source at one place of the statement.
type Scan struct {
	Base
	Name     string          // the source's name as written
	Alias    string          // the statement's name for it
	Instance string          // tells it apart from other reads of the same source, for people
	Place    diag.Span       // in the statement: that of the outermost view through which the source is read, or else its Span
	Index    int             // in the tree's Scans
	Known    *catalog.Stream // never nil
	// Lookup reports whether the engine loads the source on every partition where it is joined, though nobody
	// declared it a table.
	Lookup bool
	// Partition is the source partition, as a column; PartitionRead reports whether the statement names it.
	Partition     ID
	PartitionRead bool
	Clock         Clock
	// Key are the columns of the declared key.
	Key []ID
	// Determines are the dependencies that the catalog declares.
	Determines []Dependency

	number  int
	columns *Columns
}

// Dependency states that records that agree on From agree on To.
type Dependency struct {
	From []ID
	To   ID
}

// NewScan adds a base source to a tree. The path of a declared key is written as in SQL: meta.venue, or
// "service.name" in quotes for one name with a dot in it.
func (t *Tree) NewScan(name, alias string, at diag.Span, known *catalog.Stream, lookup bool) *Scan {
	s := &Scan{Base: Base{Text: name, Span: at, scans: 1}, Name: name, Alias: alias, Known: known, Lookup: lookup, Index: len(t.Scans), number: len(t.Scans), columns: t.Columns}
	if s.IsTable() || lookup {
		s.tables = 1
	}
	t.Scans = append(t.Scans, s)
	s.Partition = t.Columns.partition(s)
	for _, k := range known.Key {
		s.Key = append(s.Key, t.Columns.Field(s, catalog.Path(k)...).ID)
	}
	for _, d := range known.Determines {
		var from []ID
		for _, name := range d.From {
			from = append(from, t.Columns.Field(s, catalog.Path(name)...).ID)
		}
		for _, name := range d.To {
			s.Determines = append(s.Determines, Dependency{from, t.Columns.Field(s, catalog.Path(name)...).ID})
		}
	}
	return s
}

// IsTable reports whether the source is loaded on every partition when it is joined.
func (s *Scan) IsTable() bool { return s.Known.Kind == catalog.KindTable }

// Declares reports whether a column of that name, in any case, is declared for the source itself.
func (s *Scan) Declares(name string) bool {
	for _, c := range s.Known.Columns {
		if strings.EqualFold(c.Name, name) {
			return true
		}
	}
	return false
}

// typeOf returns the declared type of a field.
func (s *Scan) typeOf(path []string) Type {
	if len(path) == 1 {
		for _, c := range s.Known.Columns {
			if c.Name == path[0] {
				return TypeOf(c.Type)
			}
		}
	}
	return Type{}
}

// Texts returns the columns that are declared to hold texts.
func (s *Scan) Texts() (names []string) {
	for _, c := range s.Known.Columns {
		if TypeOf(c.Type).Class == Text {
			names = append(names, c.Name)
		}
	}
	return names
}

// Inputs implements Node.
func (s *Scan) Inputs() []Edge { return nil }

// Facts states what determines the source partition, what is declared of the columns, and for a table that its
// primary key determines its row.
func (s *Scan) Facts(t *Tree) []Fact {
	var out []Fact
	if len(s.Key) > 0 && !s.copied {
		out = append(out, Fact{From: s.Key, To: s.Partition, Declared: true,
			Why: because("topic " + s.Name + " is keyed by " + strings.Join(s.Known.Key, ", ") + " (" + s.Known.KeyBy + ")")})
	}
	for _, d := range s.Determines {
		out = append(out, Fact{From: d.From, To: d.To, Declared: true, Why: func(t *Tree) string {
			return strings.Join(t.Columns.Names(d.From), ", ") + " determines " + t.Columns.Name(d.To) + " in " + s.Name + " (" + s.Known.DependsBy + ")"
		}})
	}
	if !s.copied || len(s.Known.PrimaryKey) == 0 {
		return out
	}
	var key []ID
	for _, k := range s.Known.PrimaryKey {
		key = append(key, t.Columns.Field(s, catalog.Path(k)...).ID)
	}
	for _, id := range t.Columns.Of(s) {
		if t.Columns.Get(id).Plain() {
			out = append(out, Fact{From: key, To: id, Declared: true, Lasting: true,
				Why: because(strings.Join(s.Known.PrimaryKey, ", ") + " is the primary key of table " + s.Name)})
		}
	}
	return out
}

// Empty implements Node: a source may have records.
func (s *Scan) Empty(*Tree) bool { return false }

// Requires implements Node. Tree.loneTables finds a table that is read by itself, because only the tree knows who
// else reads it.
func (s *Scan) Requires(*Tree) []*Need { return nil }

// Lies implements Node: it is the column by which the layout routes the source's records.
func (s *Scan) Lies(l *Layout, _ Marks) []ID {
	if id := l.by(s); id != 0 {
		return []ID{id}
	}
	return nil
}

// Ordered implements Node.
func (s *Scan) Ordered() bool { return true }
