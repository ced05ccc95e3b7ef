package hash

import (
	"math"
	"math/rand/v2"
	"testing"
)

// TestMovedShares: what moves of random sums is what the formulas say: by modulo 1 - min/lcm, by jump hash 1 - min/max. From 8 to
// 12 that is two thirds, and one third.
func TestMovedShares(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	sums := make([]uint64, 200_000)
	for i := range sums {
		sums[i] = random.Uint64()
	}
	moved := func(place func(uint64, int) int, from, to int) float64 {
		n := 0
		for _, sum := range sums {
			if place(sum, from) != place(sum, to) {
				n++
			}
		}
		return float64(n) / float64(len(sums))
	}
	for _, c := range []struct {
		from, to     int
		modulo, jump float64
	}{
		{8, 12, 2.0 / 3, 1.0 / 3}, {12, 8, 2.0 / 3, 1.0 / 3}, {8, 16, 0.5, 0.5}, {8, 9, 8.0 / 9, 1.0 / 9}, {8, 8, 0, 0}, {1, 4, 0.75, 0.75}, {6, 64, 1 - 6.0/192, 1 - 6.0/64},
	} {
		if got := MovedByModulo(c.from, c.to); math.Abs(got-c.modulo) > 1e-12 {
			t.Errorf("%d to %d: %v, want %v", c.from, c.to, got, c.modulo)
		}
		for name, by := range map[string]struct {
			place func(uint64, int) int
			want  float64
		}{"modulo": {modulo, c.modulo}, "jump": {Jump, c.jump}} {
			if got := moved(by.place, c.from, c.to); math.Abs(got-by.want) > 0.005 {
				t.Errorf("%s from %d to %d: %v, want %v", name, c.from, c.to, got, by.want)
			}
		}
	}
	if MovedByModulo(65_535, 65_536) < 0.99 {
		t.Error("overflow")
	}
}

// TestJump has the values that the authors' code gives, and checks that a key moves to new partitions only.
func TestJump(t *testing.T) {
	for _, c := range []struct {
		sum     uint64
		n, want int
	}{{1, 1, 0}, {42, 57, 43}, {0xDEAD10CC, 1, 0}, {0xDEAD10CC, 666, 361}, {256, 1024, 520}, {0, 60, 0}, {math.MaxUint64, 1, 0}} {
		if got := Jump(c.sum, c.n); got != c.want {
			t.Errorf("Jump(%d, %d) = %d, want %d", c.sum, c.n, got, c.want)
		}
	}
	for sum := range uint64(2000) {
		for n := 1; n < 20; n++ {
			if before, after := Jump(sum, n), Jump(sum, n+1); after != before && after != n {
				t.Fatalf("%d moves from %d to %d of %d", sum, before, after, n+1)
			}
		}
	}
}

// TestKeyGroups: every partition has a range of groups, in order, and all are of nearly one size.
func TestKeyGroups(t *testing.T) {
	for n, want := range map[int]int{1: 128, 8: 128, 85: 128, 86: 256, 30_000: 1 << 15, 65_536: 1 << 15} {
		if got := KeyGroups(n); got != want {
			t.Errorf("%d partitions have %d groups, want %d", n, got, want)
		}
	}
	for _, n := range []int{1, 3, 8, 12, 128} {
		counts, last := make([]int, n), 0
		for group := range uint64(128) {
			p := GroupPartition(group, 128, n)
			if p < last {
				t.Fatalf("group %d of %d partitions comes back to %d", group, n, p)
			}
			last = p
			counts[p]++
		}
		for p, c := range counts {
			if c < 128/n || c > 128/n+1 {
				t.Errorf("partition %d of %d has %d groups", p, n, c)
			}
		}
	}
}
