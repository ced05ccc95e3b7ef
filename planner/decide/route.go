package decide

import (
	"cmp"
	"slices"

	"github.com/velo-plan/velo-plan/planner"
	"github.com/velo-plan/velo-plan/planner/logical"
	"github.com/velo-plan/velo-plan/strategies"
	"github.com/velo-plan/velo-plan/strategies/dist"
	"github.com/velo-plan/velo-plan/strategies/scalar"
)

// Routes returns what a router needs to carry a decision out, one Route for each input.
func (d *Decision) Routes() []planner.Route {
	c := d.Case
	var out []planner.Route
	for _, s := range c.Tree.Scans {
		r := planner.Route{Source: s.Name, Alias: s.Alias, Strategy: d.Ran.Strategy.Name, Copied: logical.Copied(s), Aligned: c.Aligned, SourceKeyNames: s.Known.Key, Texts: s.Texts()}
		if d.Ran.Verdict != Unavailable && d.Ran.Delivered.Kind() == dist.KindBy {
			keys := d.KeysOf(s)
			r.Keys, r.Names = c.lowered(keys), c.Tree.Columns.Names(keys)
		}
		if d.Ran.Verdict != Unavailable && d.Ran.Delivered.Kind() == dist.KindSingle {
			r.Strategy = strategies.FanIn.Name // also where a hash has no column
		}
		r.SourceKey = c.lowered(s.Key)
		c.groupsOf(&r, s)
		r.Time = c.timeOf(s)
		r.Finer = !slices.Equal(r.GroupNames, r.Names) && len(r.GroupNames) >= len(r.Names) && c.byGroups(s)
		out = append(out, r)
	}
	return out
}

// lowered returns the router's expressions of columns.
func (c *Case) lowered(ids []logical.ID) []scalar.Expr {
	var out []scalar.Expr
	for _, id := range ids {
		out = append(out, c.Tree.Columns.Get(id).Key)
	}
	return out
}

// byGroups reports whether hashing the only input by the columns of its first requirement serves all requirements.
func (c *Case) byGroups(s *logical.Scan) bool {
	if len(c.Tree.Scans) != 1 || len(c.Hard) == 0 || c.Hard[0].All || len(c.Hard[0].Keys) == 0 {
		return false
	}
	for _, id := range c.Hard[0].Keys {
		if col := c.Tree.Columns.Get(id); col.Key == nil || col.Scan != s || !c.serves(slot{s: id}, c.Hard) {
			return false
		}
	}
	return true
}

// groupsOf fills in which of the input's records must meet, according to the first requirement above it.
func (c *Case) groupsOf(r *planner.Route, s *logical.Scan) {
	r.Filter, r.Unchecked = c.filterOf(s)
	for _, n := range c.Hard {
		if !slices.Contains(n.Scans, s) {
			continue
		}
		if n.All {
			r.Together = true
			return
		}
		for _, id := range n.Keys {
			col := c.Tree.Columns.Get(id)
			if col.Scan != s || col.Key == nil {
				if len(n.Scans) == 1 && r.Unchecked == "" {
					r.Unchecked = c.Tree.Show(id) + ": " + WhyNotRouted(col)
				}
				continue
			}
			r.Groups, r.GroupNames = append(r.Groups, col.Key), append(r.GroupNames, c.Tree.Columns.Name(id))
		}
		return
	}
}

// filterOf returns what the statement's conditions demand of a source's records before they meet others; stuck is
// a term that a router cannot evaluate.
func (c *Case) filterOf(s *logical.Scan) (filter scalar.Expr, stuck string) {
	for n := c.Tree.Above(s); n != nil; n = c.Tree.Above(n) {
		f, ok := n.(*logical.Filter)
		if !ok {
			return filter, stuck
		}
		for _, t := range f.Terms {
			switch col := c.Tree.Columns.Get(t.ID); {
			case col.Eval() == nil:
				stuck = "WHERE: the router cannot evaluate " + cmp.Or(col.Stuck(), c.Tree.Columns.Name(t.ID))
			case filter == nil:
				filter = col.Eval()
			default:
				and, _ := scalar.Lookup("AND", 2)
				filter = and(filter, col.Eval())
			}
		}
	}
	return filter, stuck
}
