package generate

import (
	"fmt"
	"io"
	"testing"
)

// usual is what the command makes by default.
func usual() Config {
	return Config{
		Records: 100_000, Keys: 5000, Skew: 1.1, SourcePartitions: 12, KeyedBy: KeyedByTrader, Seed: 1, Layouts: 1, Envelope: EnvelopeFlat,
	}
}

// counter counts what is written.
type counter int64

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}

// BenchmarkGenerate measures the whole way from a Config to a writer that throws the lines away.
func BenchmarkGenerate(b *testing.B) {
	cases := map[string]func(*Config){
		"usual":     func(*Config) {},
		"layouts=8": func(c *Config) { c.Layouts = 8 },
		"kcat":      func(c *Config) { c.Envelope = EnvelopeKcat },
		"keys=1e6":  func(c *Config) { c.Keys = 1_000_000 },
	}
	for name, change := range cases {
		for _, workers := range []int{1, 2} {
			b.Run(fmt.Sprintf("%s/workers=%d", name, workers), func(b *testing.B) {
				cfg := usual()
				cfg.Workers, cfg.Records = workers, 2_000_000
				change(&cfg)
				var size counter
				if err := Run(b.Context(), cfg, &size); err != nil {
					b.Fatal(err)
				}
				b.SetBytes(int64(size))
				b.ReportAllocs()
				for b.Loop() {
					if err := Run(b.Context(), cfg, io.Discard); err != nil {
						b.Fatal(err)
					}
				}
				b.ReportMetric(float64(cfg.Records)*float64(b.N)/b.Elapsed().Seconds(), "records/s")
			})
		}
	}
}
