package prove

import (
	"context"
	"fmt"
	"strings"

	"github.com/velo-plan/velo-plan/strategies/scalar"
)

// Run executes a statement on records that are given one after the other: Add, then Finish, then Close.
type Run struct {
	s       *Statement
	report  *Report
	db      *Database // nil if nothing can be executed
	routers []*Router // of the strategies of the report; nil for one that does not run
	busy    []map[int]bool
	to      []int
	whole   *Right // the answer of all records, once there is one
	// as is for each strategy an earlier one that has sent every record to the same partitions; itself if there is none.
	as    [][]bool
	kinds map[*Table][]kindSet
}

// kindSet tells which kinds of values a column has that SQLite takes for one.
type kindSet struct{ boolean, number bool }

// Start begins a run. The report says what cannot be executed. router makes what routes the records of a strategy;
// usually that is Statement.Router.
func (s *Statement) Start(r *Report, router func(strategy string) (*Router, error)) *Run {
	x := &Run{s: s, report: r}
	db, err := Open(s.Tables, s.query, len(r.Strategies))
	if err != nil {
		r.Cannot(s.Job, err)
		return x
	}
	x.db, x.to = db, make([]int, len(r.Strategies))
	for i := range r.Strategies {
		out := &r.Strategies[i]
		var made *Router
		if out.Verdict == unavailable {
			out.Error = out.Because
		} else if made, err = router(out.Strategy); err != nil {
			out.Error = err.Error()
		}
		x.routers, x.busy = append(x.routers, made), append(x.busy, map[int]bool{})
		same := make([]bool, i)
		for k := range same {
			same[k] = true
		}
		x.as = append(x.as, same)
	}
	return x
}

// Close releases what a run holds.
func (x *Run) Close() error {
	if x.db == nil {
		return nil
	}
	return x.db.Close()
}

// Add adds a record to each source of a name. A strategy that cannot route it does not run. An error is that of the
// database.
func (x *Run) Add(source string, rec *Record) error {
	if x.db == nil {
		return nil
	}
	if err := x.kind(rec); err != nil {
		return err
	}
	for i, in := range x.s.Job.Case.Tree.Scans {
		if in.Name != source {
			continue
		}
		for r, router := range x.routers {
			if router == nil {
				continue
			}
			at, err := router.partition(i, rec, "")
			if err != nil {
				x.report.Strategies[r].Error, x.routers[r] = said(err), nil
				continue
			}
			x.to[r] = at
			x.note(r, at)
		}
		if err := x.db.Add(i, rec, x.to); err != nil {
			return err
		}
	}
	return nil
}

// kind refuses a column of booleans and numbers, which are equal to SQLite and different to a router.
func (x *Run) kind(rec *Record) error {
	if x.kinds == nil {
		x.kinds = map[*Table][]kindSet{}
	}
	seen := x.kinds[rec.Table]
	if seen == nil {
		seen = make([]kindSet, len(rec.Values))
		x.kinds[rec.Table] = seen
	}
	for i, v := range rec.Values {
		switch v.Kind() {
		case scalar.KindBool:
			seen[i].boolean = true
		case scalar.KindNumber:
			seen[i].number = true
		}
		if seen[i].boolean && seen[i].number {
			return fmt.Errorf("%s has booleans and numbers in these records: SQLite does not tell true from 1", strings.Join(rec.Table.Columns[i].Path, "."))
		}
	}
	return nil
}

// note takes in where a strategy sends a record.
func (x *Run) note(r, at int) {
	for k := range x.as[r] {
		x.as[r][k] = x.as[r][k] && x.to[k] == at
	}
	if at != Everywhere && !x.busy[r][at] {
		x.busy[r][at] = true
	}
}

// Finish executes the statement on all records and on those of each partition, for each strategy of the report. The
// report says what cannot be executed; an error is that of the context.
func (x *Run) Finish(ctx context.Context) error {
	if x.db == nil {
		return nil
	}
	x.db.ctx = ctx
	err := x.db.Flush()
	x.s.told("all records", 0, len(x.routers))
	var whole *Right
	if err == nil {
		whole, err = x.db.Whole()
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		x.report.Cannot(x.s.Job, err)
		return nil
	}
	x.whole = whole
	x.report.Whole, x.report.Columns = &Answer{whole.Rows.total()}, x.s.columns(x.db.columns)
	for r, router := range x.routers {
		if err := ctx.Err(); err != nil {
			return err
		}
		if router == nil {
			continue
		}
		out := &x.report.Strategies[r]
		if k := x.before(r); k >= 0 {
			verdict, because := out.Verdict, out.Because
			strategy := out.Strategy
			*out = x.report.Strategies[k]
			out.Strategy, out.Verdict, out.Because = strategy, verdict, because
			continue
		}
		x.s.told(out.Strategy, r, len(x.routers))
		if err := x.compare(r, whole, out); ctx.Err() != nil {
			return ctx.Err()
		} else if err != nil {
			out.Error = said(err)
		}
	}
	return nil
}

// before is an earlier strategy that sends every record where this one does; -1 if there is none.
func (x *Run) before(r int) int {
	for k, same := range x.as[r] {
		if same && x.routers[k] != nil {
			return k
		}
	}
	return -1
}

// compare executes the statement partition by partition under one strategy.
func (x *Run) compare(r int, whole *Right, out *Result) error {
	parts, union := map[int]Rows{}, Rows{}
	busy := x.routers[r].listed(x.busy[r])
	for _, part := range busy {
		rows := Rows{}
		if len(busy) == 1 { // it has all records
			rows = whole.Rows
		} else if err := x.db.Partition(r, part, rows); err != nil {
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
	groups, wrong := d.groups(whole.Rows, union, x.s.query.Groups)
	if n := len(wrong); x.s.query.Groups != nil {
		out.Groups, out.GroupsWrong = &groups, &n
	}
	out.Examples = examples(wrong, whole.Rows, parts, x.s.query.Groups)
	return nil
}
