package replay

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/velo-plan/velo-plan/replay/report"
	"github.com/velo-plan/velo-plan/strategies"
	"github.com/velo-plan/velo-plan/strategies/hash"
)

// TestRescale: what moves is, for every hash, what a simple program counts, and near the formulas: from 8 to 12 partitions two
// thirds of the keys by modulo, and one third by jump hash.
func TestRescale(t *testing.T) {
	random := rand.New(rand.NewPCG(8, 12))
	records := make(map[string]uint64)
	var lines []string
	for range 40_000 {
		key := fmt.Sprintf("key %d", int(math.Pow(random.Float64(), 2)*25000))
		records[key]++
		lines = append(lines, fmt.Sprintf(`{"k":%q}`, key))
	}
	murmur2, _ := hash.Lookup("murmur2")
	input := fileWith(t, lines...)
	for _, h := range hash.All {
		cfg := Config{Inputs: []string{input}, Keys: fields("k"), KeyNames: []string{"k"}, Partitions: 8, Strategy: strategies.AlwaysHash, Hash: h, WhatIf: []int{12}}
		moved := run(t, cfg).WhatIf[0].Moved
		places := map[string]func(key string, n int) int{
			report.MoveModulo: func(key string, n int) int { return h.Partition(sumOf(h, key), n) },
			report.MoveTopic:  func(key string, n int) int { return murmur2.Partition(murmur2.Sum([]byte(key)), n) },
			report.MoveJump:   func(key string, n int) int { return hash.Jump(sumOf(h, key), n) },
		}
		if len(moved.By) != 4 || moved.By[0].Method != report.MoveModulo || moved.Records != moved.By[0].Records || *moved.Keys != *moved.By[0].Keys {
			t.Fatalf("%s: %+v", h.Name, moved)
		}
		for _, by := range moved.By {
			place := places[by.Method]
			if place == nil {
				if by.Method != report.MoveKeyGroups || math.Abs(*by.Keys-(1-17.0/128)) > 0.02 {
					t.Errorf("%s: %+v", h.Name, by)
				}
				continue
			}
			var keys, all uint64
			for key, n := range records {
				if place(key, 8) != place(key, 12) {
					keys++
					all += n
				}
			}
			if want := float64(keys) / float64(len(records)); math.Abs(*by.Keys-want) > 1e-12 || math.Abs(by.Records-float64(all)/40_000) > 1e-12 {
				t.Errorf("%s by %s: %v %v, want %v %v", h.Name, by.Method, *by.Keys, by.Records, want, float64(all)/40_000)
			}
			formula := hash.MovedByModulo(8, 12)
			if by.Method == report.MoveJump {
				formula = 1 - 8.0/12
			}
			if math.Abs(*by.Keys-formula) > 0.03 {
				t.Errorf("%s by %s: %v, the formula has %v", h.Name, by.Method, *by.Keys, formula)
			}
		}
		cfg.MemoryBytes = 6_000
		guess := run(t, cfg).WhatIf[0]
		if guess.Exact || math.Abs(*guess.Moved.Keys-*moved.Keys) > 0.15 || math.Abs(guess.Moved.Records-moved.Records) > 0.15 {
			t.Errorf("%s from a sample: %+v, in truth %+v", h.Name, guess.Moved, moved)
		}
	}
}

// sumOf is the sum of a key that is one text.
func sumOf(h hash.Hash, key string) uint64 {
	if h.Encoding == hash.Canonical {
		return h.Sum(append([]byte{4, byte(len(key))}, key...))
	}
	return h.Sum([]byte(key))
}

// TestRescaleWithoutKeys: source partitions move as their numbers say, a gathered topic does not, and of records that are dealt out
// nothing can be said.
func TestRescaleWithoutKeys(t *testing.T) {
	var lines []string
	for source := range 24 {
		lines = append(lines, fmt.Sprintf(`{"_partition":%d}`, source))
	}
	for _, c := range []struct {
		strategy strategies.Strategy
		want     string
	}{
		{strategies.StickyPartition, "0.667 [order_of_source]"},
		{strategies.FanIn, "0.000 []"},
		{strategies.RoundRobin, "nothing"},
	} {
		got := "nothing"
		cfg := Config{Inputs: []string{fileWith(t, lines...)}, Partitions: 8, Strategy: c.strategy, WhatIf: []int{12}}
		if m := run(t, cfg).WhatIf[0].Moved; m != nil {
			got = fmt.Sprintf("%.3f %v", m.Records, m.Breaks)
			if m.Keys != nil {
				t.Errorf("%s: %v of the keys", c.strategy.Name, *m.Keys)
			}
		}
		if got != c.want {
			t.Errorf("%s: %s, want %s", c.strategy.Name, got, c.want)
		}
	}
}
