package syntax

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cockroachdb/datadriven"
	"github.com/velo-plan/velo-plan/planner/diag"
)

// TestData runs testdata/*. Commands: parse prints trees and diagnostics, format the normalized
// text of every select item, spans the text under every expression.
func TestData(t *testing.T) {
	datadriven.Walk(t, "testdata/sql", func(t *testing.T, path string) {
		datadriven.RunTest(t, path, func(t *testing.T, d *datadriven.TestData) string {
			input := d.Input
			if d.HasArg("escapes") { // \x00 and the like stand for bytes that a test file cannot hold
				input = strings.NewReplacer(`\x00`, "\x00", `\xff`, "\xff", `\u00a0`, "\u00a0", `\t`, "\t").Replace(input)
			}
			src := diag.NewSource("test", input)
			file, ds := Parse(src)
			checkFile(t, file, ds)
			var b strings.Builder
			switch d.Cmd {
			case "parse":
				var p printer
				for _, s := range file.Statements {
					p.statement(s)
				}
				b.WriteString(p.b.String())
			case "format":
				eachItem(file, func(e Expr) { fmt.Fprintln(&b, Format(e)) })
			case "spans":
				for _, s := range file.Statements {
					printSpans(&b, src, s)
				}
			default:
				d.Fatalf(t, "unknown command %s", d.Cmd)
			}
			printDiags(&b, src, ds)
			return b.String()
		})
	})
}

// eachItem calls f with the select items of every statement.
func eachItem(file *File, f func(Expr)) {
	for _, s := range file.Statements {
		Inspect(s, func(n Node) bool {
			if item, ok := n.(*Item); ok {
				f(item.Expr)
				return false
			}
			return true
		})
	}
}

func printSpans(b *strings.Builder, src *diag.Source, s *Statement) {
	depth := 0
	var walk func(n Node) bool
	walk = func(n Node) bool {
		fmt.Fprintf(b, "%s%s «%s»\n", strings.Repeat("  ", depth), strings.TrimPrefix(fmt.Sprintf("%T", n), "*syntax."), oneLine(src.Slice(n.Span())))
		depth++
		children(n, func(c Node) { inspectOnce(c, walk) })
		depth--
		return false
	}
	walk(s)
}

// inspectOnce calls f for a node that is there, without going below it.
func inspectOnce(n Node, f func(Node) bool) {
	Inspect(n, func(n Node) bool { f(n); return false })
}

// checkFile fails the test if a node or a diagnostic has no place or one outside its parent.
func checkFile(t testing.TB, file *File, ds []diag.Diagnostic) {
	t.Helper()
	length := len(file.Source.Text)
	for _, s := range file.Statements {
		checkSpans(t, s, diag.Span{End: length})
		for _, a := range s.Annotations {
			if a.Name == "" || a.Pos.End <= a.Pos.Start || a.Pos.End > length {
				t.Errorf("annotation %+v has no name or place", a)
			}
		}
		for _, p := range s.Props {
			if !inside(p.Pos, s.Pos) || !inside(p.NameSpan, p.Pos) || !inside(p.ValueSpan, p.Pos) {
				t.Errorf("property %+v lies outside its statement %v", p, s.Pos)
			}
		}
	}
	for _, d := range ds {
		empty := d.Span.IsZero() && length > 0
		if strings.Contains(d.Help, "fault of velo-plan") {
			t.Errorf("internal fault: %s", d.Message)
		}
		if d.Message == "" || d.ID != diag.Syntax || empty || d.Span.Start > d.Span.End || d.Span.End > length {
			t.Errorf("diagnostic without a message or place: %+v", d)
		}
	}
}

func checkSpans(t testing.TB, n Node, parent diag.Span) {
	t.Helper()
	at := n.Span()
	if !inside(at, parent) {
		t.Errorf("%T at %v lies outside its parent at %v", n, at, parent)
	}
	children(n, func(c Node) {
		if !isNil(c) {
			checkSpans(t, c, at)
		}
	})
}

func inside(at, parent diag.Span) bool {
	return at.Start < at.End && at.Start >= parent.Start && at.End <= parent.End
}

// corpus returns the inputs of the data-driven tests.
func corpus(t testing.TB) []string {
	t.Helper()
	files, err := filepath.Glob("testdata/sql/*")
	if err != nil || len(files) == 0 {
		t.Fatalf("no test data: %v", err)
	}
	var inputs []string
	for _, path := range files {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, block := range strings.Split(string(data), "\n\n") {
			_, rest, _ := strings.Cut(block, "\n")
			input, _, _ := strings.Cut(rest, "\n----")
			inputs = append(inputs, input)
		}
	}
	return inputs
}
