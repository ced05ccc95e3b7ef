package planner

import (
	"slices"

	"github.com/velo-plan/velo-plan/strategies/dist"
)

// placing is where rows lie when each input is hashed by one column, its slot. A row made of several
// parts lies where each part that is there lies, whatever brought them together.
type placing struct {
	q      *Query
	slot   map[int]dist.Column
	united map[*union][]dist.Column // by whose value the results of set operations lie
}

// part is one of the things that stand side by side in a row: a record of a base source, or a row
// that a set operation gave.
type part struct {
	input  int
	united *union
}

// parts are those of the rows over inputs, none of which is copied.
func (q *Query) parts(inputs []int, unions []*union) []part {
	var out []part
	inside := map[int]bool{}
	for _, u := range unions {
		mine := false
		for _, i := range u.inputs {
			inside[i] = true
			mine = mine || contains(inputs, i)
		}
		if mine {
			out = append(out, part{united: u})
		}
	}
	for _, i := range inputs {
		if !inside[i] {
			out = append(out, part{input: i})
		}
	}
	return out
}

// optional says whether an outer join may leave the part out.
func (p part) optional(of map[int][]int) bool {
	if p.united != nil {
		return len(of[p.united.inputs[0]]) > 0
	}
	return len(of[p.input]) > 0
}

// has says whether a column is one of the part's own.
func (p part) has(q *Query, id dist.Column) bool {
	if p.united != nil {
		return slices.Contains(p.united.out, id)
	}
	c := q.columns.get(id)
	return c != nil && c.input == p.input
}

// lies are the columns by each of whose values the rows of a part lie.
func (l *placing) lies(p part) []dist.Column {
	if p.united == nil {
		if id, ok := l.slot[p.input]; ok {
			return []dist.Column{id}
		}
		return nil
	}
	out, known := l.united[p.united]
	if known {
		return out
	}
	for k, id := range p.united.out {
		if !slices.ContainsFunc(p.united.arms, func(arm *unionArm) bool { return !l.armLies(arm, arm.cols[k]) }) {
			out = append(out, id)
		}
	}
	l.united[p.united] = out
	return out
}

// armLies says whether the rows of an arm lie by the value of one of its columns.
func (l *placing) armLies(arm *unionArm, id dist.Column) bool {
	if arm.equals == nil {
		arm.equals = equalities(arm.rel.facts)
	}
	equal := func(a, b dist.Column) bool { return a == b || arm.equals.find(a) == arm.equals.find(b) }
	return l.located(l.q.parts(l.q.moving(arm.rel.inputs), arm.rel.unions), arm.rel.optional, equal, id)
}

// located says whether rows of the parts lie by the value of a column, in all of them: because a
// part that is always there does, or because whichever part is there does.
func (l *placing) located(parts []part, optional map[int][]int, equal func(a, b dist.Column) bool, id dist.Column) bool {
	all := true
	for _, p := range parts {
		hit := slices.ContainsFunc(l.lies(p), func(x dist.Column) bool { return equal(x, id) || l.q.presence.follows(id, x) })
		if hit && !p.optional(optional) {
			return true
		}
		all = all && hit
	}
	return all
}

// servesAll says whether hashing the slot's columns keeps together what every need wants together.
func (q *Query) servesAll(slot map[int]dist.Column, needs []*need) bool {
	l := &placing{q: q, slot: slot, united: map[*union][]dist.Column{}}
	return !slices.ContainsFunc(needs, func(n *need) bool { return !l.serves(n) })
}

// serves says it of one need.
func (l *placing) serves(n *need) bool {
	if n.pairs != nil {
		return slices.ContainsFunc(n.pairs, func(p Pair) bool {
			return l.meets(n, n.left, p.Left, p.NullSafe) && l.meets(n, n.right, p.Right, p.NullSafe)
		})
	}
	if n.all() && !l.oneValue(n) {
		return false
	}
	parts := l.q.parts(n.inputs, n.op.unions)
	return l.decided(n, parts) || l.followed(n, parts)
}

// decided says whether the need's columns decide where a row lies: by a part that is always there,
// or by all parts. The columns of a part that is missing must then be NULL, so that whichever
// part is there gives the same place for the same columns.
func (l *placing) decided(n *need, parts []part) bool {
	all := true
	for _, p := range parts {
		there, always := false, false
		for _, x := range l.lies(p) {
			there = there || n.decides(x)
			always = always || (n.decides(x) && l.q.columns.get(x).strict) || slices.ContainsFunc(l.q.presence.extended[x], n.decides)
		}
		if there && !p.optional(n.op.optional) {
			return true
		}
		all = all && always
	}
	return all
}

// followed says it of a column that the need decides and whose value every part that is there has,
// like COALESCE(a, b) above a FULL JOIN ON a = b.
func (l *placing) followed(n *need, parts []part) bool {
	for _, c := range l.q.columns.order {
		if l.q.presence.equals[c.id] == nil || !n.decides(c.id) {
			continue
		}
		if l.located(parts, n.op.optional, n.equal, c.id) {
			return true
		}
	}
	return false
}

// oneValue says whether hashing can serve a need of all records at all: every input must be hashed,
// by a column that facts hold at one value. Two sides that nothing has brought together yet may be
// held at two values, so an operator that brings them together is not served so.
func (l *placing) oneValue(n *need) bool {
	switch n.op.Kind {
	case OpJoin, OpSubquery, OpSetOp:
		return false
	}
	for _, i := range n.inputs {
		if l.slot[i] == "" {
			return false
		}
	}
	return true
}

// meets says whether the rows of one side that can be equal to the other side's in a column lie by
// its value. A NULL is equal to nothing, so it is enough that those rows do where the column has a
// value: then its source is there, and so is what it follows.
func (l *placing) meets(n *need, side []int, id dist.Column, nullSafe bool) bool {
	parts := l.q.parts(side, n.op.unions)
	if len(parts) == 0 {
		return false // rows of copied tables alone lie everywhere, and meet only a part of the other side in each place
	}
	if l.located(parts, n.op.optional, n.equal, id) {
		return true
	}
	if c := l.q.columns.get(id); nullSafe || c == nil || !c.strict {
		return false
	}
	for _, p := range parts {
		for _, x := range l.lies(p) {
			if (p.has(l.q, id) && n.equal(x, id)) || l.q.presence.follows(x, id) {
				return true
			}
		}
	}
	return false
}
