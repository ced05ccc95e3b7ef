package logical

import (
	"github.com/velo-plan/velo-plan/planner/diag"
)

// Node is one operator. Each answers the same questions, in its own file:
//
//	Inputs    what it reads, and which facts of its inputs hold of its rows
//	Facts     what it states of its rows itself
//	Empty     whether it never has a row
//	Requires  which rows must meet for the partitions' answers to make up the whole answer
//	Lies      by which columns' values its rows are spread
//	Ordered   whether the order of its source survives
//
// A node is immutable once its tree is finished, except for what the tree notes in its Base.
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
	// Mark is set where rows of the node may lack this input, as rows of an outer join may. The input's columns
	// are NULL in them, and its facts hold only where a later operator demands a value of it.
	Mark ID
	// Apart reports whether the rows of the node are not rows of the input, which is then an arm of a set
	// operation, or a subquery. No fact of the input holds above it.
	Apart bool
}

// Base is what every node has: its place in the text and in the tree.
type Base struct {
	Text string    // as a person would name it: "GROUP BY symbol"
	Span diag.Span // zero where nothing in the statement stands for it

	scans, tables int // base sources below, and how many of them every partition can hold
	first, at     int // this subtree has the numbers first to at; at is the node's own
	region        int // nodes of one region have no Apart edge between them
	edge          *marked
	firstMark     ID // the marks of outer joins below are firstMark to lastMark
	lastMark      ID
	parent        Node
	copied        bool // loaded on every partition, with everything below it
	outcome       outcome
}

// marked is the nearest edge with a mark on the way up from a node; these edges form a list to the root.
type marked struct {
	mark ID
	join int // the number of the outer join
	next *marked
}

func (b *Base) base() *Base { return b }

// under adds up the base sources of the inputs.
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

// Copied reports whether the node and everything below it are loaded on every partition.
func Copied(n Node) bool { return n.base().copied }

// Within reports whether a node is top or lies below it.
func Within(n, top Node) bool {
	b, t := n.base(), top.base()
	return t.first <= b.at && b.at <= t.at
}

// Span is the node's place in the statement.
func Span(n Node) diag.Span { return n.base().Span }

// single is embedded by nodes whose rows are rows of their one input, all or some of them.
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
