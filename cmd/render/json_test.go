package render_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/velo-plan/velo-plan/cmd/render"
	"github.com/velo-plan/velo-plan/planner"
	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/planner/pipeline"
)

// JSON that is written piece by piece is what encoding/json writes at once.
func TestJSONAgainstEncoder(t *testing.T) {
	circle := []*diag.Source{
		diag.NewSource("a.sql", "CREATE STREAM a AS SELECT k, '<&>' AS t FROM b; SHOW STREAMS; SELECT x y z"),
		diag.NewSource("b.sql", "CREATE STREAM b AS SELECT k FROM a GROUP BY k"),
	}
	plans := pipeline.Plan(circle, planner.Config{})
	for name, v := range map[string]any{
		"plans": plans, "no plans": pipeline.Plan(nil, planner.Config{}), "verified": render.Verified{Result: plans, Topics: []render.VerifiedTopic{{Topic: "a"}}},
		"nothing verified": render.Verified{Result: plans}, "no result": render.Verified{}, "sample": sample(), "difference": planner.Diff(plans, sample()),
		"replay": complete(4), "a topic": ofTopic(3), "merged": merged(),
		"a list": []int{1, 2}, "an empty list": []string{}, "all left out": struct {
			A []int `json:"a,omitempty"`
		}{},
	} {
		var want strings.Builder
		e := json.NewEncoder(&want)
		e.SetEscapeHTML(false)
		e.SetIndent("", "  ")
		if err := e.Encode(v); err != nil {
			t.Fatal(err)
		}
		if got, err := render.JSON(v); err != nil || got != want.String() {
			t.Errorf("%s: %v, got\n%s\nwant\n%s", name, err, got, want.String())
		}
	}
	if _, err := render.JSON(func() {}); err == nil {
		t.Error("a function has no JSON")
	}
}
