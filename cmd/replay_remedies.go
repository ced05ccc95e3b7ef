package cmd

import (
	"fmt"

	"github.com/velo-plan/velo-plan/planner"
	"github.com/velo-plan/velo-plan/replay/remedy"
	"github.com/velo-plan/velo-plan/replay/report"
	"github.com/velo-plan/velo-plan/strategies"
	"github.com/velo-plan/velo-plan/strategies/scalar"
)

// writeRemedies adds to the remedies of a report the statements that do them, where the job can be written so.
func (r *route) writeRemedies(of *report.Report) {
	if r.statements == nil {
		return
	}
	var asked []planner.Remedy
	var places []int
	for i := range of.Remedies {
		switch m := &of.Remedies[i]; {
		case !m.Applies:
		case m.Name == remedy.TwoPhases || len(m.Salts) > 0:
			asked, places = append(asked, planner.Remedy{Salts: saltsOf(m.Salts)}), append(places, i)
		case m.Name == remedy.Partitions:
			m.SQL = []string{fmt.Sprintf("-- @job_mode: adaptive\n-- @num_partitions: %d", m.Partitions)}
		case m.Name == remedy.AnotherKey && r.config.Strategy.Name != strategies.ByKey().Name:
			m.SQL = []string{strategies.ByKey().Line()}
		}
	}
	if len(asked) == 0 {
		return
	}
	for i, statements := range r.statements(asked) {
		of.Remedies[places[i]].SQL = append([]string{}, statements...)
	}
}

// saltsOf turns the salts of a report into those that statements are written for.
func saltsOf(list []remedy.Salt) []planner.Salt {
	salts := make([]planner.Salt, len(list))
	for i, s := range list {
		salts[i] = planner.Salt{First: s.First, Parts: s.Parts}
		for rest := s.Bytes; len(rest) > 0; {
			v, after, ok := scalar.CutKey(rest)
			if !ok {
				break
			}
			salts[i].Key, rest = append(salts[i].Key, v), after
		}
	}
	return salts
}
