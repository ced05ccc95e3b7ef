//go:build !race

package prove

import (
	"context"
	"strings"
	"testing"
)

// TestWindowsAreProven searches statements over time, each with a declared key and without: the plan's right strategies
// hold, and its wrong ones are shown.
func TestWindowsAreProven(t *testing.T) {
	var list []string
	for _, window := range []string{"TUMBLING(ts, 10s)", "HOPPING(ts, 10s, 5s)", "SLIDING(ts, 10s, 3s)", "SESSION(ts, 5s)", "SESSION(ts, 5s, p)"} {
		for _, text := range []string{
			"SELECT k, COUNT(*) AS n FROM t GROUP BY k WINDOW {}",
			"SELECT COUNT(*) AS n FROM t WINDOW {}",
			"SELECT q.s, COUNT(*) AS c FROM (SELECT k, _window_start AS s, MIN(v) AS n FROM t GROUP BY k WINDOW {} HAVING COUNT(*) > 1) AS q GROUP BY q.s",
		} {
			list = append(list, strings.ReplaceAll(text, "{}", window))
		}
	}
	list = append(list,
		"SELECT t.k, u.v FROM t LEFT JOIN u ON t.k = u.k WITHIN 5s WITH ('event.time.field' = 'ts')",
		"SELECT t.k, u.v FROM t FULL JOIN u ON t.v = u.v WITHIN 5s WITH ('event.time.field' = 'ts')",
		"SELECT t.k, COUNT(*) AS n FROM t JOIN u ON t.k = u.k AND u.ts BETWEEN t.ts - INTERVAL '5' SECOND AND t.ts GROUP BY t.k",
		"SELECT k, v, SUM(v) OVER (ROWS WINDOW BUFFER 2 ROWS PARTITION BY k) AS s FROM t",
		"SELECT k, v, ROW_NUMBER() OVER (PARTITION BY v) AS s FROM t",
		"SELECT k, v, SUM(v) OVER (PARTITION BY k ORDER BY ts RANGE BETWEEN INTERVAL '5' SECOND PRECEDING AND CURRENT ROW) AS s FROM t",
		"SELECT COUNT(*) AS n FROM t GROUP BY SESSION(ts, INTERVAL '5' SECOND)",
		"SELECT k, COUNT(*) AS n FROM t GROUP BY k LIMIT 2")
	wrong, right := 0, 0
	for i, text := range list {
		if testing.Short() && i%4 > 0 {
			continue
		}
		for _, declared := range []string{"", "-- @source_key.t: k\n-- @source_partitions.t: 4\n-- @source_key.u: k\n-- @source_partitions.u: 4\n"} {
			s := statementOf(t, declared+text, 4)
			r := NewReport(s.Job, func(string) bool { return true })
			if err := s.Search(context.Background(), r, 1); err != nil || r.Executable.Because != "" {
				t.Fatalf("%s%s: %v %s", declared, text, err, r.Executable.Because)
			}
			for _, out := range r.Strategies {
				switch {
				case out.Verdict == "wrong" && out.Witness == nil:
					t.Errorf("%s%s\nnothing shows that %s is wrong", declared, text, out.Strategy)
				case out.Verdict == "wrong":
					wrong++
				case (out.Verdict == "chosen" || out.Verdict == "correct") && (out.Witness != nil || *out.HeldOn < Tries/2):
					t.Errorf("%s%s\n%s is %s, but gives other rows, or only on %d data sets any\n%s", declared, text, out.Strategy, out.Verdict, *out.HeldOn, found(r))
				case out.Verdict != "unproven" && out.Verdict != unavailable:
					right++
				}
			}
		}
	}
	t.Logf("%d wrongs shown, %d rights held", wrong, right)
	if wrong < 10 || right < 20 {
		t.Errorf("only %d wrongs and %d rights", wrong, right)
	}
}
