package diag

import "testing"

func TestApply(t *testing.T) {
	src := NewSource("test", "0123456789")
	edit := func(start, end int, text string) Edit { return Edit{Span{start, end}, text} }
	tests := []struct {
		name  string
		at    Span
		edits []Edit
		want  string
	}{
		{"nothing", Span{}, nil, "0123456789"},
		{"replace, insert, remove, in any order", Span{}, []Edit{edit(8, 10, ""), edit(0, 1, "a"), edit(5, 5, "-")}, "a1234-567"},
		{"a piece", Span{2, 6}, []Edit{edit(3, 4, "x")}, "2x45"},
		{"reaching out of the piece", Span{2, 6}, []Edit{edit(1, 3, "x"), edit(5, 7, "y"), edit(9, 9, "z")}, "2345"},
		{"one inside another", Span{}, []Edit{edit(3, 4, "x"), edit(2, 6, "y")}, "01y6789"},
		{"side by side", Span{}, []Edit{edit(2, 4, "x"), edit(4, 6, "y")}, "01xy6789"},
		{"two insertions keep their order", Span{}, []Edit{edit(1, 1, "a"), edit(1, 1, "b")}, "0ab123456789"},
	}
	for _, test := range tests {
		if got := Apply(src, test.at, test.edits); got != test.want {
			t.Errorf("%s: got %q, want %q", test.name, got, test.want)
		}
	}
}
