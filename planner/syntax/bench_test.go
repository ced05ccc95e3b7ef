package syntax

import (
	"testing"

	"github.com/velo-plan/velo-plan/planner/diag"
)

// job is a file as people write them: a header, annotations, three statements.
const job = `-- SQL Application: market_data
-- Version: 1.2.0
-- @name: enrich_trades
-- @job_mode: adaptive
-- @partitioning_strategy: hash
-- @num_partitions: 8
CREATE STREAM enriched AS
SELECT t.symbol PRIMARY KEY, t.trader_id, t.price * t.quantity AS notional,
       CASE WHEN t.side = 'B' THEN 1 WHEN t.side = 'S' THEN -1 ELSE 0 END AS sign,
       COALESCE(r.sector, 'unknown') AS sector, CAST(t.ts AS TIMESTAMP) AS event_ts
FROM trades t
LEFT JOIN instruments r ON t.symbol = r.symbol AND r.valid_to IS NULL
WHERE t.price > 0 AND t.venue IN ('X', 'Y', 'Z') AND NOT t.cancelled
WITH ('trades.type' = 'kafka_source', 'trades.topic.name' = 'trades', 'enriched.type' = 'kafka_sink')
EMIT CHANGES;

-- @name: per_symbol
CREATE TABLE per_symbol AS
SELECT symbol, COUNT(*) AS trades, SUM(notional) AS volume, AVG(price) FILTER (WHERE sign > 0) AS buy_price,
       SUM(notional) / NULLIF(COUNT(DISTINCT trader_id), 0) AS per_trader
FROM enriched
GROUP BY symbol, sector
WINDOW TUMBLING(event_ts, INTERVAL '5' MINUTE)
HAVING COUNT(*) > 10 AND SUM(notional) BETWEEN 1000 AND 1000000
EMIT FINAL;

-- @name: top
WITH ranked AS (
  SELECT symbol, volume, ROW_NUMBER() OVER (PARTITION BY sector ORDER BY volume DESC) AS rn
  FROM per_symbol WHERE volume > (SELECT AVG(volume) FROM per_symbol)
)
SELECT symbol, volume FROM ranked WHERE rn <= 10 ORDER BY volume DESC LIMIT 100 INTO top_symbols;
`

func BenchmarkParse(b *testing.B) {
	src := diag.NewSource("job.sql", job)
	b.SetBytes(int64(len(job)))
	b.ReportAllocs()
	for b.Loop() {
		file, ds := Parse(src)
		if len(file.Statements) != 3 || len(ds) != 0 {
			b.Fatalf("%d statements, %v", len(file.Statements), ds)
		}
	}
}

// BenchmarkScan is the part of the work that any parser has.
func BenchmarkScan(b *testing.B) {
	b.SetBytes(int64(len(job)))
	b.ReportAllocs()
	for b.Loop() {
		s := newScanner(job, nil)
		n := 0
		for s.next().kind != endToken {
			n++
		}
		if n < 200 {
			b.Fatalf("%d tokens", n)
		}
	}
}

// BenchmarkFormat normalizes every expression of the job.
func BenchmarkFormat(b *testing.B) {
	file, _ := Parse(diag.NewSource("job.sql", job))
	b.ReportAllocs()
	for b.Loop() {
		n := 0
		eachItem(file, func(e Expr) { n += len(Format(e)) })
		if n == 0 {
			b.Fatal("nothing formatted")
		}
	}
}
