package generate

import (
	"math/rand/v2"

	"github.com/velo-plan/velo-plan/strategies/hash"
)

// plan is what all blocks have in common.
type plan struct {
	Config
	ranks   aliases   // nil: all keys are equally frequent
	layouts [][]piece // those in the mix
	longest int       // a line has no more bytes
	hash    hash.Hash
	quote   string // around the text of a symbol
	nulls   uint64 // a number of 32 bits below it means null
	lasts   uint64 // as many milliseconds as records, or what they are spread over
}

// newPlan returns the plan of a configuration that has been checked.
func newPlan(cfg Config) *plan {
	p := &plan{Config: cfg, quote: `"`, nulls: uint64(cfg.Nulls * (1 << 32)), lasts: cfg.Records}
	if cfg.Drift {
		p.lasts = max(hour, cfg.Records)
	}
	p.hash, _ = hash.Lookup("murmur2")
	if cfg.Skew > 0 {
		p.ranks = newAliases(cfg.Keys, cfg.Skew, cfg.Workers)
	}
	if cfg.Envelope == EnvelopeKcat {
		p.quote = `\"`
	}
	for _, l := range layouts[:cfg.Layouts] {
		list, size := pieces(l.text(cfg.Envelope)), 0
		for _, piece := range list {
			size += piece.size + largest
		}
		p.layouts, p.longest = append(p.layouts, list), max(p.longest, size)
	}
	return p
}

// time returns when a record would come that is not late, in milliseconds since 1970.
func (p *plan) time(ordinal uint64) uint64 {
	if p.lasts == p.Records {
		return start + ordinal
	}
	return start + ordinal*p.lasts/p.Records
}

// builder builds blocks, one after the other, in the same memory.
type builder struct {
	*plan
	random rand.PCG
	keys   [blockRecords]uint32
	out    []byte
	record record
	day    uint64 // the one that date is of
	date   [16]byte
}

func newBuilder(p *plan) *builder {
	return &builder{plan: p, out: make([]byte, blockRecords*p.longest+literal)}
}

// build returns the lines of a block. They are there until the next one is built.
func (b *builder) build(block uint64) []byte {
	first := block * blockRecords
	count := int(min(blockRecords, b.Records-first))
	b.random.Seed(b.Seed, block)
	// All keys at first: the reads of a large table wait for memory together. A last block draws them
	// all too, so that it begins as a whole one does.
	for i := range b.keys {
		if b.ranks != nil {
			b.keys[i] = b.ranks.rank(b.random.Uint64())
		} else {
			b.keys[i] = uint32(below(uint64(b.Keys), b.random.Uint64()))
		}
	}
	at := 0
	for i, key := range b.keys[:count] {
		b.draw(first+uint64(i), key)
		at += b.write(b.out[at:])
	}
	return b.out[:at]
}
