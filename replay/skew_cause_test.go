package replay

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/velo-plan/velo-plan/replay/report"
	"github.com/velo-plan/velo-plan/strategies"
	"github.com/velo-plan/velo-plan/strategies/hash"
)

// withHotKey returns 20,000 lines: the share hot of them has one key, the others one of so many.
func withHotKey(hot float64, keys int) []string {
	rnd := rand.New(rand.NewPCG(5, 5))
	lines := make([]string, 20_000)
	for i := range lines {
		key := rnd.IntN(keys)
		if rnd.Float64() < hot {
			key = 0
		}
		lines[i] = fmt.Sprintf(`{"k":"key %d","_partition":%d}`, key, min(key, 2))
	}
	return lines
}

// withoutHotKey returns the lines of withHotKey without the key that is hot.
func withoutHotKey(hot float64) []string {
	lines := withHotKey(hot, 20_000)
	for i := range lines {
		lines[i] = strings.Replace(lines[i], `"k":"key 0",`, "", 1)
	}
	return lines
}

// TestCauses: for each cause, records that are skewed by it.
func TestCauses(t *testing.T) {
	// A seventh of the keys goes to partition 0 besides those that belong there.
	clustered := hash.Default()
	clustered.Partition = func(sum uint64, n int) int {
		if sum%7 == 0 {
			return 0
		}
		return int(sum % uint64(n))
	}
	for _, c := range []struct {
		name   string
		want   string
		change func(*Config)
		lines  []string
	}{
		{"many even keys", report.CauseBalanced, nil, withHotKey(0, 20_000)},
		{"a hot key", report.CauseHotKey, nil, withHotKey(0.4, 20_000)},
		{"a hot key of no consequence", report.CauseBalanced, nil, withHotKey(0.005, 20_000)},
		{"a key with less than a partition's share", report.CauseFewKeys, nil, withHotKey(0.1, 20_000)},
		{"NULL keys", report.CauseNullKeys, nil, withoutHotKey(0.4)},
		{"NULL keys by another hash", report.CauseNullKeys, func(c *Config) { c.Hash = otherHash() }, withoutHotKey(0.4)},
		{"three keys", report.CauseHotKey, nil, withHotKey(0, 3)},
		{"twelve keys", report.CauseFewKeys, nil, withHotKey(0, 12)},
		{"a bad hash", report.CauseHashDefect, func(c *Config) { c.Hash = clustered }, withHotKey(0, 20_000)},
		{"an uneven source", report.CauseSource, func(c *Config) { c.Strategy = strategies.StickyPartition }, withHotKey(0, 20_000)},
		{"dealt out", report.CauseBalanced, func(c *Config) { c.Strategy = strategies.RoundRobin }, withHotKey(0.4, 20_000)},
		{"all in one", report.CauseFewKeys, func(c *Config) { c.Strategy = strategies.FanIn }, withHotKey(0, 20_000)},
		{"three records", report.CauseBalanced, func(c *Config) { c.Strategy = strategies.RoundRobin }, withHotKey(0, 10)[:3]},
		{"nothing", report.CauseBalanced, nil, nil},
	} {
		for _, memory := range []int64{0, 4000} { // whatever is counted exactly
			cfg := Config{Inputs: []string{fileWith(t, c.lines...)}, Keys: fields("k"), KeyNames: []string{"k"},
				Partitions: 8, Strategy: strategies.AlwaysHash, MemoryBytes: memory}
			if c.change != nil {
				c.change(&cfg)
			}
			if got := run(t, cfg).Skew; got.Cause != c.want {
				t.Errorf("%s with %d bytes: %+v", c.name, memory, got)
			}
		}
	}
}
