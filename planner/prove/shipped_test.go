//go:build !race

package prove

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/velo-plan/velo-plan/planner"
	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/planner/pipeline"
)

// TestShippedJobs searches the shipped jobs: no strategy that a plan calls chosen or correct gives other rows, and each
// that it calls wrong has a witness, with no more than four records a source where the statement counts to no more than
// that. What is not executable has a place. It would take minutes under the race detector.
func TestShippedJobs(t *testing.T) {
	files, err := filepath.Glob("../../testdata/jobs*/*.sql")
	if err != nil || len(files) < 50 {
		t.Fatalf("%d files: %v", len(files), err)
	}
	executed, wrong, refused := 0, 0, map[string]int{}
	for i, file := range files {
		if testing.Short() && i%4 > 0 {
			continue
		}
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		_, jobs := pipeline.Jobs([]*diag.Source{diag.NewSource(file, string(text))}, planner.Config{})
		for _, job := range jobs {
			r := NewReport(job, func(string) bool { return true })
			s, err := NewStatement(job)
			if err != nil {
				if r.Cannot(job, err); r.Executable.Line == 0 {
					t.Errorf("%s: %s: %v, without a place", file, job.Plan.Job, err)
				}
				refused[err.Error()]++
				continue
			}
			if err := s.Search(context.Background(), r, 1); err != nil {
				t.Fatal(err)
			}
			if r.Executable.Because != "" {
				t.Errorf("%s: %s: %s", file, job.Plan.Job, r.Executable.Because)
				continue
			}
			executed++
			for _, out := range r.Strategies {
				switch {
				case out.Verdict == "wrong":
					if wrong++; out.Witness == nil {
						t.Errorf("%s: %s: nothing shows that %s is wrong: %s", file, job.Plan.Job, out.Strategy, out.Because)
						continue
					}
					records := map[string]int{}
					for _, rec := range out.Witness.Records {
						if records[rec.Source]++; records[rec.Source] > max(4, s.domains.most+1) {
							t.Errorf("%s: %s: %s: %d records of %s", file, job.Plan.Job, out.Strategy, records[rec.Source], rec.Source)
						}
					}
				case out.Witness != nil && out.Verdict != "unproven":
					t.Errorf("%s: %s: %s is %s and gives other rows:\n%s", file, job.Plan.Job, out.Strategy, out.Verdict, found(r))
				}
			}
		}
	}
	t.Logf("%d jobs executed, %d wrongs shown; not executable: %v", executed, wrong, refused)
	if wrong == 0 {
		t.Error("nothing is called wrong")
	}
}
