package planner

import (
	"github.com/velo-plan/velo-plan/strategies/dist"
)

// stage is one step of the plan with exchanges: needs that one distribution serves.
type stage struct {
	needs  []*need
	single bool
	keys   map[int][]dist.Column // of the first exchange of base inputs
	key    []dist.Column         // of the exchange in front of the stage
	comp   []int
	feeds  []int // earlier stages whose rows it reads, by index
	fresh  []int // base inputs that enter here
}

// stages cuts the hard needs, from the sources upwards, where no key serves the next one too. One
// stage is enough where one key serves all; then that is the plan itself.
func (q *Query) stages(hard []*need, keys assignment) []*stage {
	if keys.ok && len(withoutAll(hard)) == len(hard) {
		return q.oneStage(hard, keys)
	}
	var out []*stage
	current := map[int]int{} // the stage in which an input's records are now
	for _, n := range hard {
		last := q.lastStage(n, current)
		if last >= 0 && n.pairs != nil && out[last].needs[len(out[last].needs)-1].op == n.op {
			continue // the other side of a join that is placed
		}
		if last >= 0 && q.joins(out[last], n, current) {
			for _, i := range n.inputs {
				current[i] = last
			}
			continue
		}
		if last >= 0 && (n.all() || n.pairs != nil) && q.extend(out[last], n, current, last) {
			continue
		}
		s := &stage{needs: []*need{n}, comp: spanOfNeed(n)}
		fed := map[int]bool{}
		for _, i := range s.comp {
			if at, ok := current[i]; ok {
				if !fed[at] {
					fed[at] = true
					s.feeds = append(s.feeds, at)
				}
			} else {
				s.fresh = append(s.fresh, i)
			}
			current[i] = len(out)
		}
		q.settle(s)
		out = append(out, s)
	}
	return out
}

// oneStage makes one stage for each component, where one key serves all of its needs.
func (q *Query) oneStage(hard []*need, keys assignment) []*stage {
	var out []*stage
	for _, comp := range components(hard) {
		out = append(out, &stage{needs: within(hard, comp), comp: comp, fresh: comp, keys: keys.keys, key: keys.keys[comp[0]]})
	}
	return out
}

// spanOfNeed are all inputs that the need's operator brings together.
func spanOfNeed(n *need) []int {
	if n.pairs == nil {
		return n.inputs
	}
	return append(append([]int(nil), n.left...), n.right...)
}

// lastStage is the latest stage that any input of the need is in; -1 if none is in one.
func (q *Query) lastStage(n *need, current map[int]int) int {
	last := -1
	for _, i := range spanOfNeed(n) {
		if at, ok := current[i]; ok && at > last {
			last = at
		}
	}
	return last
}

// joins adds the need to the stage if all its inputs are there and the stage's distribution can
// serve it as well.
func (q *Query) joins(s *stage, n *need, current map[int]int) bool {
	for _, i := range spanOfNeed(n) {
		if !contains(s.comp, i) {
			return false
		}
	}
	if s.single {
		s.needs = append(s.needs, n)
		return true
	}
	if n.all() {
		return false
	}
	trial := &stage{needs: append(append([]*need(nil), s.needs...), n), comp: s.comp, feeds: s.feeds, fresh: s.fresh}
	q.settle(trial)
	if trial.key == nil {
		return false
	}
	*s = *trial
	return true
}

// extend lets an operator bring fresh inputs into the stage that its other side is in, where one
// key serves both, or where both want everything together.
func (q *Query) extend(s *stage, n *need, current map[int]int, at int) bool {
	if s.single != n.all() {
		return false
	}
	comp, fresh := append([]int(nil), s.comp...), append([]int(nil), s.fresh...)
	for _, i := range spanOfNeed(n) {
		if in, ok := current[i]; ok {
			if in != at {
				return false
			}
			continue
		}
		comp, fresh = append(comp, i), append(fresh, i)
	}
	trial := &stage{needs: append(append([]*need(nil), s.needs...), n), comp: comp, feeds: s.feeds, fresh: fresh}
	q.settle(trial)
	if trial.key == nil && !trial.single {
		return false
	}
	*s = *trial
	for _, i := range comp {
		current[i] = at
	}
	return true
}

// settle finds the key of a stage: one that a router can compute if its rows come straight from
// base sources, else any visible column.
func (q *Query) settle(s *stage) {
	for _, n := range s.needs {
		if n.all() {
			s.single = true
			return
		}
	}
	keys, _ := q.commonKey(s.comp, s.needs, false)
	if keys == nil && len(s.needs) == 1 {
		n := s.needs[0]
		s.key = n.dist.Columns()
		s.keys = map[int][]dist.Column{}
		for _, i := range s.comp {
			s.keys[i] = q.ownColumns(n, i)
		}
		return
	}
	s.keys = keys
	if keys != nil {
		s.key = keys[s.comp[0]]
	}
}

// ownColumns are the columns of one input by which the need brings its records together, as far as
// they are its own: its side of the pairs, or its part of the keys.
func (q *Query) ownColumns(n *need, input int) []dist.Column {
	var out []dist.Column
	for _, p := range n.pairs {
		for _, id := range []dist.Column{p.Left, p.Right} {
			if c := q.columns.get(id); c.input == input {
				out = append(out, id)
			}
		}
	}
	if out != nil {
		return out
	}
	for _, p := range n.pairs {
		if contains(n.left, input) {
			out = append(out, p.Left)
		} else {
			out = append(out, p.Right)
		}
	}
	if out != nil {
		return out
	}
	for _, id := range n.dist.Columns() {
		if c := q.columns.get(id); c != nil && c.input == input {
			out = append(out, id)
		}
	}
	if out == nil {
		return n.dist.Columns()
	}
	return out
}

// presentStages turns stages into their JSON form.
func (q *Query) presentStages(stages []*stage) []Stage {
	out := []Stage{}
	for i, s := range stages {
		p := Stage{ID: i + 1, Operator: q.operators(s.needs), Exchange: "hash", Keys: []string{}, Inputs: []string{}}
		d := dist.By(s.key...)
		if s.single {
			p.Exchange, d = "single", dist.Single()
		} else {
			p.Keys = q.owns(s.key)
		}
		p.Required = q.presentDist(d)
		for _, in := range s.fresh {
			p.Inputs = append(p.Inputs, q.Inputs[in].Inst)
		}
		for _, f := range s.feeds {
			p.Inputs = append(p.Inputs, "stage "+itoa(f+1))
		}
		out = append(out, p)
	}
	return out
}

// staged is the first exchange that the records of an input meet in the plan with stages.
func (q *Query) staged(stages []*stage, input int) Staged {
	for i, s := range stages {
		if !contains(s.fresh, input) {
			continue
		}
		if s.single {
			return Staged{Stage: i + 1, Route: routeSingle, Keys: []string{}}
		}
		return Staged{Stage: i + 1, Route: routeHash, Keys: q.owns(s.keys[input])}
	}
	return Staged{Stage: 1, Route: routeAny, Keys: []string{}}
}

func (q *Query) presentDist(d dist.Dist) Dist {
	keys := []string{}
	for _, id := range d.Columns() {
		if id != dist.Row && (id != dist.Partition || d.Kind() == dist.KindBy) {
			keys = append(keys, q.show(id))
		}
	}
	return Dist{Dist: string(d.Kind()), Keys: keys}
}

// The routes of an input's records.
const (
	routeHash   = "hash"
	routeSingle = "single"
	routeKeep   = "keep"
	routeAny    = "any"
	routeCopy   = "copy"
)
