package generate

import (
	"bytes"
	"fmt"
	"math"
	"math/rand/v2"
	"strconv"
	"testing"

	"pgregory.net/rapid"
)

// shares returns the share of each rank that a table gives, exactly.
func (t aliases) shares() []float64 {
	shares := make([]float64, len(t))
	for i, slot := range t {
		own := float64(slot>>32) / (1 << 32)
		shares[i] += own / float64(len(t))
		shares[uint32(slot)] += (1 - own) / float64(len(t))
	}
	return shares
}

// TestAliases: the slots of a table add up to the weights, for any number of ranks and exponent.
func TestAliases(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 3000).Draw(t, "ranks")
		skew := rapid.OneOf(rapid.Float64Range(0, 3), rapid.Float64Range(0, 1e-6), rapid.Float64Range(3, 1e4)).Draw(t, "skew")
		table := newAliases(n, skew, rapid.IntRange(1, 5).Draw(t, "workers"))
		sum := 0.0
		for i := range n {
			sum += math.Pow(float64(i+1), -skew)
		}
		for i, share := range table.shares() {
			want := math.Pow(float64(i+1), -skew) / sum
			// A slot is rounded to 2^-32 of it, to the favour of a rank that fills one or more.
			rounded := 0x1p-31 / float64(n)
			if want*float64(n) > 0.999 {
				rounded = 0x1p-31
			}
			if math.Abs(share-want) > rounded+1e-9*want {
				t.Fatalf("rank %d has the share %g, not %g", i, share, want)
			}
		}
	})
}

// TestTopWeight: the sum of the weights is below 2^63, and not by far.
func TestTopWeight(t *testing.T) {
	for _, skew := range []float64{1e-300, 1e-9, 0.01, 0.5, 1 - 1e-12, 1, 1 + 1e-12, 1.1, 2, 50, 1e300, math.MaxFloat64} {
		for _, n := range []int{1, 2, 1000, 1_000_000} {
			sum := 0.0
			for i := range n {
				sum += math.Exp(-skew * math.Log(float64(i+1)))
			}
			if sum *= topWeight(n, skew); sum > 0x1p63 || sum < 0x1p61 {
				t.Errorf("%d ranks, skew %g: the sum is 2^%.2f", n, skew, math.Log2(sum))
			}
		}
	}
}

// TestSkew: the symbols of the records follow Zipf's law with the exponent asked for, the first one
// the most frequent.
func TestSkew(t *testing.T) {
	for _, skew := range []float64{0, 0.5, 1, 1.1, 2.5} {
		cfg := with(func(c *Config) { c.Skew, c.Keys, c.Records, c.Seed = skew, 1000, 400_000, 3 })
		counts := make([]float64, cfg.Keys)
		for line := range bytes.Lines(made(t, cfg)) {
			n, err := strconv.Atoi(string(line[len(`{"symbol":"SYM`):][:4]))
			if err != nil {
				t.Fatal(err)
			}
			counts[n]++
		}
		sum, chi := 0.0, 0.0
		for i := range counts {
			sum += math.Pow(float64(i+1), -skew)
		}
		for i, count := range counts {
			expected := float64(cfg.Records) * math.Pow(float64(i+1), -skew) / sum
			if !near(count, expected) {
				t.Errorf("skew %v: rank %d has %v records, expected about %.1f", skew, i, count, expected)
			}
			chi += (count - expected) * (count - expected) / expected
		}
		// Chi-square has the mean of 999 degrees of freedom and a deviation of about 45; few records
		// a rank make it wider.
		if free := float64(cfg.Keys - 1); skew < 2 && math.Abs(chi-free) > 6*math.Sqrt(2*free) {
			t.Errorf("skew %v: chi-square %.0f, expected about %.0f", skew, chi, free)
		}
	}
}

// TestBlocksAreIndependent: numbers at the same place of blocks that follow each other are as even
// as those of one block.
func TestBlocksAreIndependent(t *testing.T) {
	for place := range 4 {
		var pairs [16 * 16]float64
		const blocks = 1 << 16
		before := uint64(0)
		for block := range uint64(blocks) {
			random := rand.NewPCG(1, block)
			var n uint64
			for range place + 1 {
				n = random.Uint64() >> 60
			}
			pairs[before<<4|n]++
			before = n
		}
		for pair, count := range pairs {
			if !near(count, blocks/float64(len(pairs))) {
				t.Errorf("number %d: the pair %#x comes %v times", place, pair, count)
			}
		}
	}
}

// TestDigits compares the writing of numbers with fmt's.
func TestDigits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.OneOf(rapid.Uint64(), rapid.Uint64Range(0, 100_000)).Draw(t, "n")
		out := make([]byte, 32)
		if end := putNumber(out, n); string(out[:end]) != fmt.Sprint(n) {
			t.Fatalf("%d is written as %s", n, out[:end])
		}
		put4(out, n%10_000)
		if string(out[:4]) != fmt.Sprintf("%04d", n%10_000) {
			t.Fatalf("%d is written as %s", n%10_000, out[:4])
		}
	})
}
