package mapping_test

import (
	"strings"
	"testing"

	"github.com/velo-plan/velo-plan/planner/catalog/mapping"
)

func TestNearest(t *testing.T) {
	known := []string{"table", "tree", "markdown", "json"}
	for name, want := range map[string]string{
		"tabel": "table", "Table": "table", "teee": "tree", "jsn": "json", "markdonw": "markdown",
		"": "", "x": "", "yaml": "", strings.Repeat("table", 100): "",
	} {
		if got := mapping.Nearest(name, known); got != want {
			t.Errorf("%q: %q, not %q", name, got, want)
		}
	}
}

func TestExpected(t *testing.T) {
	for _, test := range []struct {
		name  string
		known []string
		want  string
	}{
		{"tabel", []string{"table", "json"}, "did you mean table? expected one of table, json"},
		{"xml", []string{"table", "json"}, "expected one of table, json"},
		{"stream", []string{"streams"}, "expected streams"},
	} {
		if got := mapping.Expected(test.name, test.known); got != test.want {
			t.Errorf("%q, not %q", got, test.want)
		}
	}
}
