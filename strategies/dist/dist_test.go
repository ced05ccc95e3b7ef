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
		{by("b a"), KindBy, "{2, 1}"},
		{by("b a b"), KindBy, "{2, 1}"},
		{By(Partition), KindSource, "{@partition}"},
		{by("k @partition"), KindBy, "{11, @partition}"},
		{By(Row), KindAny, "{@row}"},
		{By(Every, 1<<31-1), KindBy, "{@every, 2147483647}"},
		{by("a @row b"), KindAny, "{@row}"},
	} {
		if c.dist.Kind() != c.kind || c.dist.String() != c.text {
			t.Errorf("got %s %s, want %s %s", c.dist.Kind(), c.dist, c.kind, c.text)
		}
	}
}

func TestHas(t *testing.T) {
	d := by("a @partition")
	if !d.Has(column("a")) || !d.Has(Partition) || d.Has(column("b")) || d.Has(Row) || Single().Has(column("a")) {
		t.Errorf("Has is wrong for %s", d)
	}
}

func TestDistIsImmutable(t *testing.T) {
	given := columns("a b")
	d := By(given...)
	given[0] = column("x")
	d.Columns()[1] = column("y")
	if got := d.Columns(); !slices.Equal(got, columns("a b")) {
		t.Errorf("columns became %v", got)
	}
}
