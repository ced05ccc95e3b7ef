package deploy

import (
	"github.com/velo-plan/velo-plan/planner"
	"github.com/velo-plan/velo-plan/planner/engine"
	"github.com/velo-plan/velo-plan/planner/syntax"
	"github.com/velo-plan/velo-plan/strategies"
)

// choice tells what the engine runs, and by which of its rules (server/stream_job_server.rs). The first that
// applies decides.
func (j *Job) choice() *planner.Engine {
	v := j.Verdict
	if !v.Accepted {
		return &planner.Engine{Runs: Nothing, Verdict: Refused, Because: "it rejects the text: " + v.Message, Span: v.Rejected, Write: j.repaired(v.Fix, v.Form)}
	}
	if j.JoinsStreams {
		return &planner.Engine{Runs: OneTask, Verdict: Correct, Because: "it joins two streams in one task, whatever strategy is named"}
	}
	if a, ok := engine.JobMode(j.Annotations); ok && !engine.Partitioned(a) {
		return &planner.Engine{Runs: OneTask, Verdict: Correct, Because: "@job_mode: " + a.Value + " makes it one task", Span: a.Span}
	}
	if a, ok := j.strategy(); ok {
		return &planner.Engine{Runs: named(a.Value), Because: "@" + strategyKey + ": " + a.Value + " names it", Span: a.Span}
	}
	if e := j.property(); e != nil {
		return e
	}
	e := &planner.Engine{Runs: v.Strategy, Because: j.dropped()}
	switch {
	case v.Strategy != strategies.StickyPartition.Name:
		e.Because += ", and it hashes a SELECT with GROUP BY or WINDOW"
	case j.bare():
		e.Because += ", and it keeps the source's partitions for a SELECT without GROUP BY and WINDOW"
	default:
		e.Because += ", and it keeps the source's partitions for anything but a bare SELECT"
	}
	return e
}

// strategy returns the annotation by which the engine takes a strategy, and whether there is one.
func (j *Job) strategy() (engine.Annotation, bool) {
	for _, a := range j.Annotations {
		if a.Name == strategyKey && a.Read() {
			return a, true
		}
	}
	return engine.Annotation{}, false
}

// property is the choice by WITH, which the engine looks at in CREATE .. AS and START JOB only
// (get_query_properties); nil if WITH names nothing.
func (j *Job) property() *planner.Engine {
	switch j.Statement.Kind {
	case syntax.KindStream, syntax.KindTable, syntax.KindStartJob:
	default:
		return nil
	}
	var said *engine.Property
	for i := range j.Verdict.Properties {
		if p := &j.Verdict.Properties[i]; p.Key == strategyKey {
			said = p
		}
	}
	if said == nil {
		return nil
	}
	e := &planner.Engine{Span: said.KeySpan.Join(said.ValueSpan)}
	if e.Runs = named(said.Value); e.Runs != "" {
		e.Because = "WITH ('" + strategyKey + "' = '" + said.Value + "') names it"
		return e
	}
	e.Runs, e.Because = strategies.AlwaysHash.Name, "it knows no strategy "+said.Value+", warns in its log, and hashes"
	return e
}

// dropped tells that nothing names a strategy, or that the engine drops what does.
func (j *Job) dropped() string {
	for _, a := range j.Annotations {
		if a.Name == strategyKey && a.Status != engine.Replaced {
			return "it drops " + j.Text.Slice(a.Span)
		}
	}
	if !j.Statement.PropertySpan(strategyKey).IsZero() {
		return "it reads no strategy from the WITH of this statement"
	}
	return "nothing names a strategy"
}

// bare reports whether the statement is one SELECT that is not created, started or written by INTO.
func (j *Job) bare() bool {
	_, one := j.Statement.Query.Body.(*syntax.Select)
	return one && j.Statement.Kind == syntax.KindSelect && j.Statement.Into.Name == "" && j.Statement.Target.Name == ""
}

// named is the canonical name of a strategy, or "" if there is none of that name.
func named(text string) string {
	s, _ := strategies.Lookup(text)
	return s.Name
}
