package syntax

import (
	"strings"
	"testing"
	"time"

	"github.com/velo-plan/velo-plan/planner/diag"
)

// FuzzParse gives the parser any text. It must not panic, take long, or leave a node or diagnostic
// without a place; what Format writes of a query must be read back as the same tree.
func FuzzParse(f *testing.F) {
	for _, sql := range corpus(f) {
		f.Add(sql)
	}
	f.Add(job)
	f.Fuzz(func(t *testing.T, sql string) {
		start := time.Now()
		file, ds := Parse(diag.NewSource("fuzz", sql))
		if took := time.Since(start); took > patience {
			t.Errorf("took %v", took)
		}
		checkFile(t, file, ds)
		for _, s := range file.Statements {
			if s.Query != nil {
				checkRoundTrip(t, &Subquery{Query: s.Query})
			}
		}
	})
}

// rewritten undoes in printed trees what Format writes in another form: ROLLUP and CUBE as the sets
// that they stand for, and a LIMIT ALL, which bounds nothing, not at all.
var rewritten = strings.NewReplacer("ROLLUP{", "GROUPING SETS{", "CUBE{", "GROUPING SETS{", "LIMIT - OFFSET - ", "", " LIMIT - OFFSET -", "")

// checkRoundTrip fails the test if the text that Format writes has another tree, or another text.
func checkRoundTrip(t *testing.T, e Expr) {
	t.Helper()
	text := Format(e)
	back := parseExpr(t, text)
	if got, want := rewritten.Replace(shape(back)), rewritten.Replace(shape(e)); got != want {
		t.Errorf("%q\nread as %s\nwant    %s", text, got, want)
	}
	if again := Format(back); again != text {
		t.Errorf("%q becomes %q", text, again)
	}
}
