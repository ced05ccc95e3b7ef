package dist

import (
	"slices"
	"testing"
)

func TestKindsAndTexts(t *testing.T) {
	for _, c := range []struct {
		dist Dist
		kind Kind
		text string
	}{
		{Any(), KindAny, "{@row}"},
		{Source(), KindSource, "{@partition}"},
		{Single(), KindSingle, "{}"},
		{Dist{}, KindSingle, "{}"},
		{By(), KindSingle, "{}"},
		{By("b", "a"), KindBy, "{b, a}"},
		{By("b", "a", "b"), KindBy, "{b, a}"},
		{By(Partition), KindSource, "{@partition}"},
		{By("k", Partition), KindBy, "{k, @partition}"},
		{By(Row), KindAny, "{@row}"},
		{By("a", Row, "b"), KindAny, "{@row}"},
	} {
		if c.dist.Kind() != c.kind || c.dist.String() != c.text {
			t.Errorf("got %s %s, want %s %s", c.dist.Kind(), c.dist, c.kind, c.text)
		}
	}
}

func TestHas(t *testing.T) {
	d := By("a", Partition)
	if !d.Has("a") || !d.Has(Partition) || d.Has("b") || d.Has(Row) || Single().Has("a") {
		t.Errorf("Has is wrong for %s", d)
	}
}

func TestDistIsImmutable(t *testing.T) {
	given := []Column{"a", "b"}
	d := By(given...)
	given[0] = "x"
	d.Columns()[1] = "y"
	if got := d.Columns(); !slices.Equal(got, []Column{"a", "b"}) {
		t.Errorf("columns became %v", got)
	}
}
