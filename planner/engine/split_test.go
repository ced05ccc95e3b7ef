package engine

import (
	"fmt"
	"strings"
	"testing"

	"github.com/cockroachdb/datadriven"
	"github.com/velo-plan/velo-plan/planner/diag"
)

var endNames = map[End]string{AtSemicolon: "semicolon", AtComment: "semicolon in a comment", AtText: "semicolon in a text", AtEnd: "end"}

// TestSplit runs testdata/split.
func TestSplit(t *testing.T) {
	datadriven.Walk(t, "testdata/split", func(t *testing.T, path string) {
		datadriven.RunTest(t, path, func(t *testing.T, d *datadriven.TestData) string {
			src := diag.NewSource("test", unescape(d))
			app := Split(src)
			checkPieces(t, src, app)
			var b strings.Builder
			fmt.Fprintf(&b, "application %q\n", app.Name)
			for _, p := range app.Pieces {
				fmt.Fprintf(&b, "%s\n  ends at %s: %s\n", place(src, p.Span), place(src, p.EndSpan), endNames[p.End])
				if p.Name != "" {
					fmt.Fprintf(&b, "  named %q at %s\n", p.Name, place(src, p.NameSpan))
				}
			}
			return b.String()
		})
	})
}

// checkPieces checks what holds for every application.
func checkPieces(t *testing.T, src *diag.Source, app Application) {
	t.Helper()
	last := 0
	for _, p := range app.Pieces {
		if p.Span.Start < last || p.Span.End <= p.Span.Start || p.EndSpan.Start < p.Span.End || p.EndSpan.End > len(src.Text) {
			t.Errorf("%+v after %d in %q", p, last, src.Text)
		}
		last = p.EndSpan.End
		if text := src.Slice(p.Span); strings.TrimSpace(text) == "" {
			t.Errorf("%+v is blank", p)
		}
		if (p.End == AtEnd) != (src.Slice(p.EndSpan) == "") || p.End != AtEnd && src.Slice(p.EndSpan) != ";" {
			t.Errorf("%+v ends at %q", p, src.Slice(p.EndSpan))
		}
	}
}
