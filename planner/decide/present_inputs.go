package decide

import (
	"fmt"
	"slices"

	"github.com/velo-plan/velo-plan/planner"
	"github.com/velo-plan/velo-plan/planner/logical"
	"github.com/velo-plan/velo-plan/strategies/dist"
)

// inputs tells for every base source what happens first to its records.
func (d *Decision) inputs(p *planner.Plan) []planner.Input {
	c, out := d.Case, []planner.Input{}
	for _, s := range c.Tree.Scans {
		at := Reason(p, "", s.Place)
		in := planner.Input{Source: s.Name, Alias: s.Alias, Line: at.Line, Column: at.Column, Span: s.Place, Kind: "stream", Route: routeCopy, Keys: []string{},
			Strategy: d.Ran.Strategy.Name, Key: append([]string{}, s.Known.Key...), SourcePartitions: s.Known.Partitions, SourcePartitionsBy: s.Known.PartBy}
		if s.IsTable() || logical.Copied(s) {
			in.Kind = "table"
		}
		if !logical.Copied(s) {
			in.Route, in.Exchange = d.Route(s)
			if in.Route == routeHash {
				in.Keys = c.Tree.Columns.Names(d.KeysOf(s))
			}
			in.Exchange = in.Exchange && c.Partitions > 1
		}
		in.Staged = planner.Staged{Stage: 1, Route: in.Route, Keys: in.Keys}
		if !logical.Copied(s) && (len(d.Stages) > 1 || !c.Keys.OK) {
			in.Staged = c.staged(d.Stages, s)
		}
		out = append(out, in)
	}
	return out
}

// KeysOf returns the columns by which the strategy that runs hashes one input: the part of the plan's key that it
// delivers, at the same positions.
func (d *Decision) KeysOf(s *logical.Scan) []logical.ID {
	var out []logical.ID
	for _, way := range d.Ran.slots {
		if id, ok := way[s]; ok && !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	return out
}

// Route returns the route of one input under the strategy that runs, and whether its records may leave the
// partition that they are read from.
func (d *Decision) Route(s *logical.Scan) (string, bool) {
	if d.Ran.Verdict == Unavailable {
		return routeKeep, false
	}
	switch d.Ran.Delivered.Kind() {
	case dist.KindSingle:
		return routeSingle, true
	case dist.KindAny:
		return routeAny, true
	case dist.KindBy:
		if len(d.KeysOf(s)) > 0 {
			return routeHash, true
		}
	}
	return routeKeep, false
}

func (c *Case) sink() *planner.Sink {
	t := c.Tree.Target
	if t == nil {
		return nil
	}
	out := &planner.Sink{Name: t.Name, Key: []string{}, KeyFrom: t.KeyFrom}
	for _, k := range t.Key {
		out.Key = append(out.Key, k.Name)
	}
	return out
}

// presentStages turns stages into their JSON form.
func (c *Case) presentStages(stages []*Stage) []planner.Stage {
	out := []planner.Stage{}
	for i, s := range stages {
		p := planner.Stage{ID: i + 1, Operator: operators(s.Needs), Exchange: routeHash, Keys: []string{}, Inputs: []string{}}
		d := dist.By(s.Key...)
		switch {
		case s.Any:
			p.Exchange, d, p.Operator = routeAny, dist.Any(), "compute the key"
			if c.KeyOfTable() {
				p.Operator = "join with the tables that every partition has"
			}
		case s.Copy:
			p.Exchange, d = routeCopy, dist.Any()
		case s.Single:
			p.Exchange, d = routeSingle, dist.Single()
		default:
			p.Keys = c.Tree.Columns.Names(s.Key)
		}
		p.Required = c.presentDist(d)
		for _, in := range s.Fresh {
			p.Inputs = append(p.Inputs, in.Instance)
		}
		for _, f := range s.Feeds {
			p.Inputs = append(p.Inputs, fmt.Sprintf("stage %d", f+1))
		}
		out = append(out, p)
	}
	return out
}

// staged returns the first exchange that the records of an input meet in the plan with stages.
func (c *Case) staged(stages []*Stage, scan *logical.Scan) planner.Staged {
	for i, s := range stages {
		switch {
		case !slices.Contains(s.Fresh, scan):
		case s.Any: // it computes the key of the exchange before the next stage
			next := slices.IndexFunc(stages, func(s *Stage) bool { return slices.Contains(s.Feeds, i) })
			return planner.Staged{Stage: next + 1, Route: routeHash, Keys: c.Tree.Columns.Names(stages[next].Key)}
		case s.Copy:
			return planner.Staged{Stage: i + 1, Route: routeAny, Keys: []string{}}
		case s.Single:
			return planner.Staged{Stage: i + 1, Route: routeSingle, Keys: []string{}}
		default:
			return planner.Staged{Stage: i + 1, Route: routeHash, Keys: c.Tree.Columns.Names(s.Keys[scan])}
		}
	}
	return planner.Staged{Stage: 1, Route: routeAny, Keys: []string{}}
}
