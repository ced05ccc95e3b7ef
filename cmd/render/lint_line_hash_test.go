package render

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The hashes are those of an implementation in JavaScript, with numbers of any size, whose results for the texts of
// GitHub's own test are what GitHub expects.
func TestLineHashes(t *testing.T) {
	for text, want := range map[string][]string{
		"":                         {"c129715d7a2bc9a3:1"},
		"SELECT a\r\n\tFROM t\r\n": {"62983632b4fd8570:1", "7acbae7e70bd4c31:1", "c129715d7a2bc9a3:1"},
		"SELECT  a\n FROM\tt\n":    {"62983632b4fd8570:1", "7acbae7e70bd4c31:1", "c129715d7a2bc9a3:1"},
		"a\rb\n":                   {"81b8d8db678b2bbe:1", "ade70578248be16f:1", "c129715d7a2bc9a3:1"},
		"\ufeff-- größe 😀\nSELECT 1;\n\n\n" + strings.Repeat("SELECT page, COUNT(*) FROM clicks GROUP BY page;\n", 5): {
			"a64f917981801aa7:1", "1e0e2e1938f0ba:1", "23d27a7126096304:1", "354b8c54803abd78:1", "bbcb2230895cd042:1",
			"bbcb2230895cd042:2", "bbcb2230895cd042:3", "579d8c6732457033:1", "7213bdd7ba45544b:1", "c129715d7a2bc9a3:1"},
	} {
		wanted := map[int]bool{}
		for i := range want {
			wanted[i+1] = true
		}
		hashes := lineHashes(text, wanted)
		got := make([]string, len(want))
		for line, hash := range hashes {
			got[line-1] = hash
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%.20q: %s", text, diff)
		}
	}
	if hashes := lineHashes("a\nb\nc\n", map[int]bool{2: true, 9: true}); len(hashes) != 1 || hashes[2] == "" {
		t.Errorf("line 2 alone was wanted: %v", hashes)
	}
}
