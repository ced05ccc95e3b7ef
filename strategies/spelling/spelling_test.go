package spelling

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestDistance(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{
		{"", "", 0}, {"", "abc", 3}, {"abc", "", 3}, {"abc", "abc", 0}, {"abc", "abd", 1}, {"abc", "acb", 1},
		{"ca", "abc", 3}, {"kitten", "sitting", 3}, {"abcd", "badc", 2},
	} {
		if got := distance(c.a, c.b); got != c.want {
			t.Errorf("distance(%q, %q) = %d, want %d", c.a, c.b, got, c.want)
		}
	}
}

func TestNearest(t *testing.T) {
	known := []string{"orders", "odors", "payments", strings.Repeat("x", 80)}
	for _, c := range []struct {
		name string
		most int
		want string
	}{
		{"orders", 0, "orders"}, {"oders", 0, ""}, {"oders", 1, "orders"}, // odors is as near, and stands later
		{"odrs", 1, "odors"}, {"paymnet", 2, "payments"}, {"paymnet", 1, ""}, {"", 2, ""},
		{strings.Repeat("x", 79), 2, ""}, // too long to be a slip
	} {
		if got := Nearest(c.name, known, c.most); got != c.want {
			t.Errorf("Nearest(%q, %d) = %q, want %q", c.name, c.most, got, c.want)
		}
	}
}

// The laws of distance, and that Nearest passes over no name that is nearer.
func TestLaws(t *testing.T) {
	word := rapid.StringMatching(`[abc]{0,6}`)
	rapid.Check(t, func(t *rapid.T) {
		a, b, known, most := word.Draw(t, "a"), word.Draw(t, "b"), rapid.SliceOf(word).Draw(t, "known"), rapid.IntRange(0, 4).Draw(t, "most")
		d := distance(a, b)
		if d != distance(b, a) || (d == 0) != (a == b) || d > max(len(a), len(b)) || d < len(a)-len(b) || d < len(b)-len(a) {
			t.Fatalf("distance(%q, %q) = %d, and %d the other way", a, b, d, distance(b, a))
		}
		least := most + 1
		for _, k := range known {
			least = min(least, distance(a, k))
		}
		if got := Nearest(a, known, most); least <= most && distance(a, got) != least || least > most && got != "" {
			t.Fatalf("Nearest(%q, %q, %d) = %q, but the least distance is %d", a, known, most, got, least)
		}
	})
}
