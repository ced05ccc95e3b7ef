package dist

import (
	"maps"
	"slices"
)

// Closure is the set of all columns on which records agree that agree on a Dist, given facts,
// with the way in which each was derived. It is immutable and safe for concurrent use. It refers
// to the facts it was made from, which must not change meanwhile.
type Closure struct {
	facts []Fact
	base  map[Column]struct{}
	steps []int          // facts that gave a new column, in the order in which they did
	by    map[Column]int // column -> index into steps
}

// Close computes the closure of d under facts. Each fact waits for a count of columns and fires
// when it reaches zero, so the time is linear in the total length of d and facts.
func Close(d Dist, facts []Fact) Closure {
	p := &propagation{
		closure: Closure{facts: facts, base: map[Column]struct{}{}, by: map[Column]int{}},
		waiting: map[Column][]int{},
		missing: make([]int, len(facts)),
	}
	for _, c := range d.cols {
		p.closure.base[c] = struct{}{}
	}
	p.watch()
	for _, c := range d.cols {
		p.known(c)
	}
	for i := range facts {
		if p.missing[i] == 0 {
			p.fire(i)
		}
	}
	for head := 0; head < len(p.queue); head++ {
		for _, i := range p.waiting[p.queue[head]] {
			p.missing[i]--
			if p.missing[i] == 0 {
				p.fire(i)
			}
		}
	}
	return p.closure
}

// propagation is the state of one Close.
type propagation struct {
	closure Closure
	waiting map[Column][]int // facts that wait for a column
	order   []Column         // the keys of waiting, in the order of the facts, for determinism
	missing []int            // per fact: columns of From that are not known yet
	queue   []Column         // known columns whose waiting facts are still to be told
	told    map[Column]struct{}
}

// watch enters each fact at the columns that it waits for.
func (p *propagation) watch() {
	p.told = make(map[Column]struct{}, len(p.closure.facts))
	for i, f := range p.closure.facts {
		for _, c := range f.From {
			list, seen := p.waiting[c]
			if !seen {
				p.order = append(p.order, c)
			}
			p.waiting[c] = append(list, i)
			p.missing[i]++
		}
	}
}

// fire applies fact i, unless its column is already in the closure.
func (p *propagation) fire(i int) {
	to := p.closure.facts[i].To
	if p.closure.Has(to) {
		return
	}
	p.closure.by[to] = len(p.closure.steps)
	p.closure.steps = append(p.closure.steps, i)
	p.known(to)
}

// known queues c, and with Every all plain columns. Row leads to no more steps: with it, everything
// is in the closure.
func (p *propagation) known(c Column) {
	p.tell(c)
	if c != Every {
		return
	}
	for _, other := range p.order {
		if implied(Every, other) {
			p.tell(other)
		}
	}
}

func (p *propagation) tell(c Column) {
	if _, done := p.told[c]; done {
		return
	}
	p.told[c] = struct{}{}
	p.queue = append(p.queue, c)
}

// implied says whether from, which is Row or Every, brings c with it.
func implied(from, c Column) bool {
	return from == Row || c != Row && c != Partition
}

// Has says whether records that agree on the Dist agree on c.
func (c Closure) Has(col Column) bool {
	_, _, ok := c.origin(col)
	return ok
}

// origin finds how col is in the closure: from a step, or (given) from the Dist itself.
func (c Closure) origin(col Column) (step int, given, ok bool) {
	for _, via := range [...]Column{col, Every, Row} {
		if via != col && !implied(via, col) {
			continue
		}
		if _, in := c.base[via]; in {
			return 0, true, true
		}
		if s, in := c.by[via]; in {
			return s, false, true
		}
	}
	return 0, false, false
}

// Proof returns the facts by which cols are in the closure, each after those it rests on, none of
// them superfluous; nil if none is needed. Columns that are not in the closure add nothing.
func (c Closure) Proof(cols ...Column) []Fact {
	nothing := func(Column) bool { return false }
	steps := c.trace(cols, nothing)
	// Each column has one step, so a trace holds nothing superfluous, but for Row and Every: where
	// the proof needs one of these anyway, it makes the steps to all that it implies superfluous.
	if c.uses(steps, Row) {
		cols = []Column{Row}
		steps = c.trace(cols, nothing)
	}
	if c.uses(steps, Every) {
		steps = c.trace([]Column{Every}, nothing)
		for _, s := range c.trace(cols, func(col Column) bool { return implied(Every, col) }) {
			if !slices.Contains(steps, s) { // at most two: the steps to Partition and to Row
				steps = append(steps, s)
			}
		}
	}
	var proof []Fact
	for _, s := range steps {
		proof = append(proof, c.facts[c.steps[s]])
	}
	return proof
}

// trace returns the steps by which cols came into the closure, in order, not going behind the
// columns that are settled.
func (c Closure) trace(cols []Column, settled func(Column) bool) []int {
	seen := map[int]struct{}{}
	for todo := slices.Clone(cols); len(todo) > 0; {
		col := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		step, given, ok := c.origin(col)
		if _, again := seen[step]; !ok || given || again || settled(col) {
			continue
		}
		seen[step] = struct{}{}
		todo = append(todo, c.facts[c.steps[step]].From...)
	}
	return slices.Sorted(maps.Keys(seen))
}

// uses says whether the step to col is among steps.
func (c Closure) uses(steps []int, col Column) bool {
	step, ok := c.by[col]
	return ok && slices.Contains(steps, step)
}
