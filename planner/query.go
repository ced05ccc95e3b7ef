package planner

import (
	"github.com/velo-plan/velo-plan/planner/catalog"
	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/strategies/dist"
)

// OpKind names an operator of a statement as require.go's table knows it.
type OpKind string

// The operators. Projection, filters and other stateless ones are not listed: they require nothing.
const (
	OpGroup     OpKind = "GROUP BY"
	OpAggregate OpKind = "aggregate" // aggregates or HAVING without GROUP BY
	OpSession   OpKind = "SESSION window"
	OpOver      OpKind = "OVER"
	OpDistinct  OpKind = "DISTINCT"
	OpPattern   OpKind = "MATCH_RECOGNIZE"
	OpTableFunc OpKind = "table function"
	OpSetOp     OpKind = "set operation"
	OpJoin      OpKind = "JOIN"
	OpSubquery  OpKind = "subquery"
	OpLimit     OpKind = "LIMIT"
	OpTable     OpKind = "table scan" // a table's rows come out where every partition holds all of them
	OpRecursion OpKind = "WITH RECURSIVE"
	OpOrder     OpKind = "ORDER BY"
	OpSink      OpKind = "keyed sink"
)

// Query is what Analyze finds in one statement: its base sources, its operators from the sources
// upwards, the facts that hold, and where it writes.
type Query struct {
	Inputs    []*BaseInput
	Operators []*Operator
	Sink      *SinkInfo
	Output    []OutputColumn
	OpenStar  bool // the output has columns that nobody named: * of a source without a schema

	columns    *columns
	structural []dist.Fact // true of every record: values derived from others
	presence   presence
}

// BaseInput is one base source as it is read at one place of the statement.
type BaseInput struct {
	Index  int
	Name   string // the source's name as written
	Alias  string // the name it goes by in the statement
	Inst   string // unique within the statement; the first part of its column ids
	Span   diag.Span
	Known  *catalog.Stream // merged from flags, catalog, annotations, declarations; never nil
	Copied bool            // a table loaded on every partition

	isPartition dist.Column // the id of its _PARTITION column, once something names it
}

// Operator is one thing in the statement that may need records to meet.
type Operator struct {
	Kind OpKind
	Text string // as a person would name it: "GROUP BY symbol"
	Span diag.Span
	// Keys are the columns whose equal records must meet; window columns and constants are gone.
	Keys []dist.Column
	// Fixed are columns that the operator names but that have one value in all records it reads:
	// they part nothing, and hashing them brings all records together.
	Fixed []dist.Column
	// Sets are the grouping sets, each as Keys; nil if there is only one.
	Sets [][]dist.Column
	// All says that every record must meet, and AllWhy why.
	All    bool
	AllWhy string
	// Void says that the operator keeps nothing (LIMIT 0).
	Void bool
	// Inputs are the base sources below the operator.
	Inputs []int
	// Chain groups the inner joins of one FROM, which may run in any order; 0: not part of one.
	Chain int
	// Left and Right are the base sources of the two sides of a join or subquery.
	Left, Right []int
	left, right half // of a join
	// Equal are the column pairs that a join or a set operation puts side by side.
	Equal []Pair
	// Global marks an aggregate that gives a row even for no records: constants do not help it.
	Global bool

	facts    []dist.Fact   // that hold of the records it reads
	optional map[int][]int // inputs that outer joins below may leave out, as in a relation
	unions   []*union      // set operations below, as in a relation
	// enclosing is, of a subquery, the one that it stands in.
	enclosing *Operator
}

// Pair is two columns of different inputs that must correspond in a co-partitioned key.
type Pair struct {
	Left, Right dist.Column
	NullSafe    bool // IS NOT DISTINCT FROM: a NULL is equal to a NULL
}

// swapped is the pair seen from the other side.
func (p Pair) swapped() Pair { return Pair{Left: p.Right, Right: p.Left, NullSafe: p.NullSafe} }

// OutputColumn is a column of the statement's result.
type OutputColumn struct {
	Name string
	ID   dist.Column
}

// SinkInfo is where the statement writes and what keys the records it writes.
type SinkInfo struct {
	Name    string
	Key     []OutputColumn
	KeyFrom string // "windowed GROUP BY", "PRIMARY KEY" or ""
	Keyed   bool   // updates of one key must keep their order
	Span    diag.Span
}
