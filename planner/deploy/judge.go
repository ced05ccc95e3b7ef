package deploy

import (
	"fmt"
	"slices"
	"strings"

	"github.com/velo-plan/velo-plan/planner"
	"github.com/velo-plan/velo-plan/planner/engine"
	"github.com/velo-plan/velo-plan/planner/syntax"
	"github.com/velo-plan/velo-plan/strategies"
)

// judge tells whether the answer is right with what the engine runs, and what to write if that is not the plan.
func (j *Job) judge(e *planner.Engine) {
	ran, ok := strategies.Lookup(e.Runs)
	if !ok {
		return
	}
	target := j.target()
	e.Write = target.Line()
	groups := j.Verdict.Groups
	switch {
	case ran.TakesKeys && j.unreadable(e, groups):
	case ran.TakesKeys:
		j.judgeHash(e, ran, target, groups)
	case ran.Name == strategies.RoundRobin.Name && len(groups) > 0:
		e.Verdict = Refused
		e.Because += ", but it refuses GROUP BY with " + ran.Name + " and drops every batch of records"
	case ran.Name == strategies.StickyPartition.Name && j.unpartitioned():
		e.Verdict = Correct
		e.Because += "; only Kafka's records have partitions, so all records are in partition 0"
	default:
		j.judgeAs(e, ran, target)
	}
	if target.TakesKeys && e.Verdict != Same && e.Verdict != Refused && len(groups) == 0 {
		// It cannot hash by anything but GROUP BY: with "hash" all records go to one partition, and "fanin" says so.
		e.Write = strategies.FanIn.Line()
		if e.Verdict == Correct {
			e.Write = ""
		}
	}
}

// judgeAs takes the plan's verdict on a strategy.
func (j *Job) judgeAs(e *planner.Engine, ran, target strategies.Strategy) {
	for _, a := range j.Plan.Alternatives {
		if a.Strategy != ran.Name {
			continue
		}
		switch {
		case a.Verdict == "wrong" || a.Verdict == "unavailable":
			e.Verdict, e.Why = Wrong, a.Because
		case a.Strategy == target.Name:
			e.Verdict = Same
		case a.Verdict == "unproven":
			e.Verdict, e.Why = Unproven, a.Because
		default:
			e.Verdict = Correct
		}
	}
}

// unreadable reports whether a hash fails because it finds no field with the name of a column, and says so. The
// engine looks for the name as it is written (server/v2/partitioning_strategy.rs route_record), without knowing
// qualifiers, aliases, or its own columns, which are not among the fields (sql/execution/types.rs get_field). One
// such record fails the batch (server/v2/coordinator.rs process_batch_for_receivers).
func (j *Job) unreadable(e *planner.Engine, groups []engine.Column) bool {
	for _, g := range groups {
		why, write := "", ""
		bare := g.Name[strings.LastIndexByte(g.Name, '.')+1:]
		switch item := j.aliased(g.Name); {
		case engine.SystemColumn(bare):
			why, write = bare+" is no field of a record", "GROUP BY a column of the records"
		case bare != g.Name && !j.qualifies(strings.TrimSuffix(g.Name, "."+bare)):
			why, write = "it does not look inside a field", "a stream that selects "+g.Name+" AS "+bare+", and GROUP BY "+bare+" over that"
		case bare != g.Name:
			why, write = "the field is called "+bare, "GROUP BY "+bare
		case item != nil && !j.hasColumn(g.Name):
			why, write = g.Name+" is a name that the select list gives", "GROUP BY "+j.Text.Slice(item.Expr.Span())
		default:
			continue
		}
		e.Verdict, e.Span, e.Write = Refused, g.Span, write
		e.Because += fmt.Sprintf(", but it looks for a field %q in each record, finds none, and drops the whole batch: %s", g.Name, why)
		return true
	}
	return false
}

// qualifies reports whether a name is that of a source, or an alias of one.
func (j *Job) qualifies(name string) bool {
	return slices.ContainsFunc(j.Plan.Inputs, func(in planner.Input) bool { return in.Alias == name || in.Source == name })
}

// aliased returns the item of the select list that gives a name to something else; nil if there is none.
func (j *Job) aliased(name string) *syntax.Item {
	s, ok := j.Statement.Query.Body.(*syntax.Select)
	if !ok {
		return nil
	}
	for i := range s.Items {
		item := s.Items[i]
		if c, ok := item.Expr.(*syntax.Column); item.Alias.Name == name && (!ok || c.Parts[len(c.Parts)-1].Name != name) {
			return item
		}
	}
	return nil
}

func (j *Job) hasColumn(name string) bool { return j.HasColumn != nil && j.HasColumn(name) }

// judgeHash judges a hash of the columns of GROUP BY.
func (j *Job) judgeHash(e *planner.Engine, ran, target strategies.Strategy, groups []engine.Column) {
	if len(groups) == 0 {
		e.Verdict = Correct
		if j.Plan.Delivered.Dist == "single" {
			e.Verdict = Same
		}
		e.Because += "; it hashes the columns of GROUP BY only, and there is none, so one partition gets every record"
		return
	}
	names := make([]string, len(groups))
	for i, g := range groups {
		names[i] = g.Name
	}
	by := strings.Join(names, ", ")
	planned := target.TakesKeys && slices.Equal(names, j.Plan.Keys)
	for _, r := range j.Plan.Required {
		if r.Soft || r.Dist.Dist == "any" {
			continue
		}
		if r.Dist.Dist != "by" || slices.ContainsFunc(names, func(n string) bool { return !slices.Contains(r.Keys, n) }) {
			j.judgeAs(e, ran, target)
			if e.Verdict == Same && !planned {
				e.Verdict, e.Why = Unproven, "it hashes "+by+", and "+r.Because.Text
			}
			return
		}
	}
	e.Verdict = Correct
	if planned {
		e.Verdict = Same
	} else {
		e.Because += "; it hashes " + by
	}
}

// unpartitioned reports whether no source is a topic: records of anything else have no partition, and the engine
// takes 0 for it (datasource/file).
func (j *Job) unpartitioned() bool {
	found := false
	for _, in := range j.Plan.Inputs {
		if in.Kind == "table" {
			continue
		}
		kind := j.Statement.Property(in.Source + ".type")
		if kind == "" || strings.HasPrefix(kind, "kafka") {
			return false
		}
		found = true
	}
	return found
}
