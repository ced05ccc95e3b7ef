package decide

import (
	"maps"
	"slices"

	"github.com/velo-plan/velo-plan/planner/logical"
)

// Stage is one step of the plan with exchanges: needs that one distribution serves.
type Stage struct {
	Needs  []*logical.Need
	Single bool
	// Any reports whether the stage requires nothing of the distribution: it computes the key of a later exchange.
	Any bool
	// Copy reports whether the only row of another stage is copied to wherever the records are.
	Copy  bool
	Keys  map[*logical.Scan][]logical.ID // of the first exchange of base inputs
	Key   []logical.ID                   // of the exchange before the stage
	Scans []*logical.Scan
	Feeds []int           // earlier stages whose rows it reads, by index
	Fresh []*logical.Scan // base inputs that enter here
}

// Stages divides the hard needs, from the sources upwards, wherever no key serves the next one too. Where one key
// serves all, there is one stage, and it is the plan itself.
func (c *Case) Stages() []*Stage {
	if c.Keys.OK && len(withoutAll(c.Hard)) == len(c.Hard) {
		return c.oneStage()
	}
	cut := &cutting{c: c, in: map[*logical.Scan]int{}}
	for _, n := range c.Hard {
		cut.place(n)
	}
	return cut.stages
}

// oneStage makes one stage for each component, where one key serves all of its needs.
func (c *Case) oneStage() []*Stage {
	var out []*Stage
	for _, comp := range components(c.Hard) {
		out = append(out, &Stage{Needs: within(c.Hard, comp), Scans: comp, Fresh: comp, Keys: c.Keys.Of, Key: c.Keys.Of[comp[0]]})
	}
	return out
}

// cutting is one run of Stages.
type cutting struct {
	c      *Case
	stages []*Stage
	in     map[*logical.Scan]int // the stage in which an input's records are now
}

// place puts a need into the latest stage that its inputs are in, if the stage's distribution can serve it too,
// and otherwise into a stage of its own.
func (k *cutting) place(n *logical.Need) {
	if k.copies(n) {
		return
	}
	last := k.last(n)
	if last >= 0 && n.Match != nil && slices.ContainsFunc(k.stages[last].Needs, func(o *logical.Need) bool { return o.Match == n.Match }) {
		return // the other side of a join that has been placed
	}
	if last >= 0 && k.takes(n, last) {
		return
	}
	if last < 0 && !n.All {
		k.computed(n)
	}
	s := &Stage{Needs: []*logical.Need{n}, Scans: together(n)}
	k.settle(s)
	k.enter(s)
}

// enter adds a stage, in which the records of its inputs are from now on.
func (k *cutting) enter(s *Stage) {
	for _, scan := range s.Scans {
		switch at, placed := k.in[scan]; {
		case !placed:
			s.Fresh = append(s.Fresh, scan)
		case !slices.Contains(s.Feeds, at):
			s.Feeds = append(s.Feeds, at)
		}
		k.in[scan] = len(k.stages)
	}
	k.stages = append(k.stages, s)
}

// copies puts a join with one row, that of a total or of LIMIT 1, into a stage that copies the row to all
// partitions of the other side. It reports whether the need is such a join.
func (k *cutting) copies(n *logical.Need) bool {
	if !n.All || n.Match == nil || n.Kind != logical.KindJoin {
		return false
	}
	one, other := n.Match.Left, n.Match.Right
	if !k.c.Tree.AtMostOneRow(one) {
		one, other = other, one
	}
	if !k.c.Tree.AtMostOneRow(one) {
		return false
	}
	k.enter(&Stage{Needs: []*logical.Need{n}, Copy: true, Scans: slices.Concat(k.c.Tree.Moving(one), k.c.Tree.Moving(other))})
	return true
}

// computed puts a stage without an exchange before a need whose key no router can compute from a record as it
// arrives: an expression, or a column that a join with a copied table adds.
func (k *cutting) computed(n *logical.Need) {
	if len(n.Scans) != 1 || n.Match != nil {
		return
	}
	if keys, cannot := k.c.commonKey(n.Scans, []*logical.Need{n}, true); keys == nil && cannot != nil {
		k.enter(&Stage{Any: true, Scans: n.Scans})
	}
}

// together returns all inputs that the need's operator brings together, each once.
func together(n *logical.Need) []*logical.Scan {
	if n.Match == nil {
		return n.Scans
	}
	return n.Match.Scans
}

// last returns the latest stage that any input of the need is in, or -1 if none is in a stage.
func (k *cutting) last(n *logical.Need) int {
	last := -1
	for _, s := range together(n) {
		if at, ok := k.in[s]; ok && at > last {
			last = at
		}
	}
	return last
}

