package logical

import (
	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/strategies/dist"
)

// Kind names an operator that requires something of the distribution of its rows.
type Kind string

// The kinds. Projection, filters and other stateless operators require nothing.
const (
	KindGroup     Kind = "GROUP BY"
	KindAggregate Kind = "aggregate" // aggregates or HAVING without GROUP BY
	KindSession   Kind = "SESSION window"
	KindOver      Kind = "OVER"
	KindDistinct  Kind = "DISTINCT"
	KindPattern   Kind = "MATCH_RECOGNIZE"
	KindTableFunc Kind = "table function"
	KindSetOp     Kind = "set operation"
	KindJoin      Kind = "JOIN"
	KindSubquery  Kind = "subquery"
	KindLimit     Kind = "LIMIT"
	KindTable     Kind = "table scan" // a table's rows come out where every partition holds all of them
	KindRecursion Kind = "WITH RECURSIVE"
	KindExchange  Kind = "PARTITION BY" // records are sent on by a key that the statement names
	KindOrder     Kind = "ORDER BY"
	KindSink      Kind = "keyed sink"
)

// Need is one requirement of one operator: which rows have to meet.
type Need struct {
	Kind  Kind
	Text  string
	Span  diag.Span
	Node  Node // the operator
	Input Node // whose rows have to meet
	// Keys are the columns whose equal rows meet; window bounds and columns of one value are gone.
	Keys []ID
	// Fixed are columns that the operator names but that have one value in all rows that it reads: they part
	// nothing, and hashing them brings all records together.
	Fixed []ID
	// All says that every row must meet every other, and Why says why.
	All bool
	Why string
	// Global says that the operator gives a row even for no rows, so that a partition without any gives one too.
	Global bool
	// Soft says that it decides only where nothing else does: it is about an order, not about an answer.
	Soft bool
	// Match is set on the two needs of a join or subquery: the rows of its sides meet that match.
	Match *Match
	// Scans are the base sources below the input whose records are spread over partitions.
	Scans []*Scan
}

// Dist is the distribution that the need asks for.
func (n *Need) Dist() dist.Dist {
	if n.All {
		return dist.Single()
	}
	if n.Kind == KindOrder {
		return dist.Source()
	}
	return dist.By(n.Keys...)
}

// Match is what two sides that are compared need of each other: rows that match lie in one place.
type Match struct {
	Left, Right Node
	// Pairs are the columns that matching rows agree on.
	Pairs []Pair
	// Unlike is an equality of two types whose equal values hash apart, if that is why there are no pairs.
	Unlike *Pair

	Scans []*Scan // of both sides, those whose records are spread

	join        *Join
	apply       *Apply
	classes     *Classes // once asked for, with the marks of the sides' rows that can match
	left, right Marks
}

// needs are the two needs of a match, or the one of a match by no column.
func (m *Match) needs(kind Kind, text string, at diag.Span, why string) []*Need {
	if len(m.Pairs) == 0 {
		return []*Need{{Kind: kind, Text: text, Span: at, All: true, Why: why, Match: m}}
	}
	var left, right []ID
	for _, p := range m.Pairs {
		left, right = append(left, p.Left), append(right, p.Right)
	}
	return []*Need{
		{Kind: kind, Text: text, Span: at, Input: m.Left, Keys: left, Match: m},
		{Kind: kind, Text: text, Span: at, Input: m.Right, Keys: right, Match: m},
	}
}

// constantRows is the need of rows that no source gives.
func constantRows(at diag.Span) *Need {
	return &Need{Kind: KindTable, Text: "rows without a source", Span: at, All: true, Global: true,
		Why: "every partition gives them, so they would come out once per partition"}
}

// grouped is the need that rows of an input meet which agree on keys: without what cannot part them.
// Where nothing is left all rows meet.
func (t *Tree) grouped(n *Need, input Node, keys []ID) *Need {
	n.Input = input
	fixed := t.Closure(input)
	seen := map[ID]bool{}
	why := "it goes by constants only, so there is one group"
	for _, id := range keys {
		c := t.Columns.Get(id)
		switch {
		case seen[id]:
		case c.Window:
			why = "it goes by window bounds only, and a router computes no windows"
		case c.Const:
		case fixed.Has(id):
			n.Fixed = append(n.Fixed, id)
			if proof := fixed.Proof(id); len(proof) > 0 {
				why = "there is one group, because " + t.Fact(proof[len(proof)-1].Tag).Why(t)
			}
		default:
			n.Keys = append(n.Keys, id)
		}
		seen[id] = true
	}
	if len(n.Keys) == 0 {
		n.All, n.Why = true, why
	}
	return n
}
