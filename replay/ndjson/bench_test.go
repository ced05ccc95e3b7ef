package ndjson

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/velo-plan/velo-plan/replay/ndjson/ndjsontest"
)

// BenchmarkScan measures the check of a line and the search for three fields in it.
func BenchmarkScan(b *testing.B) {
	var data bytes.Buffer
	for i := range 1000 {
		fmt.Fprintf(&data, `{"symbol":"SYM%04d","price":%d.25,"quantity":%d,"side":"BUY","venue":"XNAS","trader_id":"T%05d",`+
			`"event_time":"2024-05-17T12:%02d:59.%03dZ","_partition":%d,"trade_id":%d}`+"\n",
			i*i%5000, 10+i%990, 1+i*7%10000, i*31%100_000, i%60, i, i%12, 1_000_000_000+i)
	}
	tree := NewFields()
	for _, name := range []string{"_partition", "symbol", "trader_id"} {
		tree.Add([]string{name})
	}
	s := NewScanner(tree)
	s.Reset(ndjsontest.Padded(data.Bytes()))
	b.SetBytes(int64(data.Len()))
	b.ReportAllocs()
	for b.Loop() {
		lines := 0
		for i := 0; i < data.Len(); {
			end, why := s.Line(i)
			if why != Accepted {
				b.Fatal(why)
			}
			i = end + 1
			lines++
		}
		if lines != 1000 {
			b.Fatal(lines)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/1000, "ns/record")
}
