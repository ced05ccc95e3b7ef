package replay

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/velo-plan/velo-plan/replay/checks"
	"github.com/velo-plan/velo-plan/replay/report"
	"github.com/velo-plan/velo-plan/strategies"
	"github.com/velo-plan/velo-plan/strategies/hash"
	"pgregory.net/rapid"
)

// flatLine is a record of the statistics tests.
type flatLine struct {
	Sym       string  `json:"sym"`
	Venue     *string `json:"venue"`
	Keep      bool    `json:"keep"`
	Partition *int    `json:"_partition,omitempty"`
}

// flatLines draws records with frequent and rare keys.
func flatLines(seed uint64, n, symbols int) []flatLine {
	rnd := rand.New(rand.NewPCG(seed, 3))
	zipf := rand.NewZipf(rnd, 1.3, 2, uint64(symbols))
	lines := make([]flatLine, n)
	for i := range lines {
		l := &lines[i]
		l.Sym = fmt.Sprintf("S%d%s", zipf.Uint64(), strings.Repeat("-long", int(zipf.Uint64()%2)*4))
		if rnd.IntN(10) > 0 {
			venue := fmt.Sprint("V", len(l.Sym)%7)
			l.Venue = &venue
		}
		l.Keep = rnd.IntN(8) > 0
		if rnd.IntN(20) > 0 {
			p := (len(l.Sym) + rnd.IntN(2)*rnd.IntN(2)) % 12
			l.Partition = &p
		}
	}
	return lines
}

func text(lines []flatLine) string {
	var b strings.Builder
	for _, l := range lines {
		j, _ := json.Marshal(l)
		b.Write(j)
		b.WriteByte('\n')
	}
	return b.String()
}

// key returns a key as its readable text.
func (l *flatLine) key(names []string) string {
	var parts []string
	for _, name := range names {
		switch {
		case name == "sym":
			parts = append(parts, `"`+l.Sym+`"`)
		case l.Venue == nil:
			parts = append(parts, "null")
		default:
			parts = append(parts, `"`+*l.Venue+`"`)
		}
	}
	return strings.Join(parts, ", ")
}

// statistics are a part of a report.
type statistics struct {
	Partitions []report.PartitionBlock
	Moved      report.MovedBlock
	HotKeys    []report.HotKey
	NoiseFloor float64
	Checks     []checks.Check
}

// naive computes the statistics in the simplest way, from where each record went.
func naive(cfg Config, lines []flatLine, went []int) statistics {
	if cfg.GroupNames == nil {
		cfg.GroupNames = cfg.KeyNames
	}
	s := statistics{Partitions: make([]report.PartitionBlock, cfg.Partitions)}
	routing := map[string]float64{}
	var named uint64
	for i, l := range lines {
		s.Partitions[went[i]].Records++
		routing[l.key(cfg.KeyNames)]++
		if l.Partition != nil {
			named++
			if *l.Partition%cfg.Partitions != went[i] {
				s.Moved.Records++
			}
		}
	}
	s.Moved.Share = report.Share(s.Moved.Records, named)
	for i := range s.Partitions {
		s.Partitions[i].ID = i
		s.Partitions[i].Share = report.Share(s.Partitions[i].Records, uint64(len(lines)))
	}
	var squares float64
	for _, n := range routing {
		squares += n * n / float64(len(lines)) / float64(len(lines))
	}
	s.NoiseFloor = math.Sqrt(float64(cfg.Partitions-1) * squares)
	s.Checks = []checks.Check{
		s.countGroups(cfg, lines, went),
		{Check: checks.OrderKept, Result: checks.Holds, Violations: new(uint64)},
		naiveSourceKeys(lines),
	}
	return s
}

// countGroups fills in what is counted by group, and checks whether groups are whole.
func (s *statistics) countGroups(cfg Config, lines []flatLine, went []int) checks.Check {
	type group struct{ all, kept map[int]uint64 }
	groups := map[string]group{}
	for i, l := range lines {
		key := l.key(cfg.GroupNames)
		if groups[key].all == nil {
			groups[key] = group{map[int]uint64{}, map[int]uint64{}}
		}
		groups[key].all[went[i]]++
		if l.Keep || cfg.Filter == nil {
			groups[key].kept[went[i]]++
		}
	}
	var seen, split uint64
	for key, g := range groups {
		var all uint64
		for p, n := range g.all {
			all += n
			b := &s.Partitions[p]
			b.DistinctKeys++
			if b.TopKey == nil || n > b.TopKey.Records {
				b.TopKey = &report.TopKey{Records: n}
			}
		}
		if len(g.kept) > 0 {
			seen++
		}
		if len(g.kept) > 1 {
			split++
		}
		s.HotKeys = append(s.HotKeys, report.HotKey{Key: key, Records: all, Share: report.Share(all, uint64(len(lines)))})
	}
	slices.SortFunc(s.HotKeys, func(a, b report.HotKey) int { return int(b.Records) - int(a.Records) })
	s.HotKeys = s.HotKeys[:min(len(s.HotKeys), checks.HotKeys)]
	result := failsIf(split > 0)
	if seen == 0 {
		result = checks.NotChecked
	}
	return checks.Check{Check: checks.GroupsWhole, Result: result, Groups: &seen, Split: &split}
}

