package planner

import (
	"strings"

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

// components groups the inputs of the needs: two are together if some need spans both.
func components(needs []*need) [][]int {
	parent := map[int]int{}
	var find func(int) int
	find = func(i int) int {
		if parent[i] != i {
			parent[i] = find(parent[i])
		}
		return parent[i]
	}
	var order []int
	for _, n := range needs {
		for _, i := range append(append(append([]int(nil), n.inputs...), n.left...), n.right...) {
			if _, ok := parent[i]; !ok {
				parent[i] = i
				order = append(order, i)
			}
			parent[find(i)] = find(n.inputs[0])
		}
	}
	index, out := map[int]int{}, [][]int{}
	for _, i := range order {
		root := find(i)
		at, ok := index[root]
		if !ok {
			at = len(out)
			index[root] = at
			out = append(out, nil)
		}
		out[at] = append(out[at], i)
	}
	return out
}

// within are the needs over inputs of the component.
func within(needs []*need, comp []int) []*need {
	var out []*need
	for _, n := range needs {
		if contains(comp, n.inputs[0]) {
			out = append(out, n)
		}
	}
	return out
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

// servesAll says whether hashing the slot's columns keeps together what every need wants together.
func (q *Query) servesAll(slot map[int]dist.Column, needs []*need) bool {
	for _, n := range needs {
		if !q.serves(slot, n) {
			return false
		}
	}
	return true
}

// serves says it of one need. A row made of several inputs lies where any of them lies, so it is
// enough that the column of one input that is always there follows from the need's columns; or
// that those of all inputs do.
func (q *Query) serves(slot map[int]dist.Column, n *need) bool {
	if n.pairs != nil && !q.coPartitioned(slot, n) {
		return false
	}
	all := true
	for _, i := range n.inputs {
		hit := false
		for _, id := range q.visible(slot[i], i, n.op) {
			hit = hit || n.decides(id)
		}
		if hit && !n.op.optional[i] && len(n.op.unions) == 0 {
			return true
		}
		all = all && hit
	}
	return all
}

// visible are the names of an input's column at an operator: its own, or, above set operations,
// those of the results that it became.
func (q *Query) visible(id dist.Column, input int, op *Operator) []dist.Column {
	ids := []dist.Column{id}
	for _, u := range op.unions {
		for _, arm := range u.arms {
			if !contains(arm.inputs, input) {
				continue
			}
			var out []dist.Column
			for k, c := range arm.cols {
				for _, have := range ids {
					if c == have {
						out = append(out, u.out[k])
					}
				}
			}
			ids = out
		}
	}
	return ids
}

// coPartitioned says whether the slot's columns of the two sides are equal for records that the
// join brings together: some pair of its condition says so, each side up to its own equalities.
func (q *Query) coPartitioned(slot map[int]dist.Column, n *need) bool {
	for _, p := range n.pairs {
		if q.reaches(slot, n.left, p.Left, n) && q.reaches(slot, n.right, p.Right, n) {
			return true
		}
	}
	return false
}

// reaches says whether the slot's column of every side input is the paired column, or equal to it.
func (q *Query) reaches(slot map[int]dist.Column, side []int, paired dist.Column, n *need) bool {
	any, all := false, true
	for _, i := range side {
		hit := false
		for _, id := range q.visible(slot[i], i, n.op) {
			hit = hit || n.equal(id, paired)
		}
		if hit && !n.op.optional[i] {
			any = true
		}
		all = all && hit
	}
	if len(n.op.unions) > 0 {
		return all
	}
	return any || all
}

// classes are sets of columns that joins and set operations put side by side.
type classes struct {
	parent map[dist.Column]dist.Column
	order  []dist.Column
}

func (q *Query) classes(needs []*need) *classes {
	c := &classes{parent: map[dist.Column]dist.Column{}}
	done := map[*Operator]bool{}
	for _, n := range needs {
		for _, id := range n.dist.Columns() {
			c.find(id)
		}
		if done[n.op] {
			continue
		}
		done[n.op] = true
		for _, p := range n.pairs {
			c.join(p.Left, p.Right)
		}
		for _, u := range n.op.unions {
			for _, arm := range u.arms {
				for k, id := range arm.cols {
					c.join(u.out[k], id)
				}
			}
		}
	}
	return c
}

func (c *classes) find(id dist.Column) dist.Column {
	p, ok := c.parent[id]
	if !ok {
		c.parent[id] = id
		c.order = append(c.order, id)
		return id
	}
	for p != c.parent[p] {
		p = c.parent[p]
	}
	c.parent[id] = p
	return p
}

func (c *classes) join(a, b dist.Column) {
	ra, rb := c.find(a), c.find(b)
	if ra != rb {
		c.parent[rb] = ra
	}
}

func (c *classes) members(root dist.Column) []dist.Column {
	var out []dist.Column
	for _, id := range c.order {
		if c.find(id) == root {
			out = append(out, id)
		}
	}
	return out
}

// aligned says whether the sources' own partitions already bring together what the needs want, and
// if not, why.
func (q *Query) aligned(needs []*need) (ok bool, why string) {
	for _, comp := range components(needs) {
		mine := within(needs, comp)
		if len(comp) == 1 {
			for _, n := range mine {
				if ok, _, _ := dist.Satisfies(dist.Source(), n.dist, n.facts); !ok {
					return false, q.whyNotAligned(comp[0], n)
				}
			}
			continue
		}
		if why := q.coAligned(comp, mine); why != "" {
			return false, why
		}
	}
	return true, ""
}

// whyNotAligned says what is missing for one source: its key, or a column of it.
func (q *Query) whyNotAligned(input int, n *need) string {
	in := q.Inputs[input]
	if len(in.Known.Key) == 0 {
		return "nothing says how " + in.Name + " is keyed"
	}
	return in.Name + " is keyed by " + strings.Join(in.Known.Key, ", ") + ", which " + n.op.Text + " does not fix"
}

// coAligned says why the sources of a component are not proven to be keyed alike; "" if they are:
// corresponding keys, one partition count, one partitioner (one that nobody declared counts as the same).
func (q *Query) coAligned(comp []int, needs []*need) string {
	first := q.Inputs[comp[0]]
	for _, i := range comp {
		in := q.Inputs[i]
		switch {
		case len(in.Known.Key) == 0:
			return "nothing says how " + in.Name + " is keyed"
		case in.Known.Partitions == 0:
			return "nothing says how many partitions " + in.Name + " has, and joined sources must have the same number"
		case in.Known.Partitions != first.Known.Partitions:
			return first.Name + " has " + itoa(first.Known.Partitions) + " partitions and " + in.Name + " has " + itoa(in.Known.Partitions)
		case len(in.Known.Key) != len(first.Known.Key):
			return first.Name + " and " + in.Name + " are keyed by different numbers of columns"
		case in.Known.Partitioner != "" && first.Known.Partitioner != "" && in.Known.Partitioner != first.Known.Partitioner:
			return first.Name + " is partitioned by " + first.Known.Partitioner + " and " + in.Name + " by " + in.Known.Partitioner
		}
	}
	for pos := range first.Known.Key {
		slot := map[int]dist.Column{}
		for _, i := range comp {
			in := q.Inputs[i]
			slot[i] = dist.Column(in.Inst + "." + in.Known.Key[pos])
		}
		if !q.servesAll(slot, needs) {
			return "the sources are keyed by columns that the query does not compare"
		}
	}
	return ""
}
