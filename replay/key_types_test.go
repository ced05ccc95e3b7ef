package replay

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/velo-plan/velo-plan/strategies"
)

// TestKeyTypes: the text "1" and the number 1 are two groups, and the report shows that both occur.
func TestKeyTypes(t *testing.T) {
	report := run(t, Config{
		Inputs: []string{fileWith(t, `{"a":1,"b":"x"}`, `{"a":"1","b":null}`, `{"a":1.0}`, `{"a":true,"b":[2]}`, `{"a":1e99999999999999999999}`)},
		Keys:   fields("a", "b", "c"), KeyNames: []string{"a", "b", "c"}, Partitions: 2, Strategy: strategies.AlwaysHash,
	})
	want := []KeyTypes{{"a", []string{"boolean", "number", "string"}}, {"b", []string{"string", "object or array"}}, {"c", []string{}}}
	if diff := cmp.Diff(want, report.KeyTypes); diff != "" {
		t.Error(diff)
	}
	if report.Partitions[0].DistinctKeys+report.Partitions[1].DistinctKeys != 4 || report.Input.Records != 4 {
		t.Errorf("%+v", report.Partitions)
	}
}
