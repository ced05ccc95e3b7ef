package engine

import (
	"testing"

	"github.com/cockroachdb/datadriven"
	"github.com/velo-plan/velo-plan/planner/diag"
)

// progress is how far the engine reads: to the end, or to the place that it refuses or drops.
func progress(text string, v Verdict) int {
	switch {
	case v.Whole:
		return len(text)
	case v.Accepted:
		return v.Ignored.Start
	default:
		return v.Rejected.Start
	}
}

// TestFix applies every fix that the cases of testdata/read lead to. The engine must then read on
// beyond the place that it stopped at, and in the end no fix may be left.
func TestFix(t *testing.T) {
	fixes := 0
	datadriven.Walk(t, "testdata/read", func(t *testing.T, path string) {
		datadriven.RunTest(t, path, func(t *testing.T, d *datadriven.TestData) string {
			text := unescape(d)
			for round := 0; ; round++ {
				src := diag.NewSource("test", text)
				v := Read(src, diag.Span{})
				if v.Fix == nil {
					return d.Expected
				}
				fixes++
				better := diag.Apply(src, diag.Span{}, v.Fix)
				again := Read(diag.NewSource("test", better), diag.Span{})
				if len(text)-progress(text, v) <= len(better)-progress(better, again) && !again.Whole {
					t.Errorf("%q: the fix gives %q, which the engine reads no further: %s", text, better, again.Message)
				}
				if round > 20 {
					t.Fatalf("%q: no end of fixes", text)
				}
				text = better
			}
		})
	})
	if fixes < 20 {
		t.Errorf("only %d fixes were tried", fixes)
	}
}
