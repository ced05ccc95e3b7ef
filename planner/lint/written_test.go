package lint_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/velo-plan/velo-plan/planner"
	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/planner/lint"
)

// The statements that advice writes for a job that the engine takes are taken too, and run as planned.
func TestWrittenStatementsDeploy(t *testing.T) {
	texts := []string{}
	for _, r := range lint.All {
		texts = append(texts, r.Doc.Bad, r.Doc.Good)
	}
	files, err := filepath.Glob("../../testdata/jobs*/*.sql")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range files {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		texts = append(texts, string(text))
	}
	texts = append(texts, `-- SQL Application: desk
-- @name: desk_volume
-- @job_mode: adaptive
-- @partitioning_strategy: fanin
CREATE STREAM desk_volume AS
SELECT trader_id, symbol, COUNT(*) AS n FROM trades GROUP BY trader_id, symbol WINDOW TUMBLING(1m) ORDER BY n LIMIT 5
WITH ('trades.type' = 'kafka_source', 'trades.config_file' = 't.yaml', 'desk_volume.type' = 'kafka_sink', 'desk_volume.config_file' = 'd.yaml');
-- @name: total
-- @job_mode: adaptive
-- @partitioning_strategy: fanin
CREATE STREAM total AS
SELECT COUNT(*) AS n FROM trades WHERE v > 5 WINDOW TUMBLING(1m) EMIT CHANGES
WITH ('trades.type' = 'kafka_source', 'trades.config_file' = 't.yaml', 'total.type' = 'kafka_sink', 'total.config_file' = 'd.yaml');
`, `CREATE STREAM busy_pages AS SELECT page, COUNT(*) AS n FROM clicks GROUP BY page WINDOW TUMBLING(1h) ORDER BY n DESC LIMIT 9;
`)
	seen := 0
	for _, text := range texts {
		for _, p := range lint.Plan([]*diag.Source{diag.NewSource("job.sql", text)}, planner.Config{}, lint.Config{}).Plans {
			if p.Engine == nil || slices.Contains([]string{"refused", "cut", "misread"}, p.Engine.Verdict) {
				continue
			}
			for _, a := range p.Advice {
				if len(a.Statements) == 0 {
					continue
				}
				seen++
				written := strings.Join(a.Statements, "\n\n")
				_, rest, _ := strings.Cut(text[p.Span.End:], ";")
				again := diag.NewSource("written.sql", text[:p.Span.Start]+written+rest)
				for _, q := range lint.Plan([]*diag.Source{again}, planner.Config{}, lint.Config{}).Plans {
					if !strings.HasPrefix(q.Job, p.Job) {
						continue
					}
					if q.Engine == nil || q.Engine.Verdict != "same" && q.Engine.Verdict != "correct" {
						t.Errorf("%s: %+v of\n%s", q.Job, q.Engine, written)
					}
				}
			}
		}
	}
	if seen < 3 {
		t.Errorf("%d jobs are split: the test sees too little", seen)
	}
}
