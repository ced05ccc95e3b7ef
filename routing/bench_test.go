package routing_test

import (
	"fmt"
	"testing"

	"github.com/velo-plan/velo-plan/routing"
)

// BenchmarkRun measures the router alone: the records are in memory, routing is a lookup and the
// consumer counts.
func BenchmarkRun(b *testing.B) {
	type record struct{ partition, size, _, _ uint64 }
	for _, partitions := range []int{1, 8, 64, 1024} {
		for _, workers := range []int{1, 2} {
			b.Run(fmt.Sprintf("partitions=%d/workers=%d", partitions, workers), func(b *testing.B) {
				records := make([]record, 1<<20)
				route := spread(partitions)
				for i := range records {
					records[i] = record{partition: uint64(route(uint64(i))), size: 1}
				}
				b.SetBytes(int64(len(records)))
				b.ReportAllocs()
				for b.Loop() {
					counts := make([]struct {
						n uint64
						_ [56]byte
					}, partitions)
					source := routing.Records(routing.Slices(records, 1000), func(_ uint64, r record) int { return int(r.partition) })
					_, err := routing.Run(b.Context(), routing.Config{Partitions: partitions, Workers: workers}, source,
						func(p int, batch routing.Batch[record]) error {
							var n uint64
							for r := range batch.All() {
								n += r.size
							}
							counts[p].n += n
							return nil
						})
					if err != nil {
						b.Fatal(err)
					}
					var total uint64
					for _, c := range counts {
						total += c.n
					}
					if total != uint64(len(records)) {
						b.Fatalf("%d records, want %d", total, len(records))
					}
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(len(records)), "ns/record")
			})
		}
	}
}