// naiveSourceKeys checks whether the venue decides the source partition.
func naiveSourceKeys(lines []flatLine) checks.Check {
	sources := map[string]map[int]uint64{}
	var keys, violations, nulls, unplaced, records, misplaced uint64
	for _, l := range lines {
		switch {
		case l.Venue == nil:
			nulls++
		case l.Partition == nil:
			unplaced++
		default:
			if sources[*l.Venue] == nil {
				sources[*l.Venue] = map[int]uint64{}
				keys++
			}
			sources[*l.Venue][*l.Partition]++
			records++
		}
	}
	for _, s := range sources {
		if len(s) > 1 {
			violations++
		}
		var all, most uint64
		for _, n := range s {
			all, most = all+n, max(most, n)
		}
		misplaced += all - most
	}
	c := checks.Check{Check: checks.SourceKeyHolds, Result: failsIf(violations > 0), Keys: &keys, NullKeys: &nulls, WithoutSource: &unplaced, Violations: &violations, Records: &records, Misplaced: &misplaced}
	if keys == 0 {
		c.Result = checks.NotChecked
	}
	return c
}

func failsIf(bad bool) string {
	if bad {
		return checks.Fails
	}
	return checks.Holds
}

// withoutTexts returns the statistics of a report without what naive does not know: bytes, the texts
// of keys of which several may be meant, examples.
func withoutTexts(t *rapid.T, r *report.Report) statistics {
	s := statistics{r.Partitions, r.Moved, r.HotKeys, r.Skew.NoiseFloor, r.Checks}
	for i := range s.Partitions {
		s.Partitions[i].Bytes = 0
		if top := s.Partitions[i].TopKey; top != nil {
			top.Key = ""
		}
	}
	for i := range s.Checks {
		c := &s.Checks[i]
		if c.Result == checks.NotChecked != (c.Because != "") || c.Result == checks.Fails != (len(c.Examples) > 0) {
			t.Fatalf("%+v", c)
		}
		c.Because, c.Examples = "", nil
	}
	return s
}

// statisticsConfig draws what decides which statistics there are.
func statisticsConfig(t *rapid.T) Config {
	cfg := Config{
		Strategy:   rapid.SampledFrom(strategies.All).Draw(t, "strategy"),
		Aligned:    rapid.Bool().Draw(t, "aligned"),
		Hash:       rapid.SampledFrom(hash.All).Draw(t, "hash"),
		Partitions: rapid.IntRange(1, 40).Draw(t, "partitions"),
		SourceKey:  fields("venue"), SourceKeyNames: []string{"venue"},
		blockBytes: rapid.SampledFrom([]int{100, 1000, 5000, 0}).Draw(t, "block"),
		WhatIf:     []int{1, 7, 16},
	}
	names := rapid.SampledFrom([][]string{{"sym"}, {"venue"}, {"sym", "venue"}})
	cfg.KeyNames = names.Draw(t, "keys")
	cfg.Keys = fields(cfg.KeyNames...)
	if rapid.Bool().Draw(t, "groups") {
		cfg.GroupNames = names.Draw(t, "groups")
		cfg.Groups = fields(cfg.GroupNames...)
	}
	if rapid.Bool().Draw(t, "filter") {
		cfg.Filter = fields("keep")[0]
	}
	return cfg
}

// TestStatisticsAreNaive: all statistics and checks are those of the simplest computation, and what
// would be with other numbers of partitions is what a replay with them says.
func TestStatisticsAreNaive(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cfg := statisticsConfig(t)
		lines := flatLines(rapid.Uint64().Draw(t, "seed"), rapid.IntRange(1, 400).Draw(t, "lines"), rapid.IntRange(1, 200).Draw(t, "symbols"))
		input := text(lines)
		var seen spy
		real := cfg.Strategy
		replay := func(n int) *report.Report {
			cfg := cfg
			cfg.Partitions = n
			cfg.Inputs, cfg.Stdin = []string{"-"}, strings.NewReader(input)
			found, err := Run(t.Context(), cfg)
			if err != nil {
				t.Fatal(err)
			}
			return found
		}
		cfg.Strategy = seen.on(real)
		got := replay(cfg.Partitions)
		cfg.Strategy = real
		went := make([]int, 0, len(lines))
		for _, r := range seen.inOrder() {
			went = append(went, r.partition)
		}
		want, have := naive(cfg, lines, went), withoutTexts(t, got)
		ignored := []cmp.Option{cmpopts.IgnoreFields(report.HotKey{}, "Key", "Null")} // one of several with as many records
		if real.Name != strategies.AlwaysHash.Name || cfg.Hash.Name != hash.Default().Name {
			ignored = append(ignored, cmpopts.IgnoreFields(statistics{}, "NoiseFloor")) // no key routes, or few bits of it
		}
		if diff := cmp.Diff(want, have, append(ignored, cmpopts.EquateApprox(1e-9, 0))...); diff != "" {
			t.Fatal(diff)
		}
		for _, w := range got.WhatIf {
			s := replay(w.Partitions).Skew
			want := report.WhatIf{Partitions: w.Partitions, MaxOverMean: s.MaxOverMean, CV: s.CV, EffectiveParallelism: s.EffectiveParallelism, Empty: s.Empty, Exact: true}
			if diff := cmp.Diff(want, w, cmpopts.IgnoreFields(report.WhatIf{}, "Moved")); diff != "" { // TestRescale has that
				t.Fatal(diff)
			}
		}
	})
}
