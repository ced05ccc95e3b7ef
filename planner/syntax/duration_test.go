package syntax

import (
	"math"
	"testing"
	"time"

	"github.com/velo-plan/velo-plan/planner/diag"
)

// TestDurations reads lengths of time as they stand in WITHIN.
func TestDurations(t *testing.T) {
	tests := []struct {
		text string
		want time.Duration
	}{
		{"5m", 5 * time.Minute}, {"5 M", 5 * time.Minute}, {"5 MINUTES", 5 * time.Minute}, {"1 minute", time.Minute},
		{"300", 300 * time.Second}, {"250ms", 250 * time.Millisecond}, {"7us", 7 * time.Microsecond}, {"9 ns", 9},
		{"2h", 2 * time.Hour}, {"3 HRS", 3 * time.Hour}, {"1d", 24 * time.Hour}, {"2 WEEKS", 14 * 24 * time.Hour},
		{"1.5h", 90 * time.Minute}, {"'1 hour 30 minutes'", 90 * time.Minute}, {"'90'", 90 * time.Second}, {"'2m'", 2 * time.Minute},
		{"INTERVAL '5' MINUTE", 5 * time.Minute}, {"INTERVAL 5 SECONDS", 5 * time.Second}, {"INTERVAL '5 minutes'", 5 * time.Minute},
		{"INTERVAL '1:30' HOUR TO MINUTE", 90 * time.Minute}, {"INTERVAL '1 02:03:04' DAY TO SECOND", 93784 * time.Second},
		{"INTERVAL '00:05:00'", 5 * time.Minute}, {"INTERVAL '1 00:00:01'", 24*time.Hour + time.Second}, {"INTERVAL '60'", time.Minute},
		{"INTERVAL '2.5' SECOND", 2500 * time.Millisecond}, {"INTERVAL '10' DAY(3)", 240 * time.Hour},
		{"1 MONTH", 0}, {"INTERVAL '1' YEAR", 0}, {"INTERVAL '1-2' YEAR TO MONTH", 0},
		{"999999999 WEEKS", math.MaxInt64},
	}
	for _, test := range tests {
		sql := "SELECT a FROM t JOIN u WITHIN " + test.text + " ON b"
		file, ds := Parse(diag.NewSource("test", sql))
		if len(ds) > 0 {
			t.Errorf("%s: %s", test.text, ds[0].Message)
			continue
		}
		got := file.Statements[0].Query.Body.(*Select).From.(*Join).Within
		if got.Nanoseconds != int64(test.want) || got.Text != test.text {
			t.Errorf("%s: got %v of %q, want %v", test.text, time.Duration(got.Nanoseconds), got.Text, test.want)
		}
	}
}

// TestAnnotationSpans checks the places of annotations, which no statement covers.
func TestAnnotationSpans(t *testing.T) {
	src := diag.NewSource("test", "-- @name:  x y -- no\n--@flag\n-- Version: 1.0\n-- @odd words\nSELECT a FROM t")
	file, _ := Parse(src)
	want := [][3]string{
		{"@name:  x y", "name", "x y"}, {"@flag", "flag", ""}, {"Version: 1.0", "Version", "1.0"}, {"@odd", "odd", ""},
	}
	got := file.Statements[0].Annotations
	if len(got) != len(want) {
		t.Fatalf("got %d annotations, want %d", len(got), len(want))
	}
	for i, a := range got {
		if spans := [3]string{src.Slice(a.Pos), src.Slice(a.NameSpan), src.Slice(a.ValueSpan)}; spans != want[i] {
			t.Errorf("got %q, want %q", spans, want[i])
		}
	}
}
