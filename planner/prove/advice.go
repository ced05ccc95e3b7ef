package prove

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/velo-plan/velo-plan/planner"
	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/strategies/scalar"
)

// Advised is an advice to write a job as other statements, and what executing these gave.
type Advised struct {
	ID         string   `json:"id"`
	Text       string   `json:"text"`
	Statements []string `json:"statements"`
	// Same reports whether they give the rows of the job, each in the partitions of its own plan; nil if they did not
	// run, of which Error tells why, or if there were no rows.
	Same  *bool  `json:"same"`
	Error string `json:"error,omitempty"`
	// HeldOn is the number of random data sets with an answer on which they did; nil where records were given.
	HeldOn *int `json:"held_on,omitempty"`
}

// Written are the statements of an advice. They are executed one after the other, each partition by partition as its own
// plan routes it; what one gives is read by the next.
type Written struct {
	out    *Advised
	whole  *Statement // the job
	parts  []*Run     // nil once they cannot be executed
	random *rand.Rand
}

// Advised prepares the statements that the plan of the job advises to write, and puts each advice into the report. sources and cfg are
// what the job was planned from.
func (s *Statement) Advised(r *Report, sources []*diag.Source, cfg planner.Config) []*Written {
	for _, a := range s.Job.Plan.Advice {
		if len(a.Statements) > 0 {
			r.Advice = append(r.Advice, Advised{ID: a.ID, Text: a.Text, Statements: a.Statements})
		}
	}
	var all []*Written
	for i := range r.Advice {
		w := &Written{out: &r.Advice[i], whole: s, random: rand.New(rand.NewPCG(1, 1))}
		parts, err := s.write(w.out.Statements, sources, cfg)
		w.fails(err)
		for _, part := range parts {
			own := part.Job.Plan.Strategy
			run := part.Start(NewReport(part.Job, func(strategy string) bool { return strategy == own }), part.Router)
			w.parts = append(w.parts, run)
			if because := run.report.Executable.Because; because != "" {
				w.fails(errors.New(because))
				break
			}
		}
		all = append(all, w)
	}
	return all
}

// fails notes why the statements do not run.
func (w *Written) fails(err error) {
	if err != nil && w.out.Error == "" {
		w.out.Error = said(err)
	}
}

// Close releases what they hold.
func (w *Written) Close() {
	for _, part := range w.parts {
		part.Close()
	}
}

// Add adds a record of a source that the job reads.
func (w *Written) Add(source string, rec *Record) {
	for _, part := range w.parts {
		if n := slices.Index(part.s.sources(), source); n >= 0 && w.out.Error == "" {
			w.fails(part.Add(source, rec.as(part.s.Tables[n])))
		}
	}
}

// Finish compares what the statements give with the answer of the job, both for the records that were added. An error is that of the
// context.
func (w *Written) Finish(ctx context.Context, job *Run) error {
	if w.out.Error != "" || job.whole == nil {
		return ctx.Err()
	}
	union, ran, err := w.union(ctx, false)
	if err != nil {
		w.fails(err)
		return ctx.Err()
	}
	whole := job.whole
	if !ran {
		whole = new(Right) // without a record nothing runs
	}
	d := whole.Compare(union)
	same := d.Same()
	if !same && w.unordered(ctx, 1) {
		w.fails(errOrder)
		return ctx.Err()
	}
	if d.Whole+d.Union > 0 {
		w.out.Same = &same
	}
	return ctx.Err()
}

// union returns what the last statement gives, and whether it had a record. Mixed changes the order of what it reads.
func (w *Written) union(ctx context.Context, mixed bool) (union Rows, ran bool, err error) {
	for i, part := range w.parts {
		if err := ctx.Err(); err != nil {
			return nil, false, err
		}
		out := &part.report.Strategies[0]
		if out.Error != "" {
			return nil, false, errors.New(out.Error)
		}
		if err := part.db.Flush(); err != nil {
			return nil, false, err
		}
		busy := part.routers[0].listed(part.busy[0])
		if i == len(w.parts)-1 {
			union, err := part.db.Union(0, busy)
			return union, len(busy) > 0, err
		}
		if err := w.pass(part, busy, w.parts[i+1:], mixed); err != nil {
			return nil, false, err
		}
	}
	return nil, false, nil
}

// pass gives the rows of a statement to those that read them.
func (w *Written) pass(part *Run, busy []int, readers []*Run, mixed bool) error {
	made := part.s.Job.Statement.Target.Name
	var rows [][]scalar.Value
	n := 0
	give := func(names []string) error {
		if mixed {
			w.random.Shuffle(len(rows), func(a, b int) { rows[a], rows[b] = rows[b], rows[a] })
		}
		for _, row := range rows {
			if err := w.give(made, names, row, n, readers); err != nil {
				return err
			}
			n++
		}
		rows = rows[:0]
		return nil
	}
	var names []string
	for _, at := range busy {
		if _, err := part.db.db.Exec("UPDATE current SET route = 0, part = ?", at); err != nil {
			return err
		}
		columns, err := part.db.Each(func(values []any) {
			row := make([]scalar.Value, len(values))
			for i, v := range values {
				row[i] = ValueOf(v)
			}
			rows = append(rows, row)
		})
		if err != nil {
			return err
		}
		if names = part.s.columns(columns); !mixed {
			if err := give(names); err != nil {
				return err
			}
		}
	}
	return give(names)
}

// give adds a row to the statements that read it, in a partition as its key says, or in any.
func (w *Written) give(made string, names []string, row []scalar.Value, n int, readers []*Run) error {
	for _, reader := range readers {
		at := slices.IndexFunc(reader.s.sources(), func(source string) bool { return strings.EqualFold(source, made) })
		if at < 0 {
			continue
		}
		in := reader.s.Job.Case.Tree.Scans[at]
		rec := &Record{Table: reader.s.Tables[at], Ordinal: uint64(n)}
		for _, c := range rec.Table.Columns {
			k := slices.IndexFunc(names, func(name string) bool { return len(c.Path) == 1 && strings.EqualFold(name, c.Path[0]) })
			if k < 0 {
				return fmt.Errorf("%s does not give %s", made, strings.Join(c.Path, ".")+c.System)
			}
			rec.Values = append(rec.Values, row[k])
		}
		m := &maker{s: reader.s, random: w.random}
		if !m.place(rec, in) {
			rec.Partition = w.random.IntN(usualPartitions)
		}
		if err := reader.Add(in.Name, rec); err != nil {
			return err
		}
	}
	return nil
}

// as returns the record for a table with other columns.
func (r *Record) as(t *Table) *Record {
	out := &Record{Table: t, Partition: r.Partition, Ordinal: r.Ordinal}
	for _, c := range t.Columns {
		if c.System != "" {
			out.Values = append(out.Values, r.System(c.System))
		} else {
			out.Values = append(out.Values, r.Field(c.Path))
		}
	}
	return out
}