// takes adds the need to a stage if the stage's distribution can serve it as well, along with those of its inputs
// that enter here. It reports whether it did.
func (k *cutting) takes(n *logical.Need, at int) bool {
	s := k.stages[at]
	if s.Any || s.Copy {
		return false
	}
	var fresh []*logical.Scan
	for _, scan := range together(n) {
		in, placed := k.in[scan]
		switch {
		case !placed:
			fresh = append(fresh, scan)
		case in != at && !slices.Contains(s.Scans, scan):
			return false
		}
	}
	if len(fresh) > 0 && (n.Match == nil && !n.All || s.Single != n.All) || n.All && !s.Single {
		return false
	}
	trial := &Stage{Needs: append(slices.Clone(s.Needs), n), Scans: append(slices.Clone(s.Scans), fresh...), Feeds: s.Feeds, Fresh: append(slices.Clone(s.Fresh), fresh...)}
	if s.Single {
		trial.Single = true
	} else if !k.extended(s, trial, n, fresh) {
		k.settle(trial)
	}
	if trial.Key == nil && !trial.Single {
		return false
	}
	*s = *trial
	for _, scan := range together(n) {
		k.in[scan] = at
	}
	return true
}

// extended tries the key that a stage has, with a column of each new input that is equal to it. The needs that the
// key already serves then need not be checked again.
func (k *cutting) extended(s, trial *Stage, n *logical.Need, fresh []*logical.Scan) bool {
	if len(s.Key) == 0 || len(fresh) == 0 && n.Match == nil {
		return false
	}
	groups := k.c.Tree.Alike()
	keys := maps.Clone(s.Keys)
	for _, scan := range fresh {
		for pos := range s.Key {
			id := k.c.memberOf(groups, s.Key[pos], scan)
			if id == 0 {
				return false
			}
			keys[scan] = append(keys[scan], id)
		}
	}
	for pos := range s.Key {
		way := slot{}
		for scan, list := range keys {
			if pos < len(list) {
				way[scan] = list[pos]
			}
		}
		if !k.c.serves(way, []*logical.Need{n}) {
			return false
		}
	}
	trial.Keys, trial.Key = keys, s.Key
	return true
}

// memberOf returns a column of an input in the same group as another column, or 0 if there is none.
func (c *Case) memberOf(groups *logical.Groups, id logical.ID, scan *logical.Scan) logical.ID {
	group, ok := groups.Of[id]
	if !ok {
		return 0
	}
	for _, m := range groups.Members[group] {
		if col := c.Tree.Columns.Get(m); col.Scan == scan && !col.Window {
			return m
		}
	}
	return 0
}

// maxTogether bounds the needs of a stage for which a new key is looked for; a stage with more keeps its key.
const maxTogether = 64

// settle finds the key of a stage: one that a router can compute if its rows come straight from base sources, or
// else any visible column.
func (k *cutting) settle(s *Stage) {
	for _, n := range s.Needs {
		if n.All {
			s.Single = true
			return
		}
	}
	var keys map[*logical.Scan][]logical.ID
	if len(s.Needs) <= maxTogether {
		keys, _ = k.c.commonKey(s.Scans, s.Needs, false)
	}
	if keys == nil && len(s.Needs) == 1 {
		n := s.Needs[0]
		s.Key = n.Keys
		s.Keys = map[*logical.Scan][]logical.ID{}
		for _, scan := range s.Scans {
			s.Keys[scan] = k.c.own(n, scan)
		}
		return
	}
	s.Keys = keys
	if keys != nil {
		s.Key = keys[s.Scans[0]]
	}
}

// own returns the columns of one input by which the need brings its records together, as far as they are the
// input's own: its side of the pairs, or its part of the keys.
func (c *Case) own(n *logical.Need, scan *logical.Scan) []logical.ID {
	var out []logical.ID
	of := func(id logical.ID) bool { return c.Tree.Columns.Get(id).Scan == scan }
	if n.Match == nil {
		for _, id := range n.Keys {
			if of(id) {
				out = append(out, id)
			}
		}
		if out == nil {
			return n.Keys
		}
		return out
	}
	for _, p := range n.Match.Pairs {
		for _, id := range []logical.ID{p.Left, p.Right} {
			if of(id) {
				out = append(out, id)
			}
		}
	}
	if out != nil {
		return out
	}
	left := logical.Within(scan, n.Match.Left)
	for _, p := range n.Match.Pairs {
		if left {
			out = append(out, p.Left)
		} else {
			out = append(out, p.Right)
		}
	}
	return out
}
