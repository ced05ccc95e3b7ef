package prove

import (
	"context"
	"errors"

	"github.com/velo-plan/velo-plan/planner/pipeline"
	"github.com/velo-plan/velo-plan/strategies"
	"github.com/velo-plan/velo-plan/strategies/hash"
)

// Statement is a job that can be executed.
type Statement struct {
	Job    *pipeline.Job
	Tables []*Table // in the order of the plan's sources
	query  *Query

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

// NewReport makes the report of a job of which nothing is executed yet. Only the strategies that keep says are in it.
func NewReport(job *pipeline.Job, keep func(strategy string) bool) *Report {
	p := job.Plan
	r := &Report{FormatVersion: FormatVersion, Job: p.Job, File: p.File, Line: p.Line, Partitions: p.Partitions, Strategy: p.Strategy, Verdict: p.Verdict,
		Inputs: []Input{}, Columns: []string{}, Strategies: []Result{}, Declared: []string{}}
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

// Execute executes the statement on all records and on those of each partition, for each strategy of the report. The
// report says what cannot be executed; an error is that of the context.
func (s *Statement) Execute(ctx context.Context, r *Report, data Data) error {
	db, err := Open(s.Tables, s.query)
	if err != nil {
		r.Cannot(s.Job, err)
		return nil
	}
	defer db.Close()
	whole, err := db.Whole(data)
	if err != nil {
		r.Cannot(s.Job, err)
		return nil
	}
	r.Whole, r.Columns = &Answer{whole.Rows.total()}, s.columns(db.columns)
	for i := range r.Strategies {
		if err := ctx.Err(); err != nil {
			return err
		}
		out := &r.Strategies[i]
		if out.Verdict == unavailable {
			out.Error = out.Because
			continue
		}
		if err := s.compare(db, whole, data, out); err != nil {
			out.Error = said(err)
		}
	}
	return nil
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

// compare executes the statement partition by partition under one strategy.
func (s *Statement) compare(db *Database, whole *Right, data Data, out *Result) error {
	router, err := s.Router(out.Strategy)
	if err != nil {
		return err
	}
	spread, err := router.Spread(data, "")
	if err != nil {
		return err
	}
	parts, union := map[int]Rows{}, Rows{}
	for _, part := range router.Busy(spread) {
		rows := Rows{}
		if err := db.Partition(data, spread, part, rows); err != nil {
			return err
		}
		parts[part] = rows
		for row, n := range rows {
			union[row] += n
		}
	}
	d := whole.Compare(union)
	if len(parts) == 0 {
		d = new(Right).Compare(nil) // without a record nothing runs that could differ
	}
	if same := d.Same(); len(parts) > 0 && d.Whole+d.Union > 0 { // otherwise nothing is shown
		out.Same = &same
	}
	out.Rows, out.Missing, out.Extra = d.Union, d.Missing.total(), d.Extra.total()
	groups, wrong := d.groups(whole.Rows, union, s.query.Groups)
	if n := len(wrong); s.query.Groups != nil {
		out.Groups, out.GroupsWrong = &groups, &n
	}
	out.Examples = examples(wrong, whole.Rows, parts, s.query.Groups)
	return nil
}

// Router returns what routes records as a strategy does.
func (s *Statement) Router(strategy string) (*Router, error) {
	named, _ := strategies.Lookup(strategy)
	h, _ := hash.Lookup(s.Job.Plan.Hash)
	return NewRouter(s.Job.Case, named, h)
}
