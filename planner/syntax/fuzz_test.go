package syntax

import (
	"testing"
	"time"

	"github.com/velo-plan/velo-plan/planner/diag"
)

// FuzzParse gives the parser any text. It must not panic, take long, or leave a node or diagnostic
// without a place; what Format writes of an expression must be read back as the same expression.
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
		eachItem(file, func(e Expr) {
			if _, star := e.(*Star); star {
				return
			}
			text := Format(e)
			if again := Format(parseExpr(t, text)); again != text {
				t.Errorf("%q becomes %q", text, again)
			}
		})
	})
}
