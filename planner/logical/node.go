package logical

import (
	"github.com/velo-plan/velo-plan/planner/diag"
)

// Node is one operator. Each answers the same questions, in its own file:
//
//	Inputs    what it reads, and which of the inputs' facts hold of its rows
//	Facts     what it states of its rows itself
//	Empty     whether no row comes out
//	Requires  what must meet for its answer to be the same in parts as in one
//	Lies      by the value of which columns its rows lie where they do
//	Ordered   whether the order of its source survives
//
// A node is immutable once its tree is made, but for what the tree notes in its Base.
type Node interface {
	base() *Base
	Inputs() []Edge
	Facts(*Tree) []Fact
	Empty(*Tree) bool
	Requires(*Tree) []*Need
	Lies(*Layout, Marks) []ID
	Ordered() bool
}

// Edge is an input of a node.
type Edge struct {
	Node Node
	// Mark is set where rows of the node may lack this input, as those of an outer join: its columns are
	// NULL then, and its facts hold only where a later operator needs a value of it.
	Mark ID
	// Apart reports that rows of the node are not rows of the input: an arm of a set operation, or a subquery.
	// No fact of the input holds above.
	Apart bool
}

// Base is what every node has: its place in the text and in the tree.
type Base struct {
	Text string    // as a person would name it: "GROUP BY symbol"
	Span diag.Span // zero where nothing in the statement stands for it

	scans, tables int // base sources below, and those of them that every partition can hold
	first, at     int // the numbers of the nodes below are first to at, its own
	region        int // nodes with equal regions have no Apart edge between them
	edge          *marked
	firstMark     ID // the marks of outer joins below are firstMark to lastMark
	lastMark      ID
	parent        Node
	copied        bool // loaded on every partition, with everything below
	outcome       outcome
}

// marked is the nearest edge with a mark on the way from a node up; they form a list to the root.
type marked struct {
	mark ID
	join int // the number of the outer join
	next *marked
}

func (b *Base) base() *Base { return b }

// under counts the base sources of the inputs.
func (b *Base) under(inputs ...Node) {
	for _, in := range inputs {
		b.scans += in.base().scans
		b.tables += in.base().tables
	}
}

// Reads reports whether any base source lies below the node.
func Reads(n Node) bool { return n.base().scans > 0 }

// Copyable reports whether a node is made of tables alone, which every partition can hold whole.
func Copyable(n Node) bool { return Reads(n) && n.base().scans == n.base().tables }

// Copied reports whether the node and all below it are loaded on every partition.
func Copied(n Node) bool { return n.base().copied }

// Within reports whether a node is another one or lies below it.
func Within(n, top Node) bool {
	b, t := n.base(), top.base()
	return t.first <= b.at && b.at <= t.at
}

// Span is the place of the node in the statement.
func Span(n Node) diag.Span { return n.base().Span }

// single is a node with one input whose rows, all or some of them, are its own.
type single struct {
	Base
	Input Node
}

func (s *single) Inputs() []Edge                   { return []Edge{{Node: s.Input}} }
func (s *single) Facts(*Tree) []Fact               { return nil }
func (s *single) Empty(t *Tree) bool               { return t.Empty(s.Input) }
func (s *single) Requires(*Tree) []*Need           { return nil }
func (s *single) Lies(l *Layout, marks Marks) []ID { return l.lies(s.Input, marks) }
func (s *single) Ordered() bool                    { return s.Input.Ordered() }

func over(input Node, text string, at diag.Span) single {
	s := single{Base: Base{Text: text, Span: at}, Input: input}
	s.under(input)
	return s
}
