package cmd

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/velo-plan/velo-plan/cmd/config"
)

// What lint writes as JSON fits its schema, with findings of every kind and without any.
func TestLintFitsSchema(t *testing.T) {
	schema := compiled(t, "lint", true)
	shared := filepath.Join("..", "testdata")
	for _, args := range [][]string{
		{filepath.Join(shared, "jobs")}, {filepath.Join(shared, "jobs-bad"), "missing.sql"}, {filepath.Join(shared, "jobs-beyond")}, {"-"},
	} {
		_, out, errOut := run("SELECT x FROM t ORDER BY x;", append([]string{"lint", "-f", "json"}, args...)...)
		if errOut != "" {
			t.Errorf("%v: %s", args, errOut)
		}
		validate(t, schema, strings.Join(args, " "), out)
	}
}

// The schema of the configuration file and its reader agree on what lint takes.
func TestLintConfigurationFitsSchema(t *testing.T) {
	schema := compiled(t, "config", false)
	for text, fits := range map[string]bool{
		"engine: none\n":              true,
		"engine: velostream\nlint:\n": true,
		"engine: kafka\n":             false,
		"lint: {severity: {VP205: off, vp201: error}, fail-on: warning, max-warnings: 3, include: [a/**], exclude: 'b/*.sql', baseline: b.json}\n": true,
		"lint: {severity: }\n":                      true,
		"lint: {severity: {VP205: fatal}}\n":        false,
		"lint: {severity: {VP2: off, vp3: note}}\n": true,
		"lint: {severity: {VP9: off}}\n":            false,
		"lint: {severity: {VP20: off}}\n":           false,
		"lint: {fail-on: off}\n":                    false,
		"lint: {max-warnings: -1}\n":                false,
		"lint: {failon: error}\n":                   false,
		"lint: {engine: none}\n":                    false,
		"baseline: b.json\n":                        false,
		"lint: [a]\n":                               false,
		"lint: {include: {a: b}}\n":                 false,
	} {
		t.Chdir(t.TempDir())
		write(t, config.FileName, text)
		write(t, "b.json", `{"format_version": "1.0"}`)
		code, _, errOut := run("-- @name: a\nSELECT x FROM t;", "lint", "-")
		if read := code == exitFine; read != fits {
			t.Errorf("%q: exit code %d\n%s", text, code, errOut)
		}
		var value any
		if err := yaml.Unmarshal([]byte(text), &value); err != nil {
			t.Fatal(err)
		}
		again, err := json.Marshal(value)
		if err != nil {
			t.Fatal(err)
		}
		instance, err := jsonschema.UnmarshalJSON(strings.NewReader(string(again)))
		if err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(instance); (err == nil) != fits {
			t.Errorf("%q: %v", text, err)
		}
	}
}
