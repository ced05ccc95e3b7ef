package planner

import (
	"maps"

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
	for _, find := range []func([]int, []*need) [][]map[int]dist.Column{q.slots, q.derivedSlots, q.equalSlots, q.declaredSlots} {
		var plain, computed []map[int]dist.Column
		for _, ways := range find(comp, needs) {
			slot, isPlain, bad := q.firstOf(ways, needs, router)
			switch {
			case slot == nil && bad != nil && cannot == nil:
				cannot = bad
			case slot == nil:
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

// firstOf is the first of several slots of equal columns that serves every need and that a router
// can compute; nil if there is none. bad is then what stands in its way.
func (q *Query) firstOf(ways []map[int]dist.Column, needs []*need, router bool) (slot map[int]dist.Column, isPlain bool, bad *column) {
	for _, slot := range ways {
		if !q.servesAll(slot, needs) {
			continue
		}
		isPlain, cannot := q.routable(slot)
		if !router || cannot == nil {
			return slot, isPlain, nil
		}
		bad = cannot
	}
	return nil, false, bad
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

// slots lists what could be one position of a common key, in one or several ways each: for each
// input of the component a column, all of them equal for records that meet.
func (q *Query) slots(comp []int, needs []*need) [][]map[int]dist.Column {
	if len(comp) == 1 {
		return q.singleSlots(comp[0], needs)
	}
	return q.slotsOf(q.classes(needs), comp, needs, 1)
}

// slotsOf are those over sets of equal columns, each in at most so many ways.
func (q *Query) slotsOf(classes *classes, comp []int, needs []*need, most int) [][]map[int]dist.Column {
	var out [][]map[int]dist.Column
	seen := map[dist.Column]bool{}
	for _, id := range candidateOrder(needs) {
		root := classes.find(id)
		if seen[root] {
			continue
		}
		seen[root] = true
		if of := q.byInput(classes.members(root), comp); len(of) == len(comp) {
			out = append(out, choices(comp, of, most))
		}
	}
	return out
}

// byInput sorts columns by the inputs of a component that they are computed from.
func (q *Query) byInput(ids []dist.Column, comp []int) map[int][]dist.Column {
	out := map[int][]dist.Column{}
	for _, id := range ids {
		if c := q.columns.get(id); c != nil && c.input >= 0 && !c.window && contains(comp, c.input) {
			out[c.input] = append(out[c.input], id)
		}
	}
	return out
}

// singleSlots are the columns of one input that the needs name.
func (q *Query) singleSlots(input int, needs []*need) [][]map[int]dist.Column {
	var out [][]map[int]dist.Column
	for _, id := range candidateOrder(needs) {
		if c := q.columns.get(id); c != nil && !c.window {
			out = append(out, []map[int]dist.Column{{input: id}})
		}
	}
	return out
}

// derivedSlots are the plain columns of a single input that facts bring into the closure of the
// first need; a common key lies in the closure of each.
func (q *Query) derivedSlots(comp []int, needs []*need) [][]map[int]dist.Column {
	if len(comp) > 1 {
		return nil
	}
	var out [][]map[int]dist.Column
	closure, fixed := dist.Close(needs[0].dist, needs[0].facts), dist.Close(dist.Single(), needs[0].facts)
	for _, c := range q.columns.order {
		if c.input == comp[0] && c.plain && !c.window && closure.Has(c.id) && !fixed.Has(c.id) {
			out = append(out, []map[int]dist.Column{{comp[0]: c.id}})
		}
	}
	return out
}

// maxSlots bounds how many ways are tried to take one column for each input from a set of equal ones.
const maxSlots = 64

// equalSlots are slots over all columns that anything makes equal: pairs, set operations, facts, and
// what outer joins leave true. Which of them really serve is for the needs to say.
func (q *Query) equalSlots(comp []int, needs []*need) [][]map[int]dist.Column {
	if len(comp) == 1 {
		return nil
	}
	classes := q.classes(needs)
	for _, n := range needs {
		joinEqual(classes, n.facts)
	}
	for _, c := range q.columns.order {
		for _, same := range q.presence.equals[c.id] {
			classes.join(c.id, same)
		}
	}
	return q.slotsOf(classes, comp, needs, maxSlots)
}

// choices are ways to take one column for each input, at most so many, the first of each first.
func choices(comp []int, of map[int][]dist.Column, most int) []map[int]dist.Column {
	out := []map[int]dist.Column{{}}
	for _, i := range comp {
		var next []map[int]dist.Column
		for _, id := range of[i] {
			for _, slot := range out {
				if len(next) < most {
					longer := maps.Clone(slot)
					longer[i] = id
					next = append(next, longer)
				}
			}
		}
		out = next
	}
	return out
}

// declaredSlots are the positions of the inputs' declared keys.
func (q *Query) declaredSlots(comp []int, needs []*need) [][]map[int]dist.Column {
	var out [][]map[int]dist.Column
	for pos := 0; ; pos++ {
		slot := map[int]dist.Column{}
		for _, i := range comp {
			in := q.Inputs[i]
			if pos >= len(in.Known.Key) {
				return out
			}
			slot[i] = dist.Column(in.Inst + "." + in.Known.Key[pos])
			if q.columns.get(slot[i]) == nil {
				return out
			}
		}
		out = append(out, []map[int]dist.Column{slot})
	}
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
