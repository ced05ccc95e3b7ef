package prove

import (
	"errors"

	"github.com/velo-plan/velo-plan/planner/pipeline"
	"github.com/velo-plan/velo-plan/strategies"
	"github.com/velo-plan/velo-plan/strategies/hash"
)

// Statement is a job that can be executed.
type Statement struct {
	Job    *pipeline.Job
	Tables []*Table // in the order of the plan's sources
	// Told is called now and then with what is executed, and how many of how many such things are over; nil if nobody listens.
	Told  func(what string, over, all int)
	query *Query

	domains *domains // of random records, once they were asked for
}

// NewStatement prepares a job. The error is a *NotExecutable.
func NewStatement(job *pipeline.Job) (*Statement, error) {
	q, err := SQL(job)
	if err != nil {
		return nil, err
	}
	tables, err := Tables(job, q)
	if err != nil {
		return nil, err
	}
	return &Statement{Job: job, Tables: tables, query: q}, nil
}

// told tells what is executed.
func (s *Statement) told(what string, over, all int) {
	if s.Told != nil {
		s.Told(what, over, all)
	}
}

// NewReport makes the report of a job of which nothing is executed yet. Only the strategies that keep says are in it.
func NewReport(job *pipeline.Job, keep func(strategy string) bool) *Report {
	p := job.Plan
	r := &Report{FormatVersion: FormatVersion, Job: p.Job, File: p.File, Line: p.Line, Partitions: p.Partitions, Strategy: p.Strategy, Verdict: p.Verdict,
		Inputs: []Input{}, Columns: []string{}, Strategies: []Result{}, Declared: []string{}, Refuted: []Refuted{}, Advice: []Advised{}}
	for _, a := range p.Alternatives {
		if keep(a.Strategy) {
			r.Strategies = append(r.Strategies, Result{Strategy: a.Strategy, Verdict: a.Verdict, Because: a.Because, Examples: []Example{}})
		}
	}
	for _, f := range p.Facts {
		if f.Declared {
			r.Declared = append(r.Declared, f.Because)
		}
	}
	return r
}

// Cannot notes why a job is not executed: the error of NewStatement, or one of executing it.
func (r *Report) Cannot(job *pipeline.Job, err error) {
	var cannot *NotExecutable
	if errors.As(err, &cannot) {
		r.Executable = cannot.reason(job.Plan.Source)
		return
	}
	r.Executable = Executable{Because: said(err)}
}

// unavailable is the plan's verdict on a strategy that cannot run.
const unavailable = "unavailable"

// columns are the names of the answer, as the statement gives them.
func (s *Statement) columns(names []string) []string {
	if output := s.Job.Case.Tree.Output; len(output) == len(names) {
		for i, o := range output {
			if o.Name != "" {
				names[i] = o.Name
			}
		}
	}
	return names
}

// Router returns what routes records as a strategy does.
func (s *Statement) Router(strategy string) (*Router, error) {
	named, _ := strategies.Lookup(strategy)
	h, _ := hash.Lookup(s.Job.Plan.Hash)
	return NewRouter(s.Job.Case, named, h)
}
