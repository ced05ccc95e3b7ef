package config_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/velo-plan/velo-plan/cmd/config"
	"github.com/velo-plan/velo-plan/planner"
	"github.com/velo-plan/velo-plan/planner/catalog"
)

// project makes a folder of files and goes there.
func project(t *testing.T, files map[string]string) {
	t.Helper()
	t.Chdir(t.TempDir())
	for name, text := range files {
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

// environment returns a Getenv over fixed variables.
func environment(pairs ...string) func(string) string {
	vars := map[string]string{}
	for i := 0; i < len(pairs); i += 2 {
		vars[pairs[i]] = pairs[i+1]
	}
	return func(name string) string { return vars[name] }
}

func TestPlacesAreKeptApart(t *testing.T) {
	project(t, map[string]string{
		"velo-plan.yaml": "strategy: sticky\npartitions: 3\nhash: crc32\nformat: markdown\nauto_select_strategy: false\ncatalog: c.yaml\n",
		"c.yaml":         "streams: {s: {key: k}}",
	})
	c, err := config.Load(config.Request{
		Flags: config.Values{Strategy: "fanin", Partitions: 1, Hash: "murmur2"}, Near: ".", Job: "j",
		Getenv: environment("VELO_PLAN_STRATEGY", "Smart", "VELO_PLAN_PARTITIONS", "2", "VELO_PLAN_HASH", "velostream", "VELO_PLAN_COLOR", "never"),
	})
	if err != nil {
		t.Fatal(err)
	}
	got := c.Planner()
	if _, ok := got.Catalog.Lookup("s"); !ok {
		t.Error("the catalog is not read")
	}
	got.Catalog = nil
	want := planner.Config{
		Strategy:     planner.Named[string]{Flag: "fanin", Environment: "Smart", File: "sticky"},
		Partitions:   planner.Named[int]{Flag: 1, Environment: 2, File: 3},
		NoAutoSelect: true, Hash: "murmur2", Job: "j",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if c.Path != "velo-plan.yaml" || c.Color() != config.ColorNever || c.Format([]string{"table", "markdown"}) != "markdown" {
		t.Errorf("path %q, color %q, format %q", c.Path, c.Color(), c.Format([]string{"table", "markdown"}))
	}
	if got := c.Format([]string{"table", "json"}); got != "table" {
		t.Errorf("a format that the command lacks gives %q", got)
	}
}

func TestConfigFileIsLookedForUpwards(t *testing.T) {
	project(t, map[string]string{"velo-plan.yaml": "partitions: 3", "a/velo-plan.yaml": "partitions: 4", "a/b/c/x.sql": "", "d/x.sql": ""})
	for near, want := range map[string]struct {
		path       string
		partitions int
	}{
		".": {"velo-plan.yaml", 3}, "d": {"velo-plan.yaml", 3}, "a": {"a/velo-plan.yaml", 4}, "a/b/c": {"a/velo-plan.yaml", 4},
		"a/none/yet": {"a/velo-plan.yaml", 4},
	} {
		c, err := config.Load(config.Request{Near: near, Getenv: environment()})
		if err != nil {
			t.Fatal(err)
		}
		if filepath.ToSlash(c.Path) != want.path || c.File.Partitions != want.partitions {
			t.Errorf("near %s: %s with %d partitions", near, c.Path, c.File.Partitions)
		}
	}
	t.Chdir("a/b")
	c, err := config.Load(config.Request{Near: ".", Getenv: environment()})
	if err != nil || filepath.ToSlash(c.Path) != "../velo-plan.yaml" {
		t.Errorf("from below: %q, %v", c.Path, err)
	}
}

func TestSourceFlags(t *testing.T) {
	c, err := config.Load(config.Request{Near: t.TempDir(), Getenv: environment(),
		SourceKeys: []string{"trades=a, b.c", "Trades=x", "kafka://t?a=b=k"}, SourcePartitions: []string{"trades=12", "other=3"}})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []catalog.Stream{
		{Name: "trades", Key: []string{"a", "b.c"}, KeyBy: "--source-key", Partitions: 12, PartBy: "--source-partitions"},
		{Name: "Trades", Key: []string{"x"}, KeyBy: "--source-key"},
		{Name: "kafka://t?a=b", Key: []string{"k"}, KeyBy: "--source-key"},
		{Name: "other", Partitions: 3, PartBy: "--source-partitions"},
	} {
		got, ok := c.Streams.Lookup(want.Name)
		if !ok {
			t.Errorf("no stream %s", want.Name)
			continue
		}
		if diff := cmp.Diff(want, *got); diff != "" {
			t.Error(diff)
		}
	}
}

func TestMistakes(t *testing.T) {
	tests := []struct {
		name    string
		request config.Request
		want    string
	}{
		{"environment", config.Request{Getenv: environment("VELO_PLAN_PARTITIONS", "-1")},
			`the environment variable VELO_PLAN_PARTITIONS: expected a whole number from 1 to 65536, found "-1"`},
		{"color", config.Request{Getenv: environment("VELO_PLAN_COLOR", "alway")},
			`the environment variable VELO_PLAN_COLOR: unknown value "alway"; did you mean always?`},
		{"config file", config.Request{Config: "no.yaml"}, "cannot read no.yaml: no such file"},
		{"config file by environment", config.Request{Getenv: environment("VELO_PLAN_CONFIG", "gone.yaml")}, "cannot read gone.yaml: no such file"},
		{"catalog file", config.Request{Flags: config.Values{Catalog: "no.yaml"}}, "the catalog: cannot read no.yaml: no such file"},
		{"key in the config file", config.Request{Config: "bad.yaml"}, `bad.yaml:1:1: unknown key "stratgy"; did you mean strategy?`},
		{"value in the config file", config.Request{Config: "worse.yaml"}, `worse.yaml:1:11: strategy: unknown strategy "hsh"; did you mean hash?`},
		{"source key", config.Request{SourceKeys: []string{"=a"}}, `--source-key "=a": expected stream=column`},
		{"source partitions twice", config.Request{SourcePartitions: []string{"s=1", "s=2"}}, "--source-partitions: the partitions of s are given twice"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			project(t, map[string]string{"bad.yaml": "stratgy: hash", "worse.yaml": "strategy: hsh"})
			if test.request.Near = "."; test.request.Getenv == nil {
				test.request.Getenv = environment()
			}
			c, err := config.Load(test.request)
			if err == nil {
				t.Fatalf("no error: %+v", c)
			}
			if !strings.HasPrefix(err.Error(), test.want) {
				t.Errorf("got  %s\nwant %s", err, test.want)
			}
		})
	}
}
