package render_test

import (
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/velo-plan/velo-plan/cmd/render"
)

// sarifRules are the rules of SARIF 2.1.0 for the parts of it that are written (sections 3.13 to
// 3.57 of the standard): names, types, words and least values. Everything else is forbidden here.
const sarifRules = `{
  "type": "object", "required": ["version", "runs"], "additionalProperties": false,
  "properties": {
    "$schema": {"type": "string", "format": "uri"}, "version": {"const": "2.1.0"},
    "runs": {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/run"}}
  },
  "$defs": {
    "text": {"type": "object", "required": ["text"], "additionalProperties": false, "properties": {"text": {"type": "string"}, "markdown": {"type": "string"}}},
    "level": {"enum": ["none", "note", "warning", "error"]},
    "artifact": {"type": "object", "required": ["uri"], "additionalProperties": false, "properties": {"uri": {"type": "string", "format": "uri-reference"}}},
    "region": {"type": "object", "required": ["startLine"], "additionalProperties": false, "properties": {
      "startLine": {"type": "integer", "minimum": 1}, "startColumn": {"type": "integer", "minimum": 1},
      "endLine": {"type": "integer", "minimum": 1}, "endColumn": {"type": "integer", "minimum": 1}}},
    "run": {"type": "object", "required": ["tool"], "additionalProperties": false, "properties": {
      "tool": {"type": "object", "required": ["driver"], "additionalProperties": false, "properties": {"driver": {
        "type": "object", "required": ["name"], "additionalProperties": false, "properties": {
          "name": {"type": "string", "minLength": 1}, "version": {"type": "string"}, "informationUri": {"type": "string", "format": "uri"},
          "rules": {"type": "array", "uniqueItems": true, "items": {"$ref": "#/$defs/rule"}}}}}},
      "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
      "results": {"type": "array", "items": {"$ref": "#/$defs/result"}}}},
    "rule": {"type": "object", "required": ["id"], "additionalProperties": false, "properties": {
      "id": {"type": "string"}, "name": {"type": "string"}, "shortDescription": {"$ref": "#/$defs/text"}, "fullDescription": {"$ref": "#/$defs/text"},
      "help": {"$ref": "#/$defs/text"}, "helpUri": {"type": "string", "format": "uri"},
      "defaultConfiguration": {"type": "object", "additionalProperties": false, "properties": {"level": {"$ref": "#/$defs/level"}}}}},
    "result": {"type": "object", "required": ["message", "ruleId", "ruleIndex", "level"], "additionalProperties": false, "properties": {
      "ruleId": {"type": "string"}, "ruleIndex": {"type": "integer", "minimum": 0}, "level": {"$ref": "#/$defs/level"}, "message": {"$ref": "#/$defs/text"},
      "locations": {"type": "array", "items": {"type": "object", "additionalProperties": false, "properties": {"physicalLocation": {
        "type": "object", "required": ["artifactLocation"], "additionalProperties": false,
        "properties": {"artifactLocation": {"$ref": "#/$defs/artifact"}, "region": {"$ref": "#/$defs/region"}}}}}},
      "partialFingerprints": {"type": "object", "additionalProperties": {"type": "string"}},
      "suppressions": {"type": "array", "uniqueItems": true, "items": {"type": "object", "required": ["kind"], "additionalProperties": false, "properties": {
        "kind": {"enum": ["inSource", "external"]}, "status": {"enum": ["accepted", "underReview", "rejected"]}, "justification": {"type": "string"}}}},
      "fixes": {"type": "array", "uniqueItems": true, "items": {"type": "object", "required": ["artifactChanges"], "additionalProperties": false, "properties": {
        "description": {"$ref": "#/$defs/text"},
        "artifactChanges": {"type": "array", "minItems": 1, "items": {"type": "object", "required": ["artifactLocation", "replacements"], "additionalProperties": false,
          "properties": {"artifactLocation": {"$ref": "#/$defs/artifact"}, "replacements": {"type": "array", "minItems": 1, "items": {
            "type": "object", "required": ["deletedRegion"], "additionalProperties": false,
            "properties": {"deletedRegion": {"$ref": "#/$defs/region"}, "insertedContent": {"$ref": "#/$defs/text"}}}}}}}}}}}}
  }
}`

// sarifSchema compiles sarifRules.
func sarifSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(strings.NewReader(sarifRules))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	compiler.DefaultDraft(jsonschema.Draft2020)
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

func TestLintSARIFKeepsItsRules(t *testing.T) {
	schema := sarifSchema(t)
	for _, name := range []string{"", odd, "/abs/", "a:b/", "../"} {
		text := without(t)(render.LintSARIF(findings(name), ""))
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
	good := without(t)(render.LintSARIF(findings(""), ""))
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
