package render_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/velo-plan/velo-plan/cmd/render"
	"github.com/velo-plan/velo-plan/planner/lint"
)

// sarifSchema compiles the official schema of SARIF 2.1.0 (errata 01), which lies in testdata as
// OASIS publishes it.
func sarifSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", "sarif-schema-2.1.0.json"))
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	if err := compiler.AddResource("sarif", doc); err != nil {
		t.Fatal(err)
	}
	schema, err := compiler.Compile("sarif")
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

// sarif prints a result.
func sarif(t *testing.T, r *lint.Result, from render.SARIFOrigin) string {
	t.Helper()
	var b strings.Builder
	if err := render.LintSARIF(&b, r, from); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestLintSARIFFitsSchema(t *testing.T) {
	schema := sarifSchema(t)
	for _, name := range []string{"", odd, "/abs/", "a:b/", "../"} {
		text := sarif(t, findings(name), render.SARIFOrigin{Version: "(devel)", Root: "/src/o d%/"})
		value, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(value); err != nil {
			t.Errorf("%q: %v", name, err)
		}
		run := value.(map[string]any)["runs"].([]any)[0].(map[string]any)
		rules := run["tool"].(map[string]any)["driver"].(map[string]any)["rules"].([]any)
		kinds := map[string]int{}
		for _, r := range run["results"].([]any) {
			result := r.(map[string]any)
			index, _ := result["ruleIndex"].(interface{ Int64() (int64, error) }).Int64()
			if rules[index].(map[string]any)["id"] != result["ruleId"] {
				t.Errorf("rule %d is not %v", index, result["ruleId"])
			}
			for _, s := range result["suppressions"].([]any) {
				kinds[s.(map[string]any)["kind"].(string)]++
			}
		}
		if kinds["inSource"] == 0 || kinds["external"] == 0 {
			t.Errorf("suppressions: %v", kinds)
		}
	}
}

// The check must be able to fail.
func TestLintSARIFCheckCatches(t *testing.T) {
	schema := sarifSchema(t)
	good := sarif(t, findings(""), render.SARIFOrigin{Root: "/src"})
	for _, change := range [][2]string{
		{`"2.1.0"`, `"2.2.0"`}, {`"inSource"`, `"inline"`}, {`"startLine": 3`, `"startLine": 0`}, {`"ruleId"`, `"rule"`}, {`"unicodeCodePoints"`, `"bytes"`},
		{`"jobs/a.sql"`, `"jobs/ a.sql%"`}, {`"level": "error"`, `"level": "fatal"`},
	} {
		bad := strings.Replace(good, change[0], change[1], 1)
		if bad == good {
			t.Fatalf("%s is not in the log", change[0])
		}
		value, err := jsonschema.UnmarshalJSON(strings.NewReader(bad))
		if err != nil {
			t.Fatal(err)
		}
		if schema.Validate(value) == nil {
			t.Errorf("%s for %s is not found", change[1], change[0])
		}
	}
}
