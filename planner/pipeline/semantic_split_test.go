//go:build !race

package pipeline_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/velo-plan/velo-plan/planner"
	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/planner/prove"
	"github.com/velo-plan/velo-plan/planner/syntax"
	"github.com/velo-plan/velo-plan/strategies/scalar"
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
	c.checkParts(t, count, job, parts)
}

// checkParts compares a job with the statements that it is split into, each of which reads what the one before it
// makes, and says where what their plans call correct is not.
func (c *semCase) checkParts(t testing.TB, count *tally, job *planned, parts []string) {
	t.Helper()
	text := c.text[:job.Statement.Span().Start] // views and annotations
	var chain []*runner
	for _, part := range parts {
		text += part + "\n"
		var before *runner
		if len(chain) > 0 {
			before = chain[len(chain)-1]
		}
		chain = append(chain, c.part(t, count, text, before))
	}
	whole := &runner{c: c, plans: map[int]*planned{}, count: count, db: job.open(t, c)}
	for seed := range uint64(4) {
		data := c.makeData(t, job, seed)
		want := whole.db.whole(t, job.data(data))
		if fault := holdAll(t, chain, data); fault != "" {
			t.Fatal(fault)
		}
		last := chain[len(chain)-1]
		if diff := differ(want, last.db.whole(t, last.plans[2].data(data)).Rows); diff != "" {
			t.Fatalf("the split job gives something else:\n%s\n%s\n%s", diff, c.text, strings.Join(parts, "\n"))
		}
	}
}

// holdAll says where what the plans of statements call correct is not, each of which reads what the one before it makes.
// The rows of that are added to the data.
func holdAll(t testing.TB, chain []*runner, data *semData) string {
	t.Helper()
	for i, part := range chain {
		if i > 0 {
			chain[i-1].db.whole(t, chain[i-1].plans[2].data(data)) // its tables hold all records then
			data.addStage(t, chain[i-1], part)
		}
		if fault := part.holdsOn(t, data); fault != "" {
			return fault
		}
	}
	return ""
}

// TestRemedyStatements does the same with the statements that mend skew: two phases, and salts that place or divide keys.
func TestRemedyStatements(t *testing.T) {
	salts := func(parts int) planner.Remedy {
		return planner.Remedy{Salts: []planner.Salt{
			{Key: []scalar.Value{scalar.Int(1)}, First: 2, Parts: parts}, {Key: []scalar.Value{scalar.Null()}, First: 5, Parts: 1},
			{Key: []scalar.Value{scalar.String("it's")}, First: 1, Parts: parts}}}
	}
	written := map[string]int{}
	for _, f := range []string{"remedies.sql", "totals.sql"} {
		for _, c := range readSemanticCases(t, filepath.Join("testdata", "semantic", f)) {
			if c.sqlite != "" {
				continue
			}
			for name, remedy := range map[string]planner.Remedy{"two phases": {}, "placed": salts(1), "divided": salts(3)} {
				var count tally
				c.remedies = []planner.Remedy{remedy}
				job := c.planCase(t, 8)
				c.remedies = nil
				if parts := job.plan.Remedies[0]; parts != nil {
					written[name]++
					for i := range parts { // these records have no offset, but a number each
						parts[i] = strings.ReplaceAll(parts[i], "_OFFSET", "id")
					}
					c.checkParts(t, &count, job, parts)
				}
			}
		}
	}
	t.Logf("%v", written)
	for name, least := range map[string]int{"two phases": 8, "placed": 5, "divided": 4} {
		if written[name] < least {
			t.Errorf("%s: %d jobs have statements", name, written[name])
		}
	}
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
