package replay

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/velo-plan/velo-plan/replay/report"
	"github.com/velo-plan/velo-plan/strategies"
)

// TestKeyTypes: the text "1" and the number 1 are two groups, and the report shows that both occur.
func TestKeyTypes(t *testing.T) {
	r := run(t, Config{
		Inputs: []string{fileWith(t, `{"a":1,"b":"x"}`, `{"a":"1","b":null}`, `{"a":1.0}`, `{"a":true,"b":[2]}`, `{"a":1e99999999999999999999}`)},
		Keys:   fields("a", "b", "c"), KeyNames: []string{"a", "b", "c"}, Partitions: 2, Strategy: strategies.AlwaysHash,
	})
	want := []report.KeyTypes{{Key: "a", Types: []string{"boolean", "number", "string"}}, {Key: "b", Types: []string{"string", "object or array"}}, {Key: "c", Types: []string{}}}
	if diff := cmp.Diff(want, r.KeyTypes); diff != "" {
		t.Error(diff)
	}
	if r.Partitions[0].DistinctKeys+r.Partitions[1].DistinctKeys != 4 || r.Input.Records != 4 {
		t.Errorf("%+v", r.Partitions)
	}
}
