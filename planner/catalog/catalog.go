// Package catalog holds what is known of streams apart from the statement that reads them: how a topic is
// keyed, how many partitions it has, whether it is a table, which columns it has.
//
//	catalog file ─┐
//	flags ────────┤
//	annotations ──┼──► Stream ──► facts of the planner
//	declarations ─┘
//
// What the sources say of one stream is merged field by field. The stronger source takes precedence (flag,
// catalog file, annotation, declaration), and each field remembers who stated it.
package catalog

import (
	"maps"
	"slices"
	"strings"
)

// Kinds of a Stream.
const (
	KindStream = "stream" // records flow through partitions
	KindTable  = "table"  // loaded as a snapshot on every partition when joined
)

// Stream is what is known of one name. Empty fields are unknown.
type Stream struct {
	Name        string
	Kind        string   // KindStream, KindTable or "" (unknown: a stream)
	Columns     []Column // nil: unknown
	Key         []string // columns whose values determine the topic partition
	KeyBy       string   // who states it: "the catalog", "--source-key", ...; without a Key, who states that there is none
	PrimaryKey  []string
	Partitions  int // of the topic; 0: unknown
	PartBy      string
	Partitioner string // murmur2, crc32, ...; "": unknown
	// KeySchema is how the bytes of record keys are written, "" if that is unknown: equal values of the key columns have
	// equal bytes, and so partitions, in topics of one KeySchema only.
	KeySchema  string
	Determines []Dependency
	DependsBy  string // who states it, as KeyBy
}

// Dependency states that records of a stream that agree on the columns of From agree on those of To. A missing
// value counts as a value.
type Dependency struct {
	From, To []string
}

// Column is a column with its type, "" if the type is unknown.
type Column struct {
	Name, Type string
}

// Catalog is a set of streams by name. The zero value is empty and ready to use.
type Catalog struct {
	// File is the catalog file, as messages name it: "the catalog file catalog.yaml"; "" for others.
	File string

	base    *Catalog // holds further streams, except those that streams has; nil if there is none
	streams map[string]*Stream
	folded  map[string][]*Stream
	// stateless are functions in FROM that handle each record by itself, in upper case.
	stateless map[string]bool
}

// Add stores a stream under its name and replaces any stream of that name. The catalog keeps the pointer.
func (c *Catalog) Add(s *Stream) {
	if c.streams == nil {
		c.streams, c.folded = map[string]*Stream{}, map[string][]*Stream{}
	}
	fold := strings.ToLower(s.Name)
	if old, ok := c.streams[s.Name]; ok {
		same := c.folded[fold]
		for i := range same {
			if same[i] == old {
				same[i] = s
			}
		}
	} else {
		c.folded[fold] = append(c.folded[fold], s)
	}
	c.streams[s.Name] = s
}

// Lookup finds a stream by its exact name, or by the only name that differs by case alone. A nil Catalog finds
// nothing.
func (c *Catalog) Lookup(name string) (*Stream, bool) {
	if c == nil {
		return nil, false
	}
	if s, ok := c.exactly(name); ok {
		return s, true
	}
	if same := c.same(strings.ToLower(name)); len(same) == 1 {
		return same[0], true
	}
	return nil, false
}

// exactly returns the stream with exactly this name.
func (c *Catalog) exactly(name string) (*Stream, bool) {
	for ; c != nil; c = c.base {
		if s, ok := c.streams[name]; ok {
			return s, true
		}
	}
	return nil, false
}

// same returns the streams whose names are the same in lower case.
func (c *Catalog) same(fold string) []*Stream {
	if c.base == nil {
		return c.folded[fold]
	}
	list := slices.Clone(c.folded[fold])
	for _, s := range c.base.same(fold) {
		if c.streams[s.Name] == nil {
			list = append(list, s)
		}
	}
	return list
}

// Clone returns a catalog of the same streams, to which others can be added separately. It costs nothing, however
// many streams there are, because it reads them from c, which must not change meanwhile.
func (c *Catalog) Clone() Catalog { return Catalog{base: c} }

// Len is the number of streams; 0 for nil.
func (c *Catalog) Len() int {
	if c == nil {
		return 0
	}
	n := c.base.Len()
	for name := range c.streams {
		if _, replaced := c.base.exactly(name); !replaced {
			n++
		}
	}
	return n
}

// Names returns the names of the streams in alphabetical order; none for nil.
func (c *Catalog) Names() []string {
	if c == nil {
		return nil
	}
	names := append(c.base.Names(), slices.Collect(maps.Keys(c.streams))...)
	slices.Sort(names)
	return slices.Compact(names)
}

// Only returns the stream of a catalog with a single stream, or nil for any other.
func (c *Catalog) Only() *Stream {
	if c.Len() != 1 {
		return nil
	}
	for _, s := range c.streams {
		return s
	}
	return nil
}

// Unkeyed reports whether it is known that no columns determine the topic partition, whatever weaker sources say.
func (s *Stream) Unkeyed() bool { return len(s.Key) == 0 && s.KeyBy != "" }

// Fill copies into s every field of weaker that s does not know.
func (s *Stream) Fill(weaker *Stream) {
	if s.Kind == "" {
		s.Kind = weaker.Kind
	}
	if s.Columns == nil {
		s.Columns = weaker.Columns
	}
	if len(s.Key) == 0 && !s.Unkeyed() {
		s.Key, s.KeyBy = weaker.Key, weaker.KeyBy
	}
	if len(s.PrimaryKey) == 0 {
		s.PrimaryKey = weaker.PrimaryKey
	}
	if s.Partitions == 0 {
		s.Partitions, s.PartBy = weaker.Partitions, weaker.PartBy
	}
	if s.Partitioner == "" {
		s.Partitioner = weaker.Partitioner
	}
	if s.KeySchema == "" {
		s.KeySchema = weaker.KeySchema
	}
	if len(s.Determines) == 0 {
		s.Determines, s.DependsBy = weaker.Determines, weaker.DependsBy
	}
}

// FillFrom copies into s what a catalog knows under the first of the names that it has, as Fill does.
func (s *Stream) FillFrom(c *Catalog, names ...string) {
	for _, name := range names {
		if known, ok := c.Lookup(name); ok {
			s.Fill(known)
			return
		}
	}
}

// DeclareStateless states that a function in FROM handles each record by itself.
func (c *Catalog) DeclareStateless(function string) {
	if c.stateless == nil {
		c.stateless = map[string]bool{}
	}
	c.stateless[strings.ToUpper(function)] = true
}

// Stateless reports whether a function in FROM is declared to handle each record by itself. Names are compared
// without case; a nil Catalog declares none.
func (c *Catalog) Stateless(function string) bool {
	return c != nil && c.stateless[strings.ToUpper(function)]
}
