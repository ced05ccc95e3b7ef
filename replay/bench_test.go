package replay

import (
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/velo-plan/velo-plan/replay/shapes"
	"github.com/velo-plan/velo-plan/strategies"
	"github.com/velo-plan/velo-plan/strategies/scalar"
)

// trades writes n records of about 180 bytes each, whose symbols are 5,000 with a Zipf
// distribution, always the same.
func trades(w io.Writer, n int) {
	rnd := rand.New(rand.NewPCG(1, 2))
	zipf := rand.NewZipf(rnd, 1.1, 10, 4999)
	for i := range n {
		fmt.Fprintf(w, `{"symbol":"SYM%04d","price":%.2f,"quantity":%d,"side":"%s","venue":"XNAS","trader_id":"T%05d",`+
			`"event_time":"2024-05-%02dT%02d:%02d:%02d.%03dZ","_partition":%d,"trade_id":%d}`+"\n",
			zipf.Uint64(), 10+rnd.Float64()*990, 1+rnd.IntN(10000), []string{"BUY", "SELL"}[rnd.IntN(2)], rnd.IntN(100000),
			1+rnd.IntN(28), rnd.IntN(24), rnd.IntN(60), rnd.IntN(60), rnd.IntN(1000), rnd.IntN(12), 1_000_000_000+i)
	}
}

// bySymbol hashes trades over partitions.
func bySymbol(input string, partitions, workers int) Config {
	return Config{
		Inputs: []string{input}, Strategy: strategies.AlwaysHash, Partitions: partitions, Workers: workers,
		Keys: []scalar.Expr{scalar.Field{Path: []string{"symbol"}}}, KeyNames: []string{"symbol"},
	}
}

// BenchmarkReplay measures the whole way from a file in the page cache to the report.
func BenchmarkReplay(b *testing.B) {
	const records = 200_000
	var data bytes.Buffer
	trades(&data, records)
	path := filepath.Join(b.TempDir(), "trades.ndjson")
	if err := os.WriteFile(path, data.Bytes(), 0o600); err != nil {
		b.Fatal(err)
	}
	for _, strategy := range strategies.All {
		for _, partitions := range []int{8, 64} {
			for _, workers := range []int{1, 2} {
				b.Run(fmt.Sprintf("%s/partitions=%d/workers=%d", strategy.Name, partitions, workers), func(b *testing.B) {
					cfg := bySymbol(path, partitions, workers)
					cfg.Strategy, cfg.Aligned = strategy, true
					b.SetBytes(int64(data.Len()))
					b.ReportAllocs()
					for b.Loop() {
						report, err := Run(b.Context(), cfg)
						if err != nil {
							b.Fatal(err)
						}
						if report.Input.Records != records {
							b.Fatalf("%+v", report.Input)
						}
					}
					b.ReportMetric(records*float64(b.N)/b.Elapsed().Seconds(), "records/s")
				})
			}
		}
	}
}

// BenchmarkShapes reads records of every shape.
func BenchmarkShapes(b *testing.B) {
	for _, shape := range shapes.All {
		b.Run(shape.Name, func(b *testing.B) {
			var data bytes.Buffer
			if err := shape.Write(&data, 16<<20); err != nil {
				b.Fatal(err)
			}
			path := filepath.Join(b.TempDir(), "records.ndjson")
			if err := os.WriteFile(path, data.Bytes(), 0o600); err != nil {
				b.Fatal(err)
			}
			cfg := Config{Inputs: []string{path}, Strategy: strategies.AlwaysHash, Partitions: 8}
			for key := range strings.SplitSeq(shape.Key, ",") {
				cfg.KeyNames = append(cfg.KeyNames, key)
				cfg.Keys = append(cfg.Keys, scalar.Field{Path: strings.Split(key, ".")})
			}
			b.SetBytes(int64(data.Len()))
			for b.Loop() {
				report, err := Run(b.Context(), cfg)
				if err != nil {
					b.Fatal(err)
				}
				if report.Input.Rejected.Count != 0 || report.Nulls.KeyRecords != 0 {
					b.Fatalf("%+v", report.Input)
				}
			}
		})
	}
}
