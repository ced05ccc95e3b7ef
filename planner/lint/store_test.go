package lint

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/velo-plan/velo-plan/planner/diag"
)

// Findings come back from the store as they went in, in their order, whether they are packed or not.
func TestStore(t *testing.T) {
	sources := []*diag.Source{diag.NewSource("a.sql", "SELECT a"), diag.NewSource("b.sql", "SELECT b")}
	s := store{sources: sources}
	var want []*Finding
	for i := range 2*packSize + 10 {
		f := &Finding{Diagnostic: diag.Diagnostic{ID: "syntax", Severity: diag.Severity(i % 3), Span: diag.Span{Start: i % 5, End: 8},
			Message: fmt.Sprintf("message %d", i), Help: "help", Source: sources[i%2]}, Job: "job", Fingerprint: fmt.Sprintf("%032x", i), text: i%2 + 1,
			home: "h", content: [16]byte{byte(i), 0xff}}
		switch i % 7 {
		case 0:
			f.Source, f.text, f.File = nil, 0, "gone.sql"
		case 1:
			f.Fix = []diag.Edit{{Span: diag.Span{Start: 1, End: 2}, Text: "x"}, {}}
		case 2:
			f.Instead, f.Job = []string{"SELECT 1", ""}, "other"
		case 3:
			f.Suppressed = &Suppression{Kind: SuppressedInline, Reason: "because"}
		}
		want = append(want, f)
		s.add([]*Finding{f})
	}
	same := func(want []*Finding) {
		t.Helper()
		var got []*Finding
		for _, f := range s.all() {
			got = append(got, f)
		}
		if diff := cmp.Diff(want, got, cmp.AllowUnexported(Finding{}), cmpopts.IgnoreUnexported(diag.Source{})); diff != "" {
			t.Error(diff)
		}
	}
	same(want)
	if len(s.packed) != 2 || len(s.open) != 10 {
		t.Errorf("%d are packed, %d are not", len(s.packed), len(s.open))
	}
	known := &Suppression{Kind: SuppressedBaseline, Reason: "known"}
	for _, number := range []int{5, packSize + 5, 2*packSize + 5} {
		s.suppress(number, known)
		want[number].Suppressed = known
	}
	same(want)
	s.job = "OTHER"
	var others []*Finding
	for _, f := range want {
		if f.Job == "other" {
			others = append(others, f)
		}
	}
	same(others)
	for range s.all() {
		break // before the end
	}
}
