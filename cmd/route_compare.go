package cmd

import (
	"github.com/velo-plan/velo-plan/cmd/render"
	"github.com/velo-plan/velo-plan/planner"
	"github.com/velo-plan/velo-plan/replay"
	"github.com/velo-plan/velo-plan/strategies"
)

// compareWith adds the other strategies that can route the query's records of a source, "" for the
// source of the route. planned returns the plan of the query under a strategy.
func (r *route) compareWith(source string, planned func(strategy string) *planner.Plan) error {
	for _, s := range strategies.All {
		if s.Name == r.config.Strategy.Name {
			continue
		}
		plan := planned(s.Name)
		of, err := routeOf(plan, source)
		switch {
		case err != nil:
			return err
		case len(of.Keys) == 0 && s.TakesKeys && !of.Aligned:
			r.leaveOut(s, render.Because(plan))
			continue
		case len(r.config.Keys) == 0:
			r.config.Keys, r.config.KeyNames = of.Keys, of.Names
		}
		r.config.Compare = append(r.config.Compare, replay.Alternative{Strategy: s, Aligned: of.Aligned})
	}
	return nil
}

// compareByKeys adds the other strategies that can route by the keys of the route.
func (r *route) compareByKeys() {
	for _, s := range strategies.All {
		switch {
		case s.Name == r.config.Strategy.Name:
		case len(r.config.Keys) == 0 && s.TakesKeys:
			r.leaveOut(s, "no key is given")
		default:
			r.config.Compare = append(r.config.Compare, replay.Alternative{Strategy: s, Aligned: r.config.Aligned})
		}
	}
}

// leaveOut tells why a strategy is not compared.
func (r *route) leaveOut(s strategies.Strategy, why string) {
	r.notes = append(r.notes, render.Note{Kind: "advice", Text: s.Name + " is not compared: " + why + "."})
}
