// Package decide chooses how the records of a statement are spread over partitions, gives the reasons, and
// judges every strategy.
//
//	tree ─► needs ─► keys: one that serves all? ─┐
//	          └────► aligned: do the sources'    ├─► Case ─► Tree of questions ─► strategy, trace
//	                 own partitions serve?  ─────┘     └───► judge each strategy ─► verdicts
//
// Nothing here prints, and nothing here knows SQL: operators state what they need.
package decide

import (
	"github.com/velo-plan/velo-plan/planner/logical"
	"github.com/velo-plan/velo-plan/strategies"
)

// Case is a statement with everything that the decision rests on.
type Case struct {
	Tree       *logical.Tree
	Hard       []*logical.Need // these decide whether the answer is right
	Soft       []*logical.Need // these decide only where there is no hard need
	Named      *Named          // nil if no strategy is named
	Keyless    bool            // the engine has no column to hash: with a named hash every record has the same one
	Aligned    bool            // proven that the sources' own partitions serve every hard need
	Unlike     string          // why Aligned is false
	Keys       Assignment
	Partitions int // of the job
}

// NewCase collects what a tree requires and finds the keys that serve it.
func NewCase(t *logical.Tree, partitions int) *Case {
	c := &Case{Tree: t, Partitions: partitions}
	for _, n := range t.Needs() {
		if n.Soft {
			c.Soft = append(c.Soft, n)
		} else {
			c.Hard = append(c.Hard, n)
		}
	}
	c.Keys = c.assign(withoutAll(c.Hard))
	c.keyOfConstants()
	c.Aligned, c.Unlike = c.aligned()
	return c
}

// withoutAll returns the needs that have a key: not those for which every record meets every other.
func withoutAll(needs []*logical.Need) []*logical.Need {
	var out []*logical.Need
	for _, n := range needs {
		if !n.All {
			out = append(out, n)
		}
	}
	return out
}

// AnyAll returns the first need for which every record must meet every other, or nil if there is none.
func (c *Case) AnyAll() *logical.Need {
	for _, n := range c.Hard {
		if n.All {
			return n
		}
	}
	return nil
}

// Moving returns the base sources whose records are spread over partitions.
func (c *Case) Moving() []*logical.Scan { return c.Tree.Moving(c.Tree.Root) }

// PlanKeys returns the columns that the plan names as its key: those of the first input that has any.
func (c *Case) PlanKeys() []logical.ID {
	for _, s := range c.Tree.Scans {
		if k := c.Keys.Of[s]; len(k) > 0 {
			return k
		}
	}
	return nil
}

// context returns what a strategy is told about the case.
func (c *Case) context() strategies.RoutingContext {
	return strategies.RoutingContext{Keys: c.PlanKeys(), Aligned: c.Aligned, Partitions: c.Partitions, Workers: 1}
}
