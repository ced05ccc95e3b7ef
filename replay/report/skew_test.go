package report

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/velo-plan/velo-plan/replay/counting"
	"github.com/velo-plan/velo-plan/strategies/dist"
	"github.com/velo-plan/velo-plan/strategies/hash"
	"pgregory.net/rapid"
)

func TestSkewByHand(t *testing.T) {
	ratio := func(f float64) *float64 { return &f }
	for _, test := range []struct {
		records []uint64
		want    SkewBlock
	}{
		{[]uint64{5, 5, 5, 5}, SkewBlock{MaxOverMean: 1, MaxOverMedian: ratio(1), EffectiveParallelism: 4}},
		{[]uint64{0, 8, 0, 0}, SkewBlock{MaxOverMean: 4, CV: math.Sqrt(3), Gini: 0.75, EffectiveParallelism: 1, Empty: 3}},
		{[]uint64{7}, SkewBlock{MaxOverMean: 1, MaxOverMedian: ratio(1), EffectiveParallelism: 1}},
		{[]uint64{0, 0}, SkewBlock{Empty: 2}},
		{[]uint64{6, 1, 2}, SkewBlock{MaxOverMean: 2, MaxOverMedian: ratio(3), CV: math.Sqrt(14.0/3) / 3, Gini: 10.0 / 27, EffectiveParallelism: 1.5}},
	} {
		got := newSkew(test.records)
		near := cmp.Comparer(func(a, b float64) bool { return math.Abs(a-b) < 1e-12 })
		if diff := cmp.Diff(test.want, got, near); diff != "" {
			t.Errorf("%v: %s", test.records, diff)
		}
	}
}

// TestSkewByDefinition compares the short formulas with their definitions over all pairs, and with
// what must hold for any counts.
func TestSkewByDefinition(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		records := rapid.SliceOfN(rapid.Uint64Range(0, 1000), 1, 40).Draw(t, "records")
		var total, pairs float64
		for _, x := range records {
			total += float64(x)
			for _, y := range records {
				pairs += math.Abs(float64(x) - float64(y))
			}
		}
		got := newSkew(records)
		if total == 0 {
			if got != (SkewBlock{Empty: len(records)}) {
				t.Fatalf("%+v", got)
			}
			return
		}
		n := float64(len(records))
		if gini := pairs / (2 * n * total); math.Abs(gini-got.Gini) > 1e-9 {
			t.Fatalf("gini %v, by definition %v", got.Gini, gini)
		}
		if math.Abs(got.EffectiveParallelism*got.MaxOverMean-n) > 1e-9 || got.MaxOverMean < 1-1e-9 || got.MaxOverMean > n+1e-9 {
			t.Fatalf("%+v", got)
		}
	})
}

// TestNoiseFloorIsWhatChanceDoes: over many draws, the mean square of the CV is the square of the
// noise floor.
func TestNoiseFloorIsWhatChanceDoes(t *testing.T) {
	const draws, n = 2000, 8
	rnd := rand.New(rand.NewPCG(2, 2))
	weights := []uint64{500, 300, 100, 100, 50, 50, 20, 20, 10, 10, 10, 5, 5, 5, 5, 1, 1, 1, 1, 1}
	load := &keyLoad{keys: make([]uint64, n)}
	for _, w := range weights {
		load.squares += float64(w * w)
	}
	var sum float64
	var floor float64
	for range draws {
		records := make([]uint64, n)
		for _, w := range weights {
			records[rnd.IntN(n)] += w
		}
		s := newSkew(records)
		s.explain("by", records, load)
		sum += s.CV * s.CV
		floor = s.NoiseFloor
	}
	if got := math.Sqrt(sum / draws); math.Abs(got-floor) > 0.03*floor {
		t.Errorf("CV %v on average, noise floor %v", got, floor)
	}
}

// TestChiSquareScore: of chance alone the score is a standard normal variable.
func TestChiSquareScore(t *testing.T) {
	rnd := rand.New(rand.NewPCG(3, 3))
	for _, n := range []int{2, 8, 64, 1000} {
		const draws = 1000
		var sum, squares float64
		for range draws {
			keys := make([]uint64, n)
			for range 20 * n {
				keys[rnd.IntN(n)]++
			}
			score := chiSquareScore(keys)
			sum += score
			squares += score * score
		}
		mean := sum / draws
		if deviation := math.Sqrt(squares/draws - mean*mean); math.Abs(mean) > 0.15 || math.Abs(deviation-1) > 0.15 {
			t.Errorf("over %d partitions: mean %v, deviation %v", n, mean, deviation)
		}
	}
	if s := chiSquareScore([]uint64{9, 0}); s != 0 {
		t.Errorf("10 keys are too few to tell, not %v", s)
	}
}

// TestWhatIfOfManySources: the records of source partitions that are not told apart are taken to spread evenly.
func TestWhatIfOfManySources(t *testing.T) {
	ps := counting.NewPartitions(counting.Scope{Delivers: dist.KindSource}, 1)
	for i := range int32(counting.MaxSources + 100) {
		ps.List[0].Sources.Add(i, uint64(i), false)
	}
	if w := whatIf(ps, 4, hash.Default()); w.Exact || w.EffectiveParallelism < 3 {
		t.Errorf("%+v", w)
	}
}
