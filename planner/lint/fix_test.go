package lint_test

import (
	"testing"

	"github.com/velo-plan/velo-plan/planner"
	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/planner/lint"
	"github.com/velo-plan/velo-plan/planner/syntax"
)

// Fix keeps every byte outside its replacements, ends, and leaves nothing to fix.
func TestFix(t *testing.T) {
	sources := append(shipped(t, "jobs-bad"), shipped(t, "jobs-beyond")...)
	fixed, made := lint.Fix(sources, planner.Config{}, lint.Config{})
	if made == 0 {
		t.Fatal("nothing was fixed")
	}
	changed := 0
	for i, src := range fixed {
		if src.Text != sources[i].Text {
			changed++
		} else if src != sources[i] {
			t.Errorf("%s is a copy without a change", src.Name)
		}
	}
	if changed == 0 {
		t.Error("no text changed")
	}
	again, more := lint.Fix(fixed, planner.Config{}, lint.Config{})
	if more != 0 {
		t.Errorf("%d findings to fix are left", more)
	}
	if before, after := unparsed(sources), unparsed(again); after > before {
		t.Errorf("%d texts do not parse, %d before", after, before)
	}
}

// unparsed counts what does not parse.
func unparsed(sources []*diag.Source) (n int) {
	for _, src := range sources {
		_, problems := syntax.Parse(src)
		n += len(problems)
	}
	return n
}

// Suppressed findings are not fixed.
func TestFixObeysIgnores(t *testing.T) {
	text := "-- velo-plan: ignore VP303 because it is a sketch\n-- @name: a\nSELECT k, COUNT(*) FROM t GROUP BY k WINDOW TUMBLING(INTERVAL '5' MINUTE);\n"
	fixed, made := lint.Fix([]*diag.Source{diag.NewSource("a.sql", text)}, planner.Config{}, lint.Config{})
	if made != 0 || fixed[0].Text != text {
		t.Errorf("%d made: %s", made, fixed[0].Text)
	}
}
