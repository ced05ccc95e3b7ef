package dist

import "slices"

// Closure is the set of all columns on which records agree that agree on a Dist, given facts,
// with the way in which each was derived. It is immutable and safe for concurrent use. It refers
// to the facts it was made from, which must not change meanwhile.
type Closure struct {
	facts []Fact
	cols  []Column // those that the Dist or a fact mentions, sorted; places below are places here
	by    []int32  // per place: absent, given, or the index into steps of what derived the column
	steps []int32  // facts that gave a new column, in the order in which they did
}

// What Closure.by says besides the index of a step.
const (
	absent = -1 // the column is in the closure at most by way of Every or Row
	given  = -2 // the Dist has the column
)

// Close computes the closure of d under facts. Each fact waits for a count of columns and fires
// when it reaches zero, so but for sorting the columns the time is linear in the total length of d
// and facts.
func Close(d Dist, facts []Fact) Closure {
	p := watch(d, facts)
	for _, c := range d.cols {
		place := p.closure.place(c)
		p.closure.by[place] = given
		p.known(place)
	}
	for i := range facts {
		if p.missing[i] == 0 {
			p.fire(i)
		}
	}
	for head := 0; head < len(p.queue); head++ {
		for w := p.first[p.queue[head]]; w >= 0; w = p.waiting[w].next {
			fact := p.waiting[w].fact
			if p.missing[fact]--; p.missing[fact] == 0 {
				p.fire(int(fact))
			}
		}
	}
	return p.closure
}

// propagation is the state of one Close.
type propagation struct {
	closure Closure
	waiting []waiting // one for each column of each From, in the order of the facts
	first   []int32   // per place: index of the first that waits for the column, -1 for none
	missing []int32   // per fact: columns of From that are not known yet
	told    []bool    // per place: the column is or was in the queue
	queue   []int32   // places of known columns whose waiting facts are still to be told
}

// waiting is a fact that waits for the column at a place.
type waiting struct{ fact, place, next int32 }

// watch collects the columns and enters each fact at those that it waits for.
func watch(d Dist, facts []Fact) *propagation {
	n := 0
	for i := range facts {
		n += len(facts[i].From)
	}
	cols := make([]Column, 0, len(d.cols)+len(facts)+n)
	cols = append(cols, d.cols...)
	for i := range facts {
		cols = append(append(cols, facts[i].From...), facts[i].To)
	}
	slices.Sort(cols)
	cols = slices.Compact(cols)
	numbers := make([]int32, 3*len(cols)+2*len(facts))
	part := func(n int) []int32 {
		head := numbers[:n:n]
		numbers = numbers[n:]
		return head
	}
	p := &propagation{
		closure: Closure{facts: facts, cols: cols, by: part(len(cols)), steps: part(len(facts))[:0]},
		waiting: make([]waiting, n), first: part(len(cols)), missing: part(len(facts)),
		told: make([]bool, len(cols)), queue: part(len(cols))[:0],
	}
	for place := range cols {
		p.closure.by[place], p.first[place] = absent, -1
	}
	for i := len(facts) - 1; i >= 0; i-- { // backwards, since each goes before those that wait already
		from := facts[i].From
		p.missing[i] = int32(len(from))
		for j := len(from) - 1; j >= 0; j-- {
			n--
			place := p.closure.place(from[j])
			p.waiting[n] = waiting{fact: int32(i), place: int32(place), next: p.first[place]}
			p.first[place] = int32(n)
		}
	}
	return p
}

// fire applies fact i, unless its column is already in the closure.
func (p *propagation) fire(i int) {
	to := p.closure.facts[i].To
	if p.closure.Has(to) {
		return
	}
	place := p.closure.place(to)
	p.closure.by[place] = int32(len(p.closure.steps))
	p.closure.steps = append(p.closure.steps, int32(i))
	p.known(place)
}

// known queues the column at a place, and with Every all plain columns. Row leads to no more
// steps: with it, everything is in the closure.
func (p *propagation) known(place int) {
	p.tell(place)
	if p.closure.cols[place] != Every {
		return
	}
	for _, w := range p.waiting {
		if implied(Every, p.closure.cols[w.place]) {
			p.tell(int(w.place))
		}
	}
}

func (p *propagation) tell(place int) {
	if !p.told[place] {
		p.told[place] = true
		p.queue = append(p.queue, int32(place))
	}
}

// implied reports whether from, which is Row or Every, brings c with it.
func implied(from, c Column) bool {
	return from == Row || c != Row && c != Partition
}

// place returns the place of col in cols, -1 if it is not there.
func (c Closure) place(col Column) int {
	if place, ok := slices.BinarySearch(c.cols, col); ok {
		return place
	}
	return -1
}

// Columns returns the columns that are in the closure by themselves, in rising order: those of the Dist and
// those that facts derive, without the ones that only Every or Row bring along. The slice is the caller's.
func (c Closure) Columns() []Column {
	var out []Column
	for i, by := range c.by {
		if by != absent {
			out = append(out, c.cols[i])
		}
	}
	return out
}

// Has reports whether records that agree on the Dist agree on col.
func (c Closure) Has(col Column) bool { return c.origin(col) != absent }

// origin returns how col is in the closure: the step that brought it or what implies it, given if
// that is of the Dist itself, or absent.
func (c Closure) origin(col Column) int32 {
	for _, via := range [...]Column{col, Every, Row} {
		if via != col && !implied(via, col) {
			continue
		}
		if place := c.place(via); place >= 0 && c.by[place] != absent {
			return c.by[place]
		}
	}
	return absent
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
	if len(steps) == 0 {
		return nil
	}
	proof := make([]Fact, len(steps))
	for i, s := range steps {
		proof[i] = c.facts[c.steps[s]]
	}
	return proof
}

// trace returns the steps by which cols came into the closure, in order, not going behind the
// columns that are settled.
func (c Closure) trace(cols []Column, settled func(Column) bool) []int32 {
	if len(c.steps) == 0 {
		return nil
	}
	var steps []int32
	seen := make([]bool, len(c.steps))
	for todo := slices.Clone(cols); len(todo) > 0; {
		col := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		step := c.origin(col)
		if step < 0 || seen[step] || settled(col) {
			continue
		}
		seen[step] = true
		steps = append(steps, step)
		todo = append(todo, c.facts[c.steps[step]].From...)
	}
	slices.Sort(steps)
	return steps
}

// uses reports whether the step to col is among steps.
func (c Closure) uses(steps []int32, col Column) bool {
	place := c.place(col)
	return place >= 0 && c.by[place] >= 0 && slices.Contains(steps, c.by[place])
}
