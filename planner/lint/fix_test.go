package lint_test

import (
	"fmt"
	"strings"
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

// Every byte that no replacement covers stays: byte order marks, line ends of any kind, blanks, and a
// last line without an end.
func TestFixKeepsBytes(t *testing.T) {
	const statement = "CREATE STREAM a AS\nSELECT k, COUNT(*) AS n\t\nFROM t\nGROUP BY k\nWINDOW TUMBLING(%s);"
	for name, around := range map[string]string{
		"plain":                           "-- @partitioning_strategy: %s\n" + statement + "\n",
		"a byte order mark before a note": "\ufeff-- a note\n-- @partitioning_strategy: %s\n" + statement,
		"a byte order mark":               "\ufeff-- @partitioning_strategy: %s\n" + statement + "  \n\n\n",
		"a byte order mark and CRLF":      strings.ReplaceAll("\ufeff-- @partitioning_strategy: %s  \n"+statement+"\n", "\n", "\r\n"),
		"tabs, a NUL byte behind, no end": "\t\n-- @partitioning_strategy: %s \t\n\n" + statement + " -- \x00",
	} {
		src := diag.NewSource("a.sql", fmt.Sprintf(around, "always_hash", "INTERVAL '5' MINUTE"))
		want := fmt.Sprintf(around, "hash", "5m")
		if strings.HasPrefix(around, "\ufeff-- @") { // the engine does not see that annotation, whatever it says
			want = fmt.Sprintf(around, "always_hash", "5m")
		}
		fixed, made := lint.Fix([]*diag.Source{src}, planner.Config{}, lint.Config{})
		if fixed[0].Text != want || made == 0 {
			t.Errorf("%s: %d made:\n%q, want\n%q", name, made, fixed[0].Text, want)
		}
	}
}

// A byte order mark in front of a statement is found, and no replacement removes it.
func TestByteOrderMark(t *testing.T) {
	src := diag.NewSource("a.sql", "\ufeff-- @name: a\nSELECT k FROM t;\n")
	for _, f := range lint.Run([]*diag.Source{src}, planner.Config{}, lint.Config{}).Findings() {
		if f.Code() == "VP303" && f.Span.End == 3 && len(f.Fix) == 0 {
			return
		}
	}
	t.Error("it is not found")
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
