package keyedby

import (
	"math"

	"github.com/velo-plan/velo-plan/strategies/hash"
)

// partitioners are the hashes by which a producer may have chosen partitions.
var partitioners = []string{"murmur2", "crc32"}

// known are the partitioners as hashes.
func known() []hash.Hash {
	list := make([]hash.Hash, len(partitioners))
	for i, name := range partitioners {
		list[i], _ = hash.Lookup(name)
	}
	return list
}

// placement is how well a partitioner explains where keys are.
type placement struct {
	hash       hash.Hash
	distinct   int   // keys
	exceptions []int // indexes of keys that are elsewhere
	odd        int   // distinct keys among them
	grownFrom  int
	chance     float64
}

// place finds the partitioner that puts all texts where they are; or, with exceptions, the one that the
// exceptions fit too if the topic had fewer partitions before; or the one that places nearly all. It is
// nil if there is none. Tries is how many questions are asked of the same sample.
func place(texts [][]byte, at []int, samples []Sample, n int, tries float64) *placement {
	var found *placement
	for _, h := range known() {
		p := placedBy(h, texts, at, samples, n)
		p.judge(texts, at, samples, n, tries*float64(len(partitioners)))
		if p.chance <= MaxChance && (found == nil || len(p.exceptions) < len(found.exceptions)) {
			found = p
		}
	}
	return found
}

// placedBy compares where a hash puts texts with where they are.
func placedBy(h hash.Hash, texts [][]byte, at []int, samples []Sample, n int) *placement {
	p := &placement{hash: h}
	odd := map[string]bool{}
	for i, text := range texts {
		out := h.Partition(h.Sum(text), n) != int(samples[at[i]].Partition)
		if out {
			p.exceptions = append(p.exceptions, i)
		}
		if was, seen := odd[string(text)]; !seen || out && !was {
			odd[string(text)] = out
		}
	}
	p.distinct = len(odd)
	for _, out := range odd {
		if out {
			p.odd++
		}
	}
	return p
}

// judge bounds how likely chance would place the keys so.
func (p *placement) judge(texts [][]byte, at []int, samples []Sample, n int, tries float64) {
	p.chance = math.Inf(1)
	switch {
	case len(p.exceptions) == 0:
		p.chance = tries * math.Pow(float64(n), -float64(p.distinct))
	case p.fitsFewer(texts, at, samples, n, tries):
	case 10*p.odd <= p.distinct && 10*len(p.exceptions) <= len(texts):
		// At most a tenth of the keys are odd. Chance puts nine tenths of d keys right in less than
		// C(d, d/10) n^(-0.9 d) <= n^(-0.43 d) of all cases.
		p.chance = tries * math.Pow(float64(n), -0.43*float64(p.distinct))
	}
}

// fitsFewer says whether all exceptions are where the hash puts them with fewer partitions.
func (p *placement) fitsFewer(texts [][]byte, at []int, samples []Sample, n int, tries float64) bool {
	for m := n - 1; m > 1; m-- {
		chance := tries * float64(n) * math.Pow(float64(m), -float64(p.odd))
		fits := chance <= MaxChance
		for j := 0; fits && j < len(p.exceptions); j++ {
			i := p.exceptions[j]
			fits = p.hash.Partition(p.hash.Sum(texts[i]), m) == int(samples[at[i]].Partition)
		}
		if fits {
			p.grownFrom, p.chance = m, chance
			return true
		}
	}
	return false
}
