package decide

import (
	"slices"

	"github.com/velo-plan/velo-plan/planner/logical"
	"github.com/velo-plan/velo-plan/strategies"
	"github.com/velo-plan/velo-plan/strategies/dist"
)

// Verdict is what is known about a strategy for a case.
type Verdict string

// The verdicts.
const (
	Proven      Verdict = "proven"      // every need is met
	Unproven    Verdict = "unproven"    // it depends on something that nothing states
	Refuted     Verdict = "refuted"     // rows that have to meet can be separated
	Unavailable Verdict = "unavailable" // the strategy cannot run at all
)

// Judgement is the verdict on one strategy for one case.
type Judgement struct {
	Strategy  strategies.Strategy
	Verdict   Verdict
	Delivered dist.Dist     // what the strategy delivers, unless it is unavailable
	Proof     []dist.Fact   // the facts that it rests on, if only one source is read
	Broken    *logical.Need // if refuted or unproven: the first need that does not hold
	Why       string

	slots []slot // of Delivered, where it hashes
}

// Judge compares what a strategy delivers with every hard need of the case.
func (c *Case) Judge(s strategies.Strategy) Judgement {
	j := Judgement{Strategy: s, Verdict: Proven}
	delivered, err := s.Deliver(c.context())
	if err != nil && c.Keyless && c.Named != nil && c.Named.Strategy.Name == s.Name {
		delivered, err = dist.Single(), nil
	}
	if err != nil {
		j.Verdict, j.Why = Unavailable, err.Error()
		if len(c.Hard) > 0 {
			j.Why = c.whyUnavailable()
		}
		return j
	}
	j.Delivered = delivered
	if delivered.Kind() == dist.KindBy {
		j.slots = c.slots(delivered)
	}
	if c.Partitions > 1 {
		c.check(&j)
		if j.Verdict == Proven && delivered.Kind() != dist.KindSingle && len(c.Tree.Assumptions) > 0 {
			j.Verdict = Unproven
		}
	}
	j.Why = c.explain(&j)
	return j
}

// check compares what is delivered with the hard needs.
func (c *Case) check(j *Judgement) {
	switch j.Delivered.Kind() {
	case dist.KindSingle:
	case dist.KindAny:
		if len(c.Hard) > 0 {
			j.Verdict, j.Broken = Refuted, c.Hard[0]
		}
	case dist.KindSource:
		if !c.Aligned {
			j.Verdict, j.Broken = c.unaligned()
		} else {
			j.Proof = c.proof(func(s *logical.Scan) []logical.ID { return []logical.ID{s.Partition} })
		}
	default:
		if !c.Keys.OK {
			j.Verdict, j.Broken = Refuted, c.Hard[0]
			return
		}
		if i := slices.IndexFunc(c.Hard, c.unlikeKeys); i >= 0 {
			j.Verdict, j.Broken = Refuted, c.Hard[i]
			return
		}
		for _, s := range j.slots {
			if n := c.unserved(c.Tree.NewLayout(s), c.Hard); n != nil {
				j.Verdict, j.Broken = Refuted, n
				return
			}
		}
		j.Proof = c.proof(func(s *logical.Scan) []logical.ID { return c.Keys.Of[s] })
	}
}

// unlikeKeys reports whether a need wants records together that are hashed by keys of different lengths: even if all
// columns of these have one value, (1, 1) and 1 hash apart.
func (c *Case) unlikeKeys(n *logical.Need) bool {
	return slices.ContainsFunc(n.Scans, func(s *logical.Scan) bool { return len(c.Keys.Of[s]) != len(c.Keys.Of[n.Scans[0]]) })
}

