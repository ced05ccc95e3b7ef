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

// TestShippedJobs searches the shipped jobs: no strategy that a plan calls chosen or correct gives other rows, and most
// of those that it calls wrong are shown wrong. It would take minutes under the race detector.
func TestShippedJobs(t *testing.T) {
	files, err := filepath.Glob("../../testdata/jobs*/*.sql")
	if err != nil || len(files) < 50 {
		t.Fatalf("%d files: %v", len(files), err)
	}
	executed, refused, wrong, shown := 0, map[string]int{}, 0, 0
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
				refused[err.Error()]++
				continue
			}
			if err := s.Search(context.Background(), r, 1); err != nil {
				t.Fatal(err)
			}
			if r.Executable.Because != "" {
				refused[r.Executable.Because]++
				continue
			}
			executed++
			for _, out := range r.Strategies {
				switch {
				case out.Verdict == "wrong":
					wrong++
					if out.Witness != nil {
						shown++
					}
				case out.Witness != nil && out.Verdict != "unproven":
					t.Errorf("%s: %s: %s is %s and gives other rows:\n%s", file, job.Plan.Job, out.Strategy, out.Verdict, found(r))
				}
			}
		}
	}
	t.Logf("%d jobs executed; %d wrongs, %d of them shown; not executable: %v", executed, wrong, shown, refused)
	if executed == 0 || shown < wrong*8/10 {
		t.Errorf("%d jobs executed, %d of %d wrongs shown", executed, shown, wrong)
	}
}
