package lint

import (
	"fmt"
	"runtime"
	"testing"

	"github.com/velo-plan/velo-plan/planner"
	"github.com/velo-plan/velo-plan/planner/diag"
)

// manyJobs are texts of one job each, which has a finding.
func manyJobs(n int) []*diag.Source {
	var list []*diag.Source
	for i := range n {
		list = append(list, diag.NewSource(fmt.Sprintf("job%d.sql", i), fmt.Sprintf(`-- @name: spent_%[1]d
-- @job_mode: adaptive
-- @partition_strategy: hash
CREATE STREAM spent_%[1]d AS
SELECT customer_id, SUM(amount) AS spent FROM orders GROUP BY customer_id WINDOW TUMBLING(1m);
`, i)))
	}
	return list
}

// A result packs its findings, and holds nothing of the plans and statements that they came from.
func TestResultLetsPlansGo(t *testing.T) {
	const files, most = 6 * packSize, 500 // bytes a file: one with its plan takes about 10,000, a finding 1,000
	sources := manyJobs(files)
	held := func() uint64 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	before := held()
	r := Run(sources, planner.Config{}, Config{})
	grown := int64(held()) - int64(before)
	if r.Len() < files {
		t.Fatalf("%d findings in %d files", r.Len(), files)
	}
	if grown > most*files {
		t.Errorf("a result of %d files holds %d bytes a file", files, grown/files)
	}
	runtime.KeepAlive(sources)
}
