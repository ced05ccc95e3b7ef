package prove

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/cockroachdb/datadriven"

	"github.com/velo-plan/velo-plan/planner"
	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/planner/pipeline"
)

// TestSQL writes the last statement of each case of testdata/sql for SQLite, or says what cannot be executed and where.
func TestSQL(t *testing.T) {
	datadriven.Walk(t, "testdata/sql", func(t *testing.T, path string) {
		datadriven.RunTest(t, path, func(t *testing.T, d *datadriven.TestData) string {
			src := diag.NewSource("job.sql", d.Input)
			result, jobs := pipeline.Jobs([]*diag.Source{src}, planner.Config{})
			if len(jobs) == 0 {
				t.Fatalf("%s: no job: %v", d.Pos, result.Findings)
			}
			job := jobs[len(jobs)-1]
			q, err := SQL(job)
			var cannot *NotExecutable
			switch {
			case errors.As(err, &cannot):
				at := src.Position(cannot.Span.Start)
				return fmt.Sprintf("%v [%d:%d]", err, at.Line, at.Column)
			case err != nil:
				t.Fatal(err)
			}
			out := strings.ReplaceAll(q.Text, "\x1f", "␟")
			if len(q.System) > 0 {
				out += fmt.Sprintf("\nsystem columns: %s", strings.Join(q.System, ", "))
			}
			return out
		})
	})
}
