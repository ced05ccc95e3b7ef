package replay

import (
	"math"
	"testing"

	"github.com/velo-plan/velo-plan/strategies"
)

// TestWhatIfFromASample: what is estimated from a sample of the keys is close to the truth, a hot
// key included.
func TestWhatIfFromASample(t *testing.T) {
	for _, hot := range []float64{0, 0.3} {
		for _, change := range []func(*Config){
			func(*Config) {},
			func(c *Config) { c.Groups, c.GroupNames = fields("k", "_partition"), []string{"k", "_partition"} },
		} {
			cfg := Config{
				Inputs: []string{fileWith(t, withHotKey(hot, 15_000)...)}, Keys: fields("k"), KeyNames: []string{"k"},
				Partitions: 3, Strategy: strategies.AlwaysHash, WhatIf: []int{2, 8, 16},
			}
			change(&cfg)
			truth := run(t, cfg)
			cfg.MemoryBytes = 60_000
			report := run(t, cfg)
			if report.Exact {
				t.Fatal("there was memory enough")
			}
			for i, w := range report.WhatIf {
				want := truth.WhatIf[i]
				if !want.Exact || w.Exact || math.Abs(w.MaxOverMean-want.MaxOverMean) > 0.12*want.MaxOverMean {
					t.Errorf("hot key %v: %+v, in truth %+v", hot, w, want)
				}
			}
			if got, want := report.Skew.NoiseFloor, truth.Skew.NoiseFloor; math.Abs(got-want) > 0.1*want {
				t.Errorf("hot key %v: noise floor %v, in truth %v", hot, got, want)
			}
		}
	}
}

func TestWhatIfNoSuchNumber(t *testing.T) {
	for _, n := range []int{-1, 0, 65_537} {
		cfg := Config{Inputs: []string{fileWith(t)}, Partitions: 3, Strategy: strategies.RoundRobin, WhatIf: []int{4, n}}
		if _, err := Run(t.Context(), cfg); err == nil {
			t.Errorf("%d partitions", n)
		}
	}
}
