package syntax

import (
	"testing"

	"github.com/velo-plan/velo-plan/planner/diag"
)

func TestStatementLookups(t *testing.T) {
	src := diag.NewSource("test", `-- @job_mode: simple
-- @job_mode: adaptive
-- @JOB_MODE: other
-- Version: 2
-- Name: first
-- @name: second
-- @job_name:
START JOB j AS SELECT a FROM t WITH ('a.type' = 'x', 'A.Type' = 'y', "empty" = '');
START JOB j AS SELECT a FROM t;
CREATE SINK s FROM t;
-- @Name: no
SELECT a FROM t;`)
	file, ds := Parse(src)
	if len(ds) > 0 {
		t.Fatal(ds[0].Message)
	}
	s := file.Statements[0]
	if a, ok := s.Annotation("job_mode"); !ok || a.Value != "adaptive" {
		t.Errorf("@job_mode is %q, %t; want the last one", a.Value, ok)
	}
	if a, ok := s.Annotation("job_name"); !ok || a.Value != "" {
		t.Errorf("@job_name without a value: %q, %t", a.Value, ok)
	}
	for _, absent := range []string{"Version", "Job_mode", "nothing"} {
		if a, ok := s.Annotation(absent); ok {
			t.Errorf("@%s is %+v, want none", absent, a)
		}
	}
	for name, want := range map[string]string{"a.type": "y", "A.TYPE": "y", "empty": "", "nothing": ""} {
		if got := s.Property(name); got != want {
			t.Errorf("property %s is %q, want %q", name, got, want)
		}
	}
	for name, want := range map[string]string{"a.type": "'A.Type' = 'y'", "empty": `"empty" = ''`, "nothing": ""} {
		if got := src.Slice(s.PropertySpan(name)); got != want {
			t.Errorf("property %s stands at %q, want %q", name, got, want)
		}
	}
	for i, want := range []string{"second", "j", "s", ""} {
		if got := file.Statements[i].GivenName(); got != want {
			t.Errorf("statement %d is named %q, want %q", i, got, want)
		}
	}
}

func TestNames(t *testing.T) {
	for name, want := range map[string]string{"": "", "t": "t", "a.b.t": "t", "kafka://h.x/t.y": "kafka://h.x/t.y", "file://a": "file://a"} {
		if got := Unqualified(name); got != want {
			t.Errorf("the last part of %q is %q, want %q", name, got, want)
		}
	}
	if got := Dotted([]Ident{{Name: "a"}, {Name: "b c", Quoted: true}}); got != "a.b c" {
		t.Errorf("dotted: %q", got)
	}
	if !IsWindowFunction("tumble") || IsWindowFunction("TUMBLER") {
		t.Error("TUMBLE is a window function in any case, TUMBLER is none")
	}
}
