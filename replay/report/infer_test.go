package report

import (
	"math"
	"math/rand/v2"
	"testing"
)

// TestIntervalOfASample draws samples of 5 % of records of several shapes: the number of groups of all of them is in the
// interval in at least 95 of 100 draws.
func TestIntervalOfASample(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 3))
	shapes := map[string][]int{ // the records of each group
		"even":       make([]int, 10_000),
		"zipf":       nil,
		"half once":  make([]int, 20_000),
		"all once":   make([]int, 50_000),
		"few, large": make([]int, 30),
	}
	for i := range shapes["even"] {
		shapes["even"][i] = 10 + i%11
	}
	for rank := 1; rank <= 20_000; rank++ {
		shapes["zipf"] = append(shapes["zipf"], max(1, int(20_000/math.Pow(float64(rank), 1.1))))
	}
	for i := range shapes["half once"] {
		shapes["half once"][i] = 1 + i%2*20
	}
	for i := range shapes["all once"] {
		shapes["all once"][i] = 1
	}
	for i := range shapes["few, large"] {
		shapes["few, large"][i] = 4000
	}
	const draws, share = 100, 0.05
	for name, counts := range shapes {
		inside, width := 0, 0.0
		truth := float64(len(counts))
		for range draws {
			g := drawGroups(random, counts, share)
			low, guess, high := unseen(&g, share, false)
			if low <= truth && truth <= high {
				inside++
			}
			if guess < low || guess > high || low < g.groups {
				t.Fatalf("%s: %.0f seen, %.0f in %.0f to %.0f", name, g.groups, guess, low, high)
			}
			width += (high - low) / truth / draws
		}
		t.Logf("%s: %d of %d, the interval is %.2f of the truth wide", name, inside, draws, width)
		if inside < 95 {
			t.Errorf("%s: the truth is in %d of %d intervals", name, inside, draws)
		}
	}
}

// drawn is what is seen of groups with so many records if each record is drawn with a probability.
func drawGroups(random *rand.Rand, counts []int, share float64) (g groupsSeen) {
	for _, records := range counts {
		n := 0.0
		for range records {
			if random.Float64() < share {
				n++
			}
		}
		g.records += n
		switch {
		case n == 0:
			continue
		case n == 1:
			g.once++
		case n == 2:
			g.twice++
		}
		g.groups++
	}
	return g
}

// TestFirstRecordsTellLess: where new groups come all the time, as many as up to now, the first records show a part of them.
func TestFirstRecordsTellLess(t *testing.T) {
	g := groupsSeen{groups: 500, records: 5000} // each has ten records and is gone
	if _, _, high := unseen(&g, 0.05, true); high < 10_000 {
		t.Errorf("at most %.0f groups", high)
	}
	if low, guess, high := unseen(&g, 0.05, false); low != 500 || guess != 500 || high > 600 {
		t.Errorf("%.0f in %.0f to %.0f, though each group of a sample came ten times", guess, low, high)
	}
}
