//go:build !race

package planner

import (
	"testing"

	"github.com/cespare/xxhash/v2"

	"github.com/velo-plan/velo-plan/strategies"
	"github.com/velo-plan/velo-plan/strategies/dist"
	"github.com/velo-plan/velo-plan/strategies/scalar"
)

// semRoute is what happens to the rows of one input.
type semRoute struct {
	kind string // routeHash, routeSingle, ..
	keys []dist.Column
}

// route is what a strategy does with an input.
func (p *planned) route(strategy string, in *BaseInput) semRoute {
	if in.Copied {
		return semRoute{kind: routeCopy}
	}
	s, _ := strategies.Lookup(strategy)
	kind, _ := routeOf(s, p.Case, in.Index)
	if kind != routeHash {
		return semRoute{kind: kind}
	}
	return semRoute{kind, p.keys.keys[in.Index]}
}

// Where a row lies that every partition has: beside a stream (everywhere), or as a table that is
// read by itself and that no strategy routes (loaded), so that every partition answers from it.
const (
	everywhere = -1
	loaded     = -2
)

// routeLoad is what happens to a table that is read by itself under a strategy that neither hashes
// nor collects it.
const routeLoad = "load"

// spread gives every row of every input its partition, as the strategy routes it.
func (p *planned) spread(t *testing.T, strategy string, d *semData) [][]int {
	t.Helper()
	out := make([][]int, len(p.query.Inputs))
	for i, in := range p.query.Inputs {
		r := p.route(strategy, in)
		if in.isTable() && (r.kind == routeKeep || r.kind == routeAny) {
			r.kind = routeLoad
		}
		for _, row := range d.rows[p.c.source(in.Name).name] {
			at := 0
			switch r.kind {
			case routeCopy:
				at = everywhere
			case routeLoad:
				at = loaded
			case routeKeep:
				at = row.partition % p.partitions
			case routeAny:
				at = d.random.IntN(p.partitions)
			case routeHash:
				at = int(xxhash.Sum64(p.keyBytes(t, d, r, row)) % uint64(p.partitions))
			}
			out[i] = append(out[i], at)
		}
	}
	return out
}

// keyBytes are the bytes that are hashed for a row.
func (p *planned) keyBytes(t *testing.T, d *semData, r semRoute, row *semRow) []byte {
	t.Helper()
	key := []byte(d.salt)
	for i, e := range p.query.lowered(r.keys) {
		v, err := scalar.Eval(e, row)
		if err != nil {
			t.Fatalf("key %s of %v: %v", r.keys[i], row.values, err)
		}
		key = scalar.AppendKey(key, v)
	}
	return key
}

// busy lists the partitions that records were sent to: one that has nothing but copied tables gives
// no result.
func (p *planned) busy(spread [][]int) []int {
	has := make([]bool, p.partitions)
	for _, rows := range spread {
		for _, at := range rows {
			switch {
			case at >= 0:
				has[at] = true
			case at == loaded:
				for i := range has {
					has[i] = true
				}
			}
		}
	}
	var out []int
	for at, yes := range has {
		if yes {
			out = append(out, at)
		}
	}
	return out
}
