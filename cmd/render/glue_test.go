package render

import (
	"slices"
	"strings"
	"testing"
)

// What is copied as one is one word; what only looks like it is not.
func TestGlue(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"say so (-- @source_key.trades: a, b); partitions could stay", "(-- @source_key.trades: a, b);"},
		{"give @num_partitions: 8, or none", "@num_partitions: 8,"},
		{"write -- velo-plan: ignore VP205 because REASON", "-- velo-plan: ignore VP205 because REASON"},
		{"declare it (-- @source_key.s: site, or --source-key, or the catalog)", "(-- @source_key.s: site,"},
		{"a route with --strategy always_hash --key a,b. Or", "--strategy always_hash --key a,b."},
		{"with --follow --group g too", "--follow --group g"},
		{"leave --diff, --graph and --tree out", "--diff,|--graph and"},
		{"write ROWS BETWEEN 5 PRECEDING AND CURRENT ROW, or ROWS 5 PRECEDING", "ROWS BETWEEN 5 PRECEDING AND CURRENT ROW,"},
		{"write VALUES (1, 'a'), (2, 'b')", "VALUES (1, 'a'),"},
		{"write it as a comment without @", ""},
		{"it -- and that", ""},
		{"--", ""},
		{"-- @a:", "-- @a:"},
		{"the columns @a: ", ""},
	} {
		var got []string
		for _, w := range glue(words([]piece{text(test.text)})) {
			got = append(got, w.text())
			if w.width != columns(w.text()) {
				t.Errorf("%q is %d wide, not %d", w.text(), columns(w.text()), w.width)
			}
		}
		if joined := strings.Join(got, " "); joined != strings.Join(strings.Fields(test.text), " ") {
			t.Errorf("%q became %q", test.text, joined)
		}
		for _, want := range strings.Split(test.want, "|") {
			if strings.Contains(want, " ") && !strings.Contains("|"+strings.Join(got, "|")+"|", "|"+want+"|") {
				t.Errorf("%q: no word %q among %q", test.text, want, got)
			}
		}
		if test.want == "" && slices.ContainsFunc(got, func(w string) bool { return strings.Contains(w, " ") }) {
			t.Errorf("%q: %q", test.text, got)
		}
	}
}
