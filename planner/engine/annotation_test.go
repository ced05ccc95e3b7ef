package engine

import (
	"fmt"
	"strings"
	"testing"

	"github.com/cockroachdb/datadriven"
	"github.com/velo-plan/velo-plan/planner/diag"
)

var statusNames = map[Status]string{
	Taken: "taken", OfPlanner: "planner's", OfTool: "tool's", UnknownName: "unknown name", Unread: "unread", WrongCase: "wrong case",
	WrongForm: "wrong form", WrongValue: "wrong value", Replaced: "replaced", NeedsOther: "needs another",
}

// TestAnnotations runs testdata/annotations.
func TestAnnotations(t *testing.T) {
	datadriven.Walk(t, "testdata/annotations", func(t *testing.T, path string) {
		datadriven.RunTest(t, path, func(t *testing.T, d *datadriven.TestData) string {
			src := diag.NewSource("test", d.Input)
			list := Annotations(src, diag.Span{})
			checkAnnotations(t, src, diag.Span{End: len(src.Text)}, list)
			var b strings.Builder
			for _, a := range list {
				fmt.Fprintf(&b, "%s = %s: %s", place(src, a.Span), place(src, a.ValueSpan), statusNames[a.Status])
				if a.Nearest != "" {
					fmt.Fprintf(&b, ", nearest @%s", a.Nearest)
				}
				if a.Takes != "" {
					fmt.Fprintf(&b, ", takes %s", a.Takes)
				}
				if a.Reason != "" {
					fmt.Fprintf(&b, "\n  %s", a.Reason)
				}
				b.WriteByte('\n')
			}
			return b.String()
		})
	})
}

// checkAnnotations checks what holds for every list of annotations of the text under at.
func checkAnnotations(t *testing.T, src *diag.Source, at diag.Span, list []Annotation) {
	t.Helper()
	last := at.Start
	for _, a := range list {
		if a.Span.Start < last || a.Span.End > at.End || a.Span.End <= a.Span.Start {
			t.Errorf("%+v is out of place in %q", a, src.Text)
		}
		last = a.Span.Start
		if a.ValueSpan.Start < a.Span.Start || a.ValueSpan.End > a.Span.End || src.Slice(a.ValueSpan) != a.Value {
			t.Errorf("%+v: the value is %q", a, src.Slice(a.ValueSpan))
		}
		if a.Name == "" || !strings.HasPrefix(src.Slice(a.Span), "@") || !strings.Contains(src.Slice(a.Span), a.Name) {
			t.Errorf("%+v: the text is %q", a, src.Slice(a.Span))
		}
		if a.Read() != (a.Reason == "") || a.Nearest != "" && readers[a.Nearest] == 0 {
			t.Errorf("%+v", a)
		}
	}
}

// TestTakenSpellings checks that the spelling that is offered for a value is one that is taken.
func TestTakenSpellings(t *testing.T) {
	for written, takes := range wideSpellings {
		list := Annotations(diag.NewSource("test", "-- @partitioning_strategy: "+written), diag.Span{})
		if len(list) != 1 || list[0].Read() != (written == takes) || !list[0].Read() && list[0].Takes != takes {
			t.Errorf("%s: %+v, want %s", written, list, takes)
		}
		list = Annotations(diag.NewSource("test", "-- @partitioning_strategy: "+takes), diag.Span{})
		if len(list) != 1 || !list[0].Read() {
			t.Errorf("%s: %+v", takes, list)
		}
	}
}

// TestMetrics runs testdata/metrics.
func TestMetrics(t *testing.T) {
	datadriven.Walk(t, "testdata/metrics", func(t *testing.T, path string) {
		datadriven.RunTest(t, path, func(t *testing.T, d *datadriven.TestData) string {
			src := diag.NewSource("test", d.Input)
			var b strings.Builder
			for _, c := range metricsUnder(src, diag.Span{}) {
				fmt.Fprintf(&b, "%s\n  %s\n  form: %s\n", place(src, c.Span), c.Message, c.Form)
			}
			return b.String()
		})
	})
}

// TestMetricRefusesStream checks that a text is refused for its metrics if and only if it creates a
// stream.
func TestMetricRefusesStream(t *testing.T) {
	const metric = "-- @metric: 1st\n"
	for statement, accepted := range map[string]bool{
		"CREATE STREAM o AS SELECT a FROM t":                false,
		"START JOB j AS CREATE STREAM o AS SELECT a FROM t": false,
		"CREATE TABLE o AS SELECT a FROM t":                 true,
		"SELECT a FROM t":                                   true,
	} {
		src := diag.NewSource("test", metric+statement)
		v := Read(src, diag.Span{})
		if v.Accepted != accepted {
			t.Errorf("%s: accepted %v: %s", statement, v.Accepted, v.Message)
		}
		if !accepted && src.Slice(v.Rejected) != "@metric: 1st" {
			t.Errorf("%s: rejected at %s", statement, place(src, v.Rejected))
		}
	}
}

// metricsUnder returns what is wrong with the metric annotations of the text under at, of the whole text for a zero
// span.
func metricsUnder(src *diag.Source, at diag.Span) []Complaint {
	return metricErrors(src.Text, scan(src.Text, inside(src, at)).comments)
}
