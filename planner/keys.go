package planner

import (
	"github.com/velo-plan/velo-plan/strategies/dist"
)

// assignment says by which columns each input is hashed in one routing step; the keys of joined
// inputs correspond by position.
type assignment struct {
	keys map[int][]dist.Column
	ok   bool
	// Where it is not ok: the inputs that no common key serves, and the column that would serve
	// but that the router cannot compute, if that is the reason.
	stuck  []int
	cannot *column
}

// assign finds the keys for which one hash serves every need. Inputs whose records meet, directly
// or over others, form a component and need one common key; each component has its own.
func (q *Query) assign(needs []*need) assignment {
	out := assignment{keys: map[int][]dist.Column{}, ok: true}
	for _, comp := range components(needs) {
		mine := within(needs, comp)
		if len(mine) == 0 {
			continue
		}
		keys, cannot := q.commonKey(comp, mine, true)
		if keys == nil {
			out.ok = false
			if out.stuck == nil || out.cannot == nil {
				out.stuck, out.cannot = comp, cannot
			}
			continue
		}
		for i, k := range keys {
			out.keys[i] = k
		}
	}
	return out
}

// keyOfConstants gives a case without any other key the columns that its operators name but that
// have one value only: always_hash on them is right, if no better than one partition.
func (q *Query) keyOfConstants(c *Case) {
	moving := q.moving(c.allInputs())
	if len(c.hard) == 0 || len(c.keys.keys) > 0 || !c.keys.ok || len(moving) != 1 {
		return
	}
	var key []dist.Column
	for _, n := range c.hard {
		fixed := n.op.Fixed
		if len(fixed) == 0 {
			return
		}
		for _, id := range fixed {
			if col := q.columns.get(id); key == nil && col.key != nil && col.input == moving[0] {
				key = []dist.Column{id}
			}
		}
	}
	if key != nil {
		c.keys.keys[moving[0]] = key
	}
}

// commonKey finds the columns by which all inputs of a component can be hashed so that every need
// holds: the written columns in written order, plain ones before expressions; where none of them
// serves, columns that facts make equal to them. nil if there are none; cannot is then a column
// that would serve if the router could compute it. With router false any visible column will do:
// it is the key of an exchange between stages.
func (q *Query) commonKey(comp []int, needs []*need, router bool) (keys map[int][]dist.Column, cannot *column) {
	for _, slots := range [][]map[int]dist.Column{q.slots(comp, needs), q.derivedSlots(comp, needs)} {
		var plain, computed []map[int]dist.Column
		for _, slot := range slots {
			if !q.servesAll(slot, needs) {
				continue
			}
			isPlain, bad := q.routable(slot)
			switch {
			case router && bad != nil:
				if cannot == nil {
					cannot = bad
				}
			case isPlain:
				plain = append(plain, slot)
			default:
				computed = append(computed, slot)
			}
		}
		if len(plain) == 0 {
			plain = computed
		}
		if len(plain) > 0 {
			return transpose(plain, comp), nil
		}
	}
	return nil, cannot
}

// routable says of a slot whether its columns are plain ones, and which of them no router can
// compute from the records of the input that it routes.
func (q *Query) routable(slot map[int]dist.Column) (isPlain bool, bad *column) {
	isPlain = true
	for i, id := range slot {
		c := q.columns.get(id)
		isPlain = isPlain && c.plain
		if c.key == nil || c.input != i {
			bad = c
		}
	}
	return isPlain, bad
}

// transpose turns slots, a column for each input, into keys, a list of columns for each input.
func transpose(slots []map[int]dist.Column, comp []int) map[int][]dist.Column {
	keys := map[int][]dist.Column{}
	for _, slot := range slots {
		for _, i := range comp {
			keys[i] = append(keys[i], slot[i])
		}
	}
	return keys
}

// slots lists what could be one position of a common key: for each input of the component a
// column, all of them equal for records that meet.
func (q *Query) slots(comp []int, needs []*need) []map[int]dist.Column {
	if len(comp) == 1 {
		return q.singleSlots(comp[0], needs)
	}
	classes := q.classes(needs)
	var out []map[int]dist.Column
	seen := map[dist.Column]bool{}
	for _, id := range candidateOrder(needs) {
		root := classes.find(id)
		if seen[root] {
			continue
		}
		seen[root] = true
		slot := map[int]dist.Column{}
		for _, m := range classes.members(root) {
			c := q.columns.get(m)
			if c == nil || c.input < 0 || c.window || !contains(comp, c.input) {
				continue
			}
			if _, taken := slot[c.input]; !taken {
				slot[c.input] = m
			}
		}
		if len(slot) == len(comp) {
			out = append(out, slot)
		}
	}
	return out
}

// singleSlots are the columns of one input that the needs name.
func (q *Query) singleSlots(input int, needs []*need) []map[int]dist.Column {
	var out []map[int]dist.Column
	for _, id := range candidateOrder(needs) {
		if c := q.columns.get(id); c != nil && !c.window {
			out = append(out, map[int]dist.Column{input: id})
		}
	}
	return out
}

// derivedSlots are the plain columns of a single input that facts bring into the closure of the
// first need; a common key lies in the closure of each.
func (q *Query) derivedSlots(comp []int, needs []*need) []map[int]dist.Column {
	if len(comp) > 1 {
		return nil
	}
	var out []map[int]dist.Column
	closure, fixed := dist.Close(needs[0].dist, needs[0].facts), dist.Close(dist.Single(), needs[0].facts)
	for _, c := range q.columns.order {
		if c.input == comp[0] && c.plain && !c.window && closure.Has(c.id) && !fixed.Has(c.id) {
			out = append(out, map[int]dist.Column{comp[0]: c.id})
		}
	}
	return out
}

// candidateOrder lists the columns that the needs name, in written order.
func candidateOrder(needs []*need) []dist.Column {
	var out []dist.Column
	seen := map[dist.Column]bool{}
	for _, n := range needs {
		for _, id := range n.dist.Columns() {
			if !seen[id] && id != dist.Partition && id != dist.Row {
				seen[id] = true
				out = append(out, id)
			}
		}
	}
	return out
}
