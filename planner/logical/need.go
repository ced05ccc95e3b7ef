package logical

import (
	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/strategies/dist"
)

// Kind names an operator that requires something of how its rows are distributed.
type Kind string

// The kinds. Projection, filters and other stateless operators require nothing.
const (
	KindGroup     Kind = "GROUP BY"
	KindAggregate Kind = "aggregate" // aggregates or HAVING, without GROUP BY
	KindSession   Kind = "SESSION window"
	KindOver      Kind = "OVER"
	KindDistinct  Kind = "DISTINCT"
	KindPattern   Kind = "MATCH_RECOGNIZE"
	KindTableFunc Kind = "table function"
	KindSetOp     Kind = "set operation"
	KindJoin      Kind = "JOIN"
	KindSubquery  Kind = "subquery"
	KindLimit     Kind = "LIMIT"
	KindTable     Kind = "table scan" // the rows of a table come out wherever it is loaded whole
	KindRecursion Kind = "WITH RECURSIVE"
	KindExchange  Kind = "PARTITION BY" // records move on by a key that the statement names
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
	// Keys are the columns whose equal rows meet, without window bounds and columns that have only one value.
	Keys []ID
	// Fixed are columns that the operator names but that have one value in all rows that it reads. They separate
	// nothing, and hashing them brings all records together.
	Fixed []ID
	// All reports whether every row must meet every other, for the reason in Why.
	All bool
	Why string
	// Global reports whether the operator gives a row even for no input, so that a partition without records gives
	// one too.
	Global bool
	// Soft reports whether the need counts only where no other does: it is about an order, not about the answer.
	Soft bool
	// Match is set on the two needs of a join or subquery: the rows of its sides meet where they match.
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

// Match is what two sides that are compared need of each other: rows that match lie in the same partition.
type Match struct {
	Left, Right Node
	// Pairs are the columns that matching rows agree on.
	Pairs []Pair
	// Unlike is an equality of two types whose equal values hash differently, if that is why there are no pairs.
	Unlike *Pair

	Scans []*Scan // of both sides, those whose records are spread

	join        *Join
	apply       *Apply
	classes     *Classes // once asked for; left and right are the marks of the rows that can match
	left, right Marks
}

// needs returns the two needs of a match, or the single one of a match that compares no columns.
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

// constantRows is the need of rows that come from no source.
func constantRows(at diag.Span) *Need {
	return &Need{Kind: KindTable, Text: "rows without a source", Span: at, All: true, Global: true,
		Why: "every partition produces them, so they would come out once per partition"}
}

// grouped completes the need that rows of an input meet if they agree on keys, without the keys that separate
// nothing. Where none is left, all rows meet.
func (t *Tree) grouped(n *Need, input Node, keys []ID) *Need {
	n.Input = input
	fixed := t.Closure(input)
	seen := map[ID]bool{}
	why := "its keys are all constants, so there is one group"
	for _, id := range keys {
		c := t.Columns.Get(id)
		switch {
		case seen[id]:
		case c.Window:
			why = "its keys are all window bounds, and the router does not compute windows"
		case c.Const:
		case c.Type.Class == Collated:
			why = "a collation compares its keys, so equal ones may have different bytes, which hash differently"
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
