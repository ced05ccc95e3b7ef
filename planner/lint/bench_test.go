package lint_test

import (
	"fmt"
	"testing"

	"github.com/velo-plan/velo-plan/planner"
	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/planner/lint"
)

// application is a file of five jobs: a filter, two windows, a join and a table.
const application = `-- SQL Application: app%[1]d
-- Version: 1.0.0
-- @application: app%[1]d

-- @name: clean_%[1]d
-- @job_mode: adaptive
-- @num_partitions: 8
CREATE STREAM clean_%[1]d AS
SELECT customer_id PRIMARY KEY, order_id, product_id, amount, region, ts
FROM orders_%[1]d
WHERE status = 'paid' AND amount > 0
WITH ('orders_%[1]d.type' = 'kafka_source', 'clean_%[1]d.type' = 'kafka_sink');

-- @name: spend_%[1]d
-- @job_mode: adaptive
-- @num_partitions: 8
CREATE STREAM spend_%[1]d AS
SELECT customer_id, COUNT(*) AS placed, SUM(amount) AS spent
FROM clean_%[1]d
GROUP BY customer_id
WINDOW TUMBLING(ts, INTERVAL '1' HOUR)
EMIT CHANGES
WITH ('spend_%[1]d.type' = 'kafka_sink');

-- @name: demand_%[1]d
-- @job_mode: adaptive
-- @num_partitions: 8
-- @partitioning_strategy: hash
CREATE STREAM demand_%[1]d AS
SELECT product_id, region, COUNT(*) AS orders, AVG(amount) AS mean
FROM clean_%[1]d
GROUP BY product_id, region
WINDOW SLIDING(ts, 1h, INTERVAL '10' MINUTE)
HAVING COUNT(*) > 10
EMIT CHANGES
WITH ('demand_%[1]d.type' = 'kafka_sink');

-- @name: paid_%[1]d
-- @job_mode: adaptive
-- @num_partitions: 8
-- @partitioning_strategy: hash
CREATE STREAM paid_%[1]d AS
SELECT c.order_id, c.customer_id, p.method, c.amount
FROM clean_%[1]d c
JOIN payments_%[1]d p ON c.order_id = p.order_id AND p.ts BETWEEN c.ts - INTERVAL '1' HOUR AND c.ts
WITH ('payments_%[1]d.type' = 'kafka_source', 'paid_%[1]d.type' = 'kafka_sink');

-- @name: methods_%[1]d
-- @job_mode: adaptive
-- @num_partitions: 8
-- @partitioning_strategy: roundrobin
CREATE TABLE methods_%[1]d AS
SELECT method, SUM(amount) AS turnover
FROM paid_%[1]d
GROUP BY method
WITH ('methods_%[1]d.type' = 'kafka_sink');
`

// BenchmarkRun lints 1,000 files of five jobs on one core. Each file has one finding: the round
// robin of its last job.
func BenchmarkRun(b *testing.B) {
	var sources []*diag.Source
	bytes := 0
	for i := range 1000 {
		text := fmt.Sprintf(application, i)
		bytes += len(text)
		sources = append(sources, diag.NewSource(fmt.Sprintf("jobs/app%d.sql", i), text))
	}
	b.SetBytes(int64(bytes))
	b.ReportAllocs()
	for b.Loop() {
		r := lint.Run(sources, planner.Config{}, lint.Config{Workers: 1})
		if r.Summary.Jobs != 5000 || r.Summary.Errors != 1000 {
			b.Fatalf("%+v", r.Summary)
		}
	}
}

// faulty is a file of five statements with findings each: an annotation nobody reads, a job that
// wants two stages, a total over all records, a statement that does not parse, and state without a bound.
const faulty = `-- @partition_strategy: hash
CREATE STREAM spent_%[1]d AS
SELECT customer_id, SUM(amount) AS spent FROM orders_%[1]d GROUP BY customer_id;

-- @job_mode: adaptive
-- @num_partitions: 8
CREATE STREAM region_%[1]d AS
SELECT c.region, SUM(o.amount) AS spent
FROM orders_%[1]d o
JOIN changes_%[1]d c ON o.customer_id = c.customer_id AND c.ts BETWEEN o.ts - INTERVAL '1' HOUR AND o.ts
GROUP BY c.region
WINDOW TUMBLING(1h);

-- @partitioning_strategy: always_hash
CREATE STREAM total_%[1]d AS
SELECT COUNT(*) AS n FROM clicks_%[1]d WINDOW TUMBLING(1m);

SELECT a, b FROM orders_%[1]d WHERE;

CREATE STREAM latest_%[1]d AS SELECT DISTINCT k, v FROM changes_%[1]d WHERE v > 5 ORDER BY v;
`

// BenchmarkFindings lints 1,000 files in which every statement has findings, on one core.
func BenchmarkFindings(b *testing.B) {
	var sources []*diag.Source
	bytes := 0
	for i := range 1000 {
		text := fmt.Sprintf(faulty, i)
		bytes += len(text)
		sources = append(sources, diag.NewSource(fmt.Sprintf("jobs/faulty%d.sql", i), text))
	}
	b.SetBytes(int64(bytes))
	b.ReportAllocs()
	for b.Loop() {
		r := lint.Run(sources, planner.Config{}, lint.Config{Workers: 1})
		if r.Summary.Jobs != 4000 || r.Summary.Errors < 3000 || r.Summary.Warnings < 4000 {
			b.Fatalf("%+v", r.Summary)
		}
	}
}
