package syntax

import (
	"testing"

	"github.com/velo-plan/velo-plan/planner/diag"
)

func TestIsParameter(t *testing.T) {
	tests := []struct {
		table string
		want  bool
	}{
		{"t", false}, {"a.b", false}, {"$t", true}, {"${t}", true}, {"${t:x.y}", true}, {"{{ t }}", true}, {"{{ f('a.b') }}", true},
		{":t", true}, {"a.$t", true}, {"${s}.t", true}, {"t_${env}_x", true}, {"{{ s }}_t", true},
		{`"$t"`, false}, {`"{{ t }}"`, false}, {`":t"`, false}, {`"a $t"`, false},
	}
	for _, test := range tests {
		file, ds := Parse(diag.NewSource("test", "INSERT INTO "+test.table+" SELECT a FROM b"))
		if len(ds) > 0 {
			t.Errorf("%s: %s", test.table, ds[0].Message)
			continue
		}
		if got := file.Statements[0].Target; got.IsParameter() != test.want {
			t.Errorf("%s, read as %q: %t", test.table, got.Name, got.IsParameter())
		}
	}
}