// slots returns the key positions that a distribution is made of: columns of the plan's key, with the
// corresponding ones of the other inputs. Inputs whose records never meet have keys of their own, which may be
// shorter or longer.
func (c *Case) slots(d dist.Dist) []slot {
	plan, whole := c.PlanKeys(), 0
	var positions []int
	for _, id := range d.Columns() {
		pos := slices.Index(plan, id)
		if pos < 0 {
			return []slot{{}} // it is not made of the plan's key
		}
		positions = append(positions, pos)
	}
	for _, keys := range c.Keys.Of {
		whole = max(whole, len(keys))
	}
	if len(positions) == len(plan) {
		for pos := len(plan); pos < whole; pos++ {
			positions = append(positions, pos)
		}
	}
	var out []slot
	for _, pos := range positions {
		s := slot{}
		for scan, keys := range c.Keys.Of {
			if len(keys) > 0 {
				s[scan] = keys[min(pos, len(keys)-1)]
			}
		}
		out = append(out, s)
	}
	return out
}

// proof returns the facts by which what each need names determines the columns that records are spread by. Where
// several sources are read there are none: the needs themselves name the columns by which the sources are
// compared.
func (c *Case) proof(spread func(*logical.Scan) []logical.ID) []dist.Fact {
	moving := c.Moving()
	if len(moving) != 1 {
		return nil
	}
	var out []dist.Fact
	for _, n := range c.Hard {
		for _, f := range c.Tree.Closure(n.Input, n.Keys...).Proof(spread(moving[0])...) {
			if !slices.ContainsFunc(out, f.Equal) {
				out = append(out, f)
			}
		}
	}
	return out
}

// unaligned returns the verdict where the sources' partitions are not proven to serve: refuted, or unproven if
// only a declaration is missing.
func (c *Case) unaligned() (Verdict, *logical.Need) {
	verdict, broken := Proven, (*logical.Need)(nil)
	several := len(c.Moving()) > 1
	if all := c.AnyAll(); all != nil && several {
		return Refuted, all
	}
	for _, n := range c.Hard {
		holds := !several && c.unserved(c.Tree.NewLayout(slot{n.Scans[0]: n.Scans[0].Partition}), []*logical.Need{n}) == nil && !n.Scans[0].IsTable()
		if holds {
			continue
		}
		kind := Refuted
		if slices.ContainsFunc(n.Scans, func(s *logical.Scan) bool { return c.unknown(s, n, several) }) && !slices.ContainsFunc(n.Scans, (*logical.Scan).IsTable) {
			kind = Unproven
		}
		if kind == Refuted && !several {
			return kind, n
		}
		if verdict == Proven || kind == Unproven && several && verdict == Refuted {
			verdict, broken = kind, n
		}
	}
	return verdict, broken
}

// unknown reports whether nothing is known of what determines the partitions of a source, while declaring its key
// could still prove a need. Where all records must meet, they agree only on columns that have one value.
func (c *Case) unknown(s *logical.Scan, n *logical.Need, several bool) bool {
	if several {
		return len(s.Key) == 0 || s.Known.Partitions == 0 || s.PartitionRead
	}
	if len(s.Key) > 0 || s.PartitionRead || n.Global {
		return false
	}
	if !n.All {
		return true
	}
	fixed := c.Tree.Closure(n.Input)
	return slices.ContainsFunc(c.Tree.Columns.Of(s), fixed.Has)
}

// KeyOfTable reports whether the key that no router can compute is a column of a table that every partition loads:
// a record has it only after the join.
func (c *Case) KeyOfTable() bool {
	return c.Keys.Cannot != nil && c.Keys.Cannot.Scan != nil && logical.Copied(c.Keys.Cannot.Scan)
}

// KeepsOrder reports whether a distribution keeps together the records that a keyed sink wants in order: those of
// one key from one source partition. It has an answer only where one source is read.
func (c *Case) KeepsOrder(n *logical.Need, d dist.Dist) bool {
	moving := c.Moving()
	if len(moving) != 1 {
		return true
	}
	ordered := *n
	ordered.Keys = append(slices.Clone(n.Keys), moving[0].Partition)
	ways := c.slots(d)
	switch d.Kind() {
	case dist.KindSingle:
		return true
	case dist.KindAny:
		return false
	case dist.KindSource:
		ways = []slot{{moving[0]: moving[0].Partition}}
	}
	return !slices.ContainsFunc(ways, func(s slot) bool { return !c.serves(s, []*logical.Need{&ordered}) })
}
