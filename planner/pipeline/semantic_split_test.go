//go:build !race

package pipeline_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/planner/prove"
	"github.com/velo-plan/velo-plan/planner/syntax"
)

// TestSplitStatements runs the statements that the advice writes for a job with several stages: the
// first on all records, the second on what the first gives. That must give what the job gives, and
// each of the two must keep what its own plan promises.
func TestSplitStatements(t *testing.T) {
	files, err := filepath.Glob("testdata/semantic/*.sql")
	if err != nil {
		t.Fatal(err)
	}
	var count tally
	t.Run("cases", func(t *testing.T) {
		for _, f := range files {
			if filepath.Base(f) == knownFaults {
				continue
			}
			for _, c := range readSemanticCases(t, f) {
				if c.sqlite == "" {
					t.Run(c.name, func(t *testing.T) {
						t.Parallel()
						c.checkSplit(t, &count)
					})
				}
			}
		}
	})
	t.Logf("%d jobs split, %d runs over partitions", count.queries.Load(), count.runs.Load())
	if count.queries.Load() == 0 {
		t.Error("no job is split")
	}
}

// checkSplit compares a case with its split, if the plan advises one.
func (c *semCase) checkSplit(t testing.TB, count *tally) {
	t.Helper()
	job := c.planCase(t, 8)
	var parts []string
	for _, a := range job.plan.Advice {
		if len(a.Statements) == 2 {
			parts = a.Statements
		}
	}
	if parts == nil {
		return
	}
	count.queries.Add(1)
	before := c.text[:job.Statement.Span().Start] // views and annotations
	first := c.part(t, count, before+parts[0], nil)
	second := c.part(t, count, before+parts[0]+"\n"+parts[1], first)
	whole := &runner{c: c, plans: map[int]*planned{}, count: count, db: job.open(t, c)}
	for seed := range uint64(4) {
		data := c.makeData(t, job, seed)
		if fault := holdBoth(t, first, second, data); fault != "" {
			t.Fatal(fault)
		}
		if diff := differ(whole.db.whole(t, job.data(data)), second.db.whole(t, second.plans[2].data(data)).Rows); diff != "" {
			t.Fatalf("the split job gives something else:\n%s\n%s\n%s", diff, c.text, strings.Join(parts, "\n"))
		}
	}
}

// holdBoth says where what the plans of two statements call correct is not, the second of which reads what the
// first makes. The rows of that are added to the data.
func holdBoth(t testing.TB, first, second *runner, data *semData) string {
	t.Helper()
	if fault := first.holdsOn(t, data); fault != "" {
		return fault
	}
	first.db.whole(t, first.plans[2].data(data)) // its tables hold all records then
	data.addStage(t, first, second)
	return second.holdsOn(t, data)
}

// part plans the last statement of a text; before is the one whose result it reads.
func (c *semCase) part(t testing.TB, count *tally, text string, before *runner) *runner {
	t.Helper()
	part := *c
	part.text = text
	if before != nil {
		part.stage = &semSource{name: strings.ToLower(stageOf(t, text)), hidden: true}
		for _, name := range before.db.each(t, func([]any) {}) {
			part.stage.cols = append(part.stage.cols, semColumn{name: name})
		}
	}
	return part.runner(t, count)
}

// stageOf is the name of what the statement before the last one of a text makes.
func stageOf(t testing.TB, text string) string {
	t.Helper()
	file, _ := syntax.Parse(diag.NewSource("split", text))
	if len(file.Statements) < 2 {
		t.Fatalf("not two statements: %s", text)
	}
	return file.Statements[len(file.Statements)-2].Target.Name
}

// addStage adds the rows that the first statement gives as those of a source that the second reads.
func (d *semData) addStage(t testing.TB, first, second *runner) {
	t.Helper()
	src := second.c.stage
	for _, in := range second.plans[2].Tree.Scans {
		if second.c.source(in.Name) != src {
			continue
		}
		d.rows[src.name] = nil
		first.db.each(t, func(values []any) {
			r := &prove.Record{Table: src.table(), Ordinal: d.random.Uint64()}
			for _, v := range values {
				r.Values = append(r.Values, prove.ValueOf(v))
			}
			d.place(r, in)
			d.rows[src.name] = append(d.rows[src.name], r)
		})
	}
}
