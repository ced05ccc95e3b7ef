package logical

import (
	"slices"

	"github.com/velo-plan/velo-plan/planner/syntax"
)

// SetOp combines the rows of several arms: UNION, INTERSECT, EXCEPT.
type SetOp struct {
	Base
	Op   syntax.SetOpKind
	All  bool
	Arms []Node
	// Columns are the columns of the result, each with the columns of the arms that it is made of.
	Columns []United
	// Open reports whether the arms have further columns that nothing names.
	Open bool
	// Loop reports whether an arm reads the result of the operation, as in WITH RECURSIVE.
	Loop bool
	// Per are the columns of the enclosing query by which every arm is correlated.
	Per []ID
}

// United is a column of a set operation.
type United struct {
	ID   ID
	Arms []ID // 0 for an arm that is too short
}

// NewSetOp makes a set operation without columns; the caller adds them before the tree is finished.
func NewSetOp(s *syntax.SetOp, arms []Node) *SetOp {
	u := &SetOp{Base: Base{Text: string(s.Op), Span: s.OpSpan}, Op: s.Op, All: s.All && s.Op == syntax.Union, Arms: arms}
	u.under(arms...)
	return u
}

// Unite adds a column to the result.
func (u *SetOp) Unite(cs *Columns, name string, arms []ID) ID {
	window, types := true, []Type{}
	for _, id := range arms {
		c := cs.Get(id)
		window = window && c != nil && c.Window
		if c != nil {
			types = append(types, c.Type)
		}
	}
	c := cs.Opaque(name, "it is combined from several sources", u)
	c.Window, c.Type = window, Common(types)
	u.Columns = append(u.Columns, United{ID: c.ID, Arms: arms})
	return c.ID
}

// Inputs implements Node: a fact of one arm says nothing about the rows of the others.
func (u *SetOp) Inputs() []Edge {
	out := make([]Edge, len(u.Arms))
	for i, arm := range u.Arms {
		out[i] = Edge{Node: arm, Apart: true}
	}
	return out
}

// Facts states what every arm states: columns that are equal in each arm, or that have one value in all of them.
func (u *SetOp) Facts(t *Tree) []Fact {
	var out []Fact
	for i, a := range u.Columns {
		if lit := u.constant(t, a); lit != 0 {
			out = append(out, Fact{From: []ID{a.ID}, To: lit, Equal: true, Why: func(t *Tree) string {
				return t.Columns.Name(a.ID) + " is " + t.Columns.Name(lit) + " in every arm of the " + string(u.Op)
			}})
		}
		for _, b := range u.Columns[:min(i, maxUnited)] {
			if u.equal(t, a, b) {
				out = append(out, Fact{From: []ID{b.ID}, To: a.ID, Equal: true, Why: func(t *Tree) string {
					return t.Columns.Name(b.ID) + " = " + t.Columns.Name(a.ID) + " in every arm of the " + string(u.Op)
				}})
				break
			}
		}
	}
	return out
}

// maxUnited bounds how many columns are compared with each other.
const maxUnited = 64

// equal reports whether two columns are equal in every arm.
func (u *SetOp) equal(t *Tree, a, b United) bool {
	for i, arm := range u.Arms {
		if a.Arms[i] == 0 || b.Arms[i] == 0 || !t.equal(arm, t.Marks(arm)).Same(a.Arms[i], b.Arms[i]) {
			return false
		}
	}
	return true
}

// constant returns the literal that a column is in every arm, or 0 if there is none.
func (u *SetOp) constant(t *Tree, a United) ID {
	var lit ID
	for i, arm := range u.Arms {
		mine := ID(0)
		if a.Arms[i] != 0 {
			mine = t.equal(arm, t.Marks(arm)).constant(t, a.Arms[i])
		}
		if mine == 0 || lit != 0 && lit != mine {
			return 0
		}
		lit = mine
	}
	return lit
}

// Empty implements Node.
func (u *SetOp) Empty(t *Tree) bool {
	switch u.Op {
	case syntax.Except:
		return t.Empty(u.Arms[0])
	case syntax.Intersect:
		return slices.ContainsFunc(u.Arms, t.Empty)
	}
	return !slices.ContainsFunc(u.Arms, func(n Node) bool { return !t.Empty(n) })
}

// Requires implements Node: everything but UNION ALL compares whole rows. An arm that reads no source gives its
// rows in every partition, unless they are only compared with.
func (u *SetOp) Requires(t *Tree) []*Need {
	var out []*Need
	for i, arm := range u.Arms {
		if !Reads(arm) && !u.Loop && Reads(u) && (u.Op == syntax.Union || u.Op == syntax.Except && i == 0) && !t.Empty(arm) {
			out = append(out, constantRows(u.Span))
			break
		}
	}
	if u.All {
		return out
	}
	n := &Need{Kind: KindSetOp, Text: string(u.Op), Span: u.Span}
	var keys []ID
	for _, c := range u.Columns {
		keys = append(keys, c.ID)
	}
	n = t.grouped(n, u, append(keys, u.Per...))
	if u.Open || n.All {
		n.All, n.Fixed, n.Why = true, nil, "it compares whole rows, and * stands for columns that nothing declares"
		if !u.Open {
			n.Why = "it compares constants only"
		}
	}
	return append(out, n)
}

// Lies implements Node: the columns of the result by whose values the rows of every arm lie.
func (u *SetOp) Lies(l *Layout, _ Marks) []ID {
	out, known := l.united[u]
	if known {
		return out
	}
	for _, c := range u.Columns {
		if l.t.Columns.Get(c.ID).Type.Class != Mixed && u.lies(l, c.Arms) {
			out = append(out, c.ID)
		}
	}
	for _, outer := range u.Per {
		arms := make([]ID, len(u.Arms))
		for i := range arms {
			arms[i] = outer
		}
		if u.lies(l, arms) {
			out = append(out, outer)
		}
	}
	l.united[u] = out
	return out
}

// lies reports whether the rows of each arm lie by the value of that arm's column.
func (u *SetOp) lies(l *Layout, columns []ID) bool {
	for i, arm := range u.Arms {
		if columns[i] == 0 {
			return false
		}
		marks := l.t.Marks(arm)
		c := l.t.equal(arm, marks)
		if !slices.ContainsFunc(l.lies(arm, marks), func(x ID) bool { return c.Same(x, columns[i]) }) {
			return false
		}
	}
	return true
}

// Ordered implements Node.
func (u *SetOp) Ordered() bool {
	return u.All && !slices.ContainsFunc(u.Arms, func(n Node) bool { return !n.Ordered() })
}
