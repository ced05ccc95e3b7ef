package pipeline_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/velo-plan/velo-plan/planner"
	"github.com/velo-plan/velo-plan/planner/catalog"
	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/planner/pipeline"
	"github.com/velo-plan/velo-plan/planner/syntax"
)

// padding is a text after which no other text keeps its trees and plans.
func padding() *diag.Source {
	return diag.NewSource("padding.sql", strings.Repeat("-- nothing\n", 1<<18)+"SHOW STREAMS;")
}

// noVisit is a visit that does nothing.
func noVisit(int, *diag.Source, *syntax.Statement, *planner.Plan) {}

// What is planned a second time, a text at a time, is what was planned at first.
func TestTextsArePlannedAgain(t *testing.T) {
	files, err := filepath.Glob("../../testdata/jobs*/*.sql")
	if err != nil || len(files) < 20 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	sources := []*diag.Source{
		padding(),
		diag.NewSource("reader.sql", "CREATE STREAM total AS SELECT k, SUM(n) AS n FROM counted GROUP BY k;\nSELECT k, COUNT(*) AS n FROM seen JOIN names ON seen.k = names.k GROUP BY seen.k"),
		diag.NewSource("writer.sql", "CREATE STREAM counted AS SELECT k PRIMARY KEY, n FROM raw;\nCREATE VIEW seen AS SELECT k, COUNT(*) AS n FROM raw GROUP BY k"),
		diag.NewSource("table.sql", "CREATE TABLE names AS SELECT k, MAX(name) AS name FROM raw GROUP BY k"),
		diag.NewSource("circle1.sql", "CREATE STREAM c1 AS SELECT k PRIMARY KEY, v FROM c2; SELECT k, COUNT(*) AS n FROM c1 GROUP BY k"),
		diag.NewSource("circle2.sql", "CREATE STREAM c2 AS SELECT k PRIMARY KEY, v FROM c1; SELECT v, COUNT(*) AS n FROM c2 GROUP BY v; SELECT x y z"),
		diag.NewSource("two1.sql", "INSERT INTO two SELECT k, v FROM raw; SELECT a.k, SUM(b.v) AS v FROM two a JOIN raw b ON a.v = b.v GROUP BY a.k"),
		diag.NewSource("app1.sql", "-- SQL Application: one\nCREATE STREAM known AS SELECT k FROM raw;\nCREATE STREAM a AS SELECT v FROM known"),
		diag.NewSource("app2.sql", "-- SQL Application: two\nSHOW STREAMS;\nCREATE STREAM b AS SELECT v FROM known"),
		diag.NewSource("app3.sql", "CREATE STREAM c AS SELECT v FROM known"),
		diag.NewSource("two2.sql", "INSERT INTO two SELECT k, v FROM counted"),
	}
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		sources = append(sources, diag.NewSource(name, string(text)))
	}
	for name, cfg := range map[string]planner.Config{"alone": {}, "with a catalog": {Catalog: &catalog.Catalog{}}} {
		whole := pipeline.Plan(sources, cfg)
		texts := pipeline.Read(sources, cfg, noVisit)
		var plans []*planner.Plan
		var findings []string
		for i := range texts.Len() {
			text := texts.Text(i)
			for _, p := range text.Plans {
				if p != nil {
					plans = append(plans, p)
				}
			}
			for _, f := range text.Findings {
				findings = append(findings, fmt.Sprint(f.Name(), f.Span, f.Message))
			}
		}
		var between []string
		for _, f := range whole.Between() {
			between = append(between, fmt.Sprint(f.Name(), f.Span, f.Message))
		}
		slices.Sort(findings)
		slices.Sort(between)
		if !slices.Equal(findings, between) {
			t.Errorf("%s: %q are found between statements, at first %q", name, findings, between)
		}
		if len(plans) != len(whole.Plans) {
			t.Fatalf("%s: %d plans, at first %d", name, len(plans), len(whole.Plans))
		}
		for i, p := range plans {
			got, _ := json.Marshal(p)
			if want, _ := json.Marshal(whole.Plans[i]); string(got) != string(want) {
				t.Errorf("%s: planned again as\n%s\nat first as\n%s", name, got, want)
			}
		}
	}
}

// Texts holds what statements state, not their trees and plans.
func TestTextsLetPlansGo(t *testing.T) {
	sources := []*diag.Source{padding()}
	held := func(n int) uint64 {
		for i := len(sources) - 1; i < n; i++ {
			sources = append(sources, diag.NewSource(fmt.Sprintf("job%d.sql", i), fmt.Sprintf(`-- @name: spent_%[1]d
CREATE STREAM spent_%[1]d AS
SELECT customer_id, SUM(amount) AS spent FROM orders_%[1]d GROUP BY customer_id WINDOW TUMBLING(1m)
WITH ('orders_%[1]d.type' = 'kafka_source', 'spent_%[1]d.type' = 'kafka_sink');
CREATE STREAM large_%[1]d AS SELECT customer_id, spent FROM spent_%[1]d WHERE spent > %[1]d;
`, i)))
		}
		size := func() uint64 {
			runtime.GC()
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			return m.HeapAlloc
		}
		before := size()
		texts := pipeline.Read(sources, planner.Config{}, noVisit)
		grown := size() - before
		runtime.KeepAlive(texts)
		return grown
	}
	const first, more, most = 500, 1000, 1500 // bytes a text: with its trees and plans it takes more than 15,000
	few := held(first)
	if each := int64(held(first+more)-few) / more; each > most {
		t.Errorf("each text holds %d bytes", each)
	} else {
		t.Logf("each text holds %d bytes", each)
	}
}
