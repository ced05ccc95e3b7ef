package pipeline

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/cockroachdb/datadriven"
	"github.com/google/go-cmp/cmp"

	"github.com/velo-plan/velo-plan/planner"
	"github.com/velo-plan/velo-plan/planner/diag"
)

// TestDiff runs testdata/diff. A case is `diff [n=4]` with the texts old and new (and more): n is
// the partition count of the new ones. Both sides go through their JSON first.
func TestDiff(t *testing.T) {
	datadriven.Walk(t, "testdata/diff", func(t *testing.T, path string) {
		datadriven.RunTest(t, path, func(t *testing.T, d *datadriven.TestData) string {
			var old, new []*diag.Source
			for _, src := range sourcesOf(d.Input) {
				if name, ok := strings.CutPrefix(src.Name, "old/"); ok {
					old = append(old, diag.NewSource(name, src.Text))
				} else {
					new = append(new, diag.NewSource(strings.TrimPrefix(src.Name, "new/"), src.Text))
				}
			}
			var cfg planner.Config
			if d.HasArg("n") {
				d.ScanArgs(t, "n", &cfg.Partitions.Flag)
			}
			if d.HasArg("hash") {
				d.ScanArgs(t, "hash", &cfg.Hash)
			}
			return printDiff(planner.Diff(reread(t, Plan(old, planner.Config{})), reread(t, Plan(new, cfg))))
		})
	})
}

// reread is a result after it was written and read.
func reread(t *testing.T, r *planner.Result) *planner.Result {
	t.Helper()
	text, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	read, err := planner.ReadResult(text)
	if err != nil {
		t.Fatal(err)
	}
	back, err := json.Marshal(read)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(text), string(back)); diff != "" {
		t.Errorf("reading loses something:\n%s", diff)
	}
	return read
}

func printDiff(d *planner.Difference) string {
	var b strings.Builder
	for _, j := range d.Jobs {
		fmt.Fprintf(&b, "%s %s", j.Job, j.Change)
		if j.Rekeys {
			b.WriteString(" REKEYS")
		}
		b.WriteByte('\n')
		for _, c := range j.Changes {
			mark := " "
			if c.Rekeys {
				mark = "!"
			}
			fmt.Fprintf(&b, " %s%s %q -> %q\n", mark, c.Field, c.Old, c.New)
		}
	}
	fmt.Fprintf(&b, "%+v\n", d.Summary)
	return b.String()
}

// Nothing changes between a result and itself, and what is added one way is removed the other.
func TestDiffOfShippedJobs(t *testing.T) {
	var sources []*diag.Source
	for file, text := range jobFiles(t) {
		sources = append(sources, diag.NewSource(file, text))
	}
	all := Plan(sources, planner.Config{})
	if d := planner.Diff(all, all); len(d.Jobs) > 0 || d.Summary.Unchanged != len(all.Plans) {
		t.Errorf("a result differs from itself: %s", printDiff(d))
	}
	half := Plan(sources[:len(sources)/2], planner.Config{})
	there, back := planner.Diff(half, all).Summary, planner.Diff(all, half).Summary
	if there.Added != back.Removed || there.Changed != back.Changed || there.Rekeyed != back.Rekeyed || there.Added == 0 {
		t.Errorf("there %+v, back %+v", there, back)
	}
}

// FuzzReadResult reads any text: never a panic, and what is read can be compared.
func FuzzReadResult(f *testing.F) {
	text, err := json.Marshal(Plan([]*diag.Source{diag.NewSource("a.sql", "SELECT k, COUNT(*) FROM t GROUP BY k; CREATE STREAM s AS SELECT * FROM t")}, planner.Config{}))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(text)
	f.Add(text[:len(text)/2])
	f.Add(bytes.ReplaceAll(text, []byte(`"keys":[`), []byte(`"keys":null,"x":[`)))
	for _, odd := range []string{"", "null", "[]", "{}", `{"format_version":"1.0","plans":[null]}`, `{"format_version":1}`, "\ufeff{}", `{"format_version":"1.0","plans":{}}`, `{"plans":[]} x`} {
		f.Add([]byte(odd))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		r, err := planner.ReadResult(data)
		if err != nil {
			if err.Error() == "" || r != nil {
				t.Errorf("%q: %v with %v", data, err, r)
			}
			return
		}
		if d := planner.Diff(r, r); len(d.Jobs) > 0 {
			t.Errorf("%q differs from itself: %s", data, printDiff(d))
		}
		planner.Diff(r, &planner.Result{})
	})
}

// A damaged file is refused with the place and the reason, wherever it is cut.
func TestReadResultOfCutText(t *testing.T) {
	text, err := json.Marshal(Plan([]*diag.Source{diag.NewSource("a.sql", "SELECT k, COUNT(*) FROM t GROUP BY k")}, planner.Config{}))
	if err != nil {
		t.Fatal(err)
	}
	for n := range text {
		if _, err := planner.ReadResult(text[:n]); err == nil || !strings.Contains(err.Error(), "not JSON") {
			t.Fatalf("cut after %d bytes: %v", n, err)
		}
	}
	if _, err := planner.ReadResult(text); err != nil {
		t.Error(err)
	}
}
