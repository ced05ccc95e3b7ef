package engine

import (
	"fmt"
	"strings"
	"testing"

	"github.com/cockroachdb/datadriven"
	"github.com/velo-plan/velo-plan/planner/diag"
)

// TestRead runs testdata/read: what the engine makes of one statement, with every place as
// line:column and the text under it.
func TestRead(t *testing.T) {
	datadriven.Walk(t, "testdata/read", func(t *testing.T, path string) {
		datadriven.RunTest(t, path, func(t *testing.T, d *datadriven.TestData) string {
			if d.Cmd != "read" {
				d.Fatalf(t, "unknown command %s", d.Cmd)
			}
			src := diag.NewSource("test", unescape(d))
			v := Read(src, diag.Span{})
			checkVerdict(t, src, diag.Span{End: len(src.Text)}, v)
			return printVerdict(src, v)
		})
	})
}

// unescape replaces what stands for bytes that a test file cannot hold.
func unescape(d *datadriven.TestData) string {
	if !d.HasArg("escapes") {
		return d.Input
	}
	return strings.NewReplacer(`\x00`, "\x00", `\xff`, "\xff", `\u00a0`, "\u00a0", `\ufeff`, "\ufeff", `\x0b`, "\x0b", `\t`, "\t", `\r`, "\r", `\s`, " ").Replace(d.Input)
}

func place(src *diag.Source, at diag.Span) string {
	p := src.Position(at.Start)
	return fmt.Sprintf("%d:%d %q", p.Line, p.Column, src.Slice(at))
}

func printVerdict(src *diag.Source, v Verdict) string {
	var b strings.Builder
	switch {
	case v.Whole:
		b.WriteString("whole")
	case v.Accepted:
		fmt.Fprintf(&b, "ignores %s", place(src, v.Ignored))
	default:
		fmt.Fprintf(&b, "rejects %s", place(src, v.Rejected))
	}
	if v.Accepted {
		fmt.Fprintf(&b, "; %s %s", v.Strategy, strings.Join(v.Keys, ", "))
	}
	b.WriteByte('\n')
	if v.Message != "" {
		fmt.Fprintf(&b, "  %s\n  form: %s\n", v.Message, v.Form)
	}
	for _, e := range v.Fix {
		fmt.Fprintf(&b, "  fix %s -> %q\n", place(src, e.Span), e.Text)
	}
	for _, m := range v.Misreads {
		fmt.Fprintf(&b, "misreads %s\n  %s\n  instead: %s\n", place(src, m.Span), m.What, m.Instead)
	}
	for _, p := range v.Properties {
		fmt.Fprintf(&b, "property %s = %s", place(src, p.KeySpan), place(src, p.ValueSpan))
		if p.Ignored != "" {
			fmt.Fprintf(&b, "\n  %s\n  instead: %s", p.Ignored, p.Instead)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// checkVerdict checks what holds for every verdict of the text under at.
func checkVerdict(t *testing.T, src *diag.Source, at diag.Span, v Verdict) {
	t.Helper()
	in := func(what string, s diag.Span) {
		if s.Start < at.Start || s.End > at.End || s.Start > s.End {
			t.Errorf("%s %v is outside %v of %q", what, s, at, src.Text)
		}
	}
	if v.Whole && !v.Accepted || v.Whole != (v.Message == "") || v.Whole && !v.Ignored.IsZero() {
		t.Errorf("accepted %v, whole %v, ignored %v, message %q", v.Accepted, v.Whole, v.Ignored, v.Message)
	}
	if v.Accepted != (v.Strategy != "") || v.Accepted != (len(v.Keys) > 0) || v.Accepted && !v.Rejected.IsZero() {
		t.Errorf("accepted %v, strategy %q, keys %q, rejected %v", v.Accepted, v.Strategy, v.Keys, v.Rejected)
	}
	if (v.Message == "") != (v.Form == "") || !v.Whole && !strings.Contains(v.Message, ": ") {
		t.Errorf("message %q, form %q", v.Message, v.Form)
	}
	switch {
	case !v.Accepted:
		in("rejected", v.Rejected)
	case !v.Whole:
		in("ignored", v.Ignored)
		if v.Ignored.Start == v.Ignored.End {
			t.Errorf("ignored %v is empty", v.Ignored)
		}
	}
	last := 0
	for _, m := range v.Misreads {
		in("misread", m.Span)
		if m.What == "" || m.Instead == "" || m.Span.Start == m.Span.End || m.Span.Start < last {
			t.Errorf("misread %+v", m)
		}
		last = m.Span.Start
	}
	for _, e := range v.Fix {
		in("fix", e.Span)
	}
	for _, p := range v.Properties {
		in("key", p.KeySpan)
		in("value", p.ValueSpan)
		if (p.Ignored == "") != (p.Instead == "") {
			t.Errorf("property %+v", p)
		}
	}
}
