package render_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/velo-plan/velo-plan/cmd/render"
	"github.com/velo-plan/velo-plan/planner/diag"
)

// mark makes a diagnostic about the text between « and » of a source.
func mark(text string) diag.Diagnostic {
	before, rest, _ := strings.Cut(text, "«")
	under, after, _ := strings.Cut(rest, "»")
	return diag.Diagnostic{
		ID: diag.Syntax, Severity: diag.Error, Source: diag.NewSource("a.sql", before+under+after),
		Span: diag.Span{Start: len(before), End: len(before) + len(under)}, Message: "something is wrong",
	}
}

func TestDiagnostics(t *testing.T) {
	long := strings.Repeat("abcdefghi ", 30)
	tests := []struct{ name, text, want string }{
		{"a word", "SELECT *\n«FORM» t", "" +
			"    2 | FORM t\n" +
			"      | ^~~~\n"},
		{"tabs", "\tSELECT\t«x» y", "" +
			"    1 |     SELECT    x y\n" +
			"      |               ^\n"},
		{"a tab in the marked text", "a «b\tc» d", "" +
			"    1 | a b    c d\n" +
			"      |   ^~~~~~\n"},
		{"wide characters", "SELECT 価格 «銘柄» FROM t", "" +
			"    1 | SELECT 価格 銘柄 FROM t\n" +
			"      |             ^~~~\n"},
		{"combining characters", "e\u0301e\u0301 «x»", "" +
			"    1 | e\u0301e\u0301 x\n" +
			"      |    ^\n"},
		{"the end of the text", "SELECT «»", "" +
			"    1 | SELECT \n" +
			"      |        ^\n"},
		{"several lines: the first", "a «b\nc» d", "" +
			"    1 | a b\n" +
			"      |   ^\n"},
		{"CRLF", "a\r\n«b»\r\nc", "" +
			"    2 | b\n" +
			"      | ^\n"},
		{"control characters", "a\x1b[2J «b»\x00", "" +
			"    1 | a\\x1b[2J b\\x00\n" +
			"      |          ^\n"},
		{"a long line, near its start", "x «yy» " + long, "" +
			"    1 | x yy abcdefghi abcdefghi abcdefghi abcdefghi abcdefghi abcdefghi abcdef…\n" +
			"      |   ^~\n"},
		{"a long line, in its middle", long + "«here» " + long, "" +
			"    1 | …hi abcdefghi abcdefghi here abcdefghi abcdefghi abcdefghi abcdefghi ab…\n" +
			"      |                         ^~~~\n"},
		{"a long line, at its end", long + "«here»", "" +
			"    1 | …hi abcdefghi abcdefghi here\n" +
			"      |                         ^~~~\n"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := render.Diagnostics([]diag.Diagnostic{mark(test.text)}, render.Options{})
			_, snippet, _ := strings.Cut(got, "\n")
			if diff := cmp.Diff(test.want, snippet); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestDiagnosticsForm(t *testing.T) {
	d := mark("SELECT «FORM» t")
	d.Help = "did you mean FROM? " + strings.Repeat("and so on ", 10)
	list := []diag.Diagnostic{d,
		{ID: "unreadable", Severity: diag.Warning, File: "b\x07.sql", Message: "cannot be read", Help: "give another file"},
	}
	golden(t, "diagnostics.txt", render.Diagnostics(list, render.Options{}))
	golden(t, "diagnostics_color.txt", render.Diagnostics(list, render.Options{Color: true}))
}
