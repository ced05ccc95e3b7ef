//go:build !race

package pipeline_test

import (
	"testing"

	"github.com/velo-plan/velo-plan/planner/prove"
	"github.com/velo-plan/velo-plan/strategies"
	"github.com/velo-plan/velo-plan/strategies/hash"
)

// router returns what routes records as a strategy does.
func (p *planned) router(t testing.TB, strategy string) *prove.Router {
	t.Helper()
	if p.routers[strategy] == nil {
		s, _ := strategies.Lookup(strategy)
		r, err := prove.NewRouter(p.Case, s, hash.Default())
		if err != nil {
			t.Fatalf("%s: %v\n%s", strategy, err, p.c.text)
		}
		p.routers[strategy] = r
	}
	return p.routers[strategy]
}

// data is the data set as the inputs of the plan read it.
func (p *planned) data(d *semData) prove.Data {
	out := make(prove.Data, len(p.Tree.Scans))
	for i, in := range p.Tree.Scans {
		out[i] = d.rows[p.c.source(in.Name).name]
	}
	return out
}
