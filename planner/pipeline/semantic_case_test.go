//go:build !race

package pipeline_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/velo-plan/velo-plan/planner"
	"github.com/velo-plan/velo-plan/planner/catalog"
	"github.com/velo-plan/velo-plan/planner/decide"
	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/planner/pipeline"
	"github.com/velo-plan/velo-plan/planner/prove"
)

// knownFaults is the one file of testdata/semantic whose cases must fail.
const knownFaults = "known_faults.sql"

// semCase is one case of testdata/semantic: the text that is planned, and what SQLite needs to
// know besides. Cases are parted by blank lines; a line that starts with "--!" is a directive.
type semCase struct {
	name string // file and line
	text string
	// sqlite is the query in SQLite's words where it cannot run the text itself; {0}, {1}, .. stand
	// for the sources that the statement reads, in the planner's order.
	sqlite      string
	notNull     []string          // "t.a": columns without NULL
	partitioner map[string]string // of a source by its name
	stage       *semSource        // what an earlier statement gives, if the case reads that
	chained     bool              // the last statement reads what the one before makes
	repeats     bool              // the result is determined even where no column is unique
	untyped     bool              // the catalog has no types
	remedies    []planner.Remedy  // whose statements the plan is to have
	careful     bool              // no data shows a strategy wrong that the plan calls wrong; the directive says why
}

// readSemanticCases reads all cases of a file.
func readSemanticCases(t testing.TB, path string) []*semCase {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var out []*semCase
	var block []string
	start := 0
	for i, line := range append(strings.Split(string(data), "\n"), "") {
		if strings.TrimSpace(line) != "" {
			if len(block) == 0 {
				start = i + 1
			}
			block = append(block, line)
			continue
		}
		if c := readSemanticCase(t, fmt.Sprintf("%s:%d", filepath.Base(path), start), block); c != nil {
			out = append(out, c)
		}
		block = nil
	}
	return out
}

// readSemanticCase reads one block; nil if it is only comments.
func readSemanticCase(t testing.TB, name string, block []string) *semCase {
	t.Helper()
	c := &semCase{name: name, partitioner: map[string]string{}}
	into := &c.text
	for _, line := range block {
		directive, ok := strings.CutPrefix(line, "--! ")
		if !ok {
			*into += line + "\n"
			continue
		}
		word, rest, _ := strings.Cut(directive, " ")
		fields := strings.Fields(rest)
		switch {
		case word == "sqlite" && rest == "":
			into = &c.sqlite
		case word == "notnull" && len(fields) > 0:
			c.notNull = append(c.notNull, fields...)
		case word == "partitioner" && len(fields) == 2:
			c.partitioner[fields[0]] = fields[1]
		case word == "careful" && rest != "":
			c.careful = true
		default:
			t.Fatalf("%s: unknown directive %q", name, line)
		}
	}
	for _, line := range strings.Split(c.text, "\n") {
		if line = strings.TrimSpace(line); line != "" && (!strings.HasPrefix(line, "--") || strings.HasPrefix(line, "-- @")) {
			return c
		}
	}
	return nil
}

// catalog declares the sources of all cases. Source o is left out: its columns are known to
// the data, not to the planner.
func (c *semCase) catalog() *catalog.Catalog {
	var out catalog.Catalog
	for _, src := range semSources {
		if src.hidden {
			continue
		}
		s := &catalog.Stream{Name: src.name, Kind: src.kind, PrimaryKey: src.pk, Partitioner: c.partitioner[src.name], Determines: src.determines, DependsBy: "the catalog"}
		for _, col := range src.cols {
			if c.untyped {
				col.typ = ""
			}
			s.Columns = append(s.Columns, catalog.Column{Name: col.name, Type: col.typ})
		}
		out.Add(s)
	}
	return &out
}

// planned is a case as the planner sees it for one partition count.
type planned struct {
	*pipeline.Job
	*decide.Case
	c       *semCase
	plan    *planner.Plan
	routers map[string]*prove.Router
}

// planCase plans the last statement of a case; the ones before it are views and declarations.
func (c *semCase) planCase(t testing.TB, n int) *planned {
	t.Helper()
	cfg := planner.Config{Catalog: c.catalog(), Remedies: c.remedies}
	cfg.Partitions.Flag = n
	result, jobs := pipeline.Jobs([]*diag.Source{diag.NewSource(c.name, c.text)}, cfg)
	for _, f := range result.Findings {
		if f.Severity == diag.Error {
			t.Fatalf("%s\n%s", f.Message, c.text)
		}
	}
	if len(jobs) == 0 {
		t.Fatalf("it reads nothing\n%s", c.text)
	}
	job := jobs[len(jobs)-1]
	p := &planned{Job: job, Case: job.Case, c: c, plan: job.Plan, routers: map[string]*prove.Router{}}
	p.checkRoutes(t)
	return p
}

// checkRoutes compares the routes that the room prove takes for the strategy that runs with those that the plan shows.
func (p *planned) checkRoutes(t testing.TB) {
	t.Helper()
	for i, got := range p.router(t, p.plan.Strategy).Routes {
		want := p.plan.Inputs[i]
		var names []string
		for _, k := range got.Keys {
			names = append(names, p.Tree.Columns.Name(k))
		}
		if got.Kind != want.Route && got.Kind != "load" || !slices.Equal(names, want.Keys) && len(names)+len(want.Keys) > 0 {
			t.Errorf("%s: input %s is routed %s %v, the plan says %s %v", p.plan.Strategy, want.Source, got.Kind, got.Keys, want.Route, want.Keys)
		}
	}
}

// verdict is the plan's word on a strategy.
func (p *planned) verdict(strategy string) string {
	for _, a := range p.plan.Alternatives {
		if a.Strategy == strategy {
			return a.Verdict
		}
	}
	return ""
}
