package cmd

import (
	"encoding/json"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/rogpeppe/go-internal/txtar"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

// compiled returns a schema. Strict makes unknown keys invalid everywhere: what is shipped allows
// the additions of a later minor version, but a test must see a key that nobody described.
func compiled(t *testing.T, name string, strict bool) *jsonschema.Schema {
	t.Helper()
	text, err := schemas.ReadFile("schema/" + name + ".json")
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(strings.NewReader(string(text)))
	if err != nil {
		t.Fatal(err)
	}
	if strict {
		forbidOthers(doc)
	}
	compiler := jsonschema.NewCompiler()
	compiler.DefaultDraft(jsonschema.Draft2020)
	if err := compiler.AddResource(name, doc); err != nil {
		t.Fatal(err)
	}
	schema, err := compiler.Compile(name)
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

// forbidOthers adds `additionalProperties: false` to every object with listed properties.
func forbidOthers(node any) {
	switch n := node.(type) {
	case map[string]any:
		_, listed := n["properties"]
		if _, said := n["additionalProperties"]; listed && n["type"] == "object" && !said {
			n["additionalProperties"] = false
		}
		for _, child := range n {
			forbidOthers(child)
		}
	case []any:
		for _, child := range n {
			forbidOthers(child)
		}
	}
}

// validate checks a JSON text against a schema.
func validate(t *testing.T, schema *jsonschema.Schema, name, text string) {
	t.Helper()
	value, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	if err != nil {
		t.Errorf("%s: %v", name, err)
		return
	}
	if err := schema.Validate(value); err != nil {
		t.Errorf("%s: %v", name, err)
	}
}

func TestSchemasCompile(t *testing.T) {
	for _, name := range schemaNames {
		compiled(t, name, false)
	}
	files, err := fs.ReadDir(schemas, "schema")
	if err != nil || len(files) != len(schemaNames) {
		t.Errorf("%d files for %d names, %v", len(files), len(schemaNames), err)
	}
}

// The golden JSON of the scripts fits the schema of explain, and so do the plans of all jobs.
func TestExplainFitsSchema(t *testing.T) {
	schema := compiled(t, "explain", true)
	scripts, err := filepath.Glob("testdata/script/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	goldens := 0
	for _, script := range scripts {
		archive, err := txtar.ParseFile(script)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range archive.Files {
			if strings.HasPrefix(file.Name, "explain") && strings.HasSuffix(file.Name, ".json") {
				goldens++
				validate(t, schema, script+": "+file.Name, string(file.Data))
			}
		}
	}
	if goldens < 5 {
		t.Errorf("only %d golden files were found", goldens)
	}
	for _, folder := range []string{"jobs", "jobs-bad", "jobs-beyond", "."} {
		_, out, _ := run("", "explain", filepath.Join("..", "testdata", folder), "-f", "json")
		validate(t, schema, folder, out)
	}
	_, out, _ := run("", "explain", filepath.Join("..", "testdata", "jobs"), "-f", "json", "--witness")
	if !strings.Contains(out, `"no_witness"`) || !strings.Contains(out, `"witness"`) {
		t.Error("the jobs do not show both keys")
	}
	validate(t, schema, "--witness", out)
}

func TestDiffFitsSchema(t *testing.T) {
	schema := compiled(t, "diff", true)
	jobs := filepath.Join("..", "testdata")
	for _, args := range [][]string{
		{drawnJobs, "--diff", "testdata/formats/old"},
		{filepath.Join(jobs, "jobs"), "--diff", filepath.Join(jobs, "jobs-beyond")},
		{filepath.Join(jobs, "jobs"), "--diff", filepath.Join(jobs, "jobs"), "--strategy", "fanin", "-n", "3"},
	} {
		_, out, _ := run("", append([]string{"explain", "-f", "json"}, args...)...)
		validate(t, schema, strings.Join(args, " "), out)
	}
}

func TestReplayFitsSchema(t *testing.T) {
	schema := compiled(t, "replay", true)
	records := filepath.Join("..", "testdata", "records")
	for _, args := range [][]string{
		{filepath.Join(records, "trades.ndjson"), "--strategy", "hash", "--key", "symbol"},
		{filepath.Join(records, "messy.ndjson"), "--strategy", "sticky"},
		{"-"},
	} {
		_, out, errOut := run("", append([]string{"replay", "-f", "json"}, args...)...)
		if errOut != "" {
			t.Errorf("%v: %s", args, errOut)
		}
		validate(t, schema, strings.Join(args, " "), out)
	}
}

func TestProveFitsSchema(t *testing.T) {
	schema := compiled(t, "prove", true)
	records := filepath.Join("..", "testdata", "records")
	for _, args := range [][]string{
		{"-e", "SELECT symbol, COUNT(*) AS n FROM trades GROUP BY symbol", "-i", filepath.Join(records, "trades.ndjson")},
		{"-e", "SELECT symbol, o.venue.name, COUNT(*) AS n FROM trades AS o WHERE price > 2.5 GROUP BY symbol, o.venue.name"},
		{"-e", "CREATE TABLE a (id STRING PRIMARY KEY, n STRING); SELECT t.x, a.n FROM trades t JOIN a ON t.id = a.id JOIN u ON t.x = u.x"},
		{"-e", "SELECT COUNT(*) AS n FROM trades", "-i", filepath.Join(records, "trades.ndjson")},
		{"-e", "SELECT symbol FROM trades LIMIT 3", "-i", filepath.Join(records, "trades.ndjson")},
		{"-e", "SELECT symbol, COUNT(*) AS n FROM trades GROUP BY symbol ORDER BY n DESC, symbol LIMIT 3"},
		{"-e", "-- @source_key.trades: symbol\nSELECT symbol, COUNT(*) AS n FROM trades GROUP BY symbol", "-i", filepath.Join(records, "trades.ndjson")},
		{"-e", "SELECT o.order_id, p.method FROM orders o JOIN payments p ON o.order_id = p.order_id",
			"-i", "orders=" + filepath.Join(records, "orders.ndjson"), "-i", "payments=" + filepath.Join(records, "payments.ndjson")},
	} {
		_, out, errOut := run("", append([]string{"prove", "-f", "json"}, args...)...)
		if errOut != "" {
			t.Errorf("%v: %s", args, errOut)
		}
		validate(t, schema, strings.Join(args, " "), out)
	}
}

// A schema says no to what the program says no to, and yes to what it takes.
func TestFileSchemas(t *testing.T) {
	tests := []struct {
		schema, text string
		fits         bool
	}{
		{"config", "{}", true},
		{"config", "catalog: c.yaml\npartitions: 8\nstrategy: hash\nauto_select_strategy: false\nhash: crc32\nformat: tree\n", true},
		{"config", "partition: 8\n", false},
		{"config", "partitions: 0\n", false},
		{"config", "format: xml\n", false},
		{"catalog", "{}", true},
		{"catalog", "streams: {t: {kind: stream, columns: [a, {name: b, type: STRING}], key: [a], primary_key: b, partitions: 12, partitioner: murmur2, determines: {a: b, 'a, b': [c]}}, u: }", true},
		{"catalog", "streams: {t: {columns: {a: STRING, b: }}}", true},
		{"catalog", "streams: {t: {kind: tabel}}", false},
		{"catalog", "streams: {t: {partitions: -1}}", false},
		{"catalog", "streams: {t: {keys: [a]}}", false},
		{"catalog", "streams: {t: {key: []}}", false},
		{"catalog", "streams: [t]", false},
	}
	for _, test := range tests {
		var value any
		if err := yaml.Unmarshal([]byte(test.text), &value); err != nil {
			t.Fatal(err)
		}
		text, err := json.Marshal(value)
		if err != nil {
			t.Fatal(err)
		}
		again, err := jsonschema.UnmarshalJSON(strings.NewReader(string(text)))
		if err != nil {
			t.Fatal(err)
		}
		if err := compiled(t, test.schema, false).Validate(again); (err == nil) != test.fits {
			t.Errorf("%s %q: %v", test.schema, test.text, err)
		}
	}
}
