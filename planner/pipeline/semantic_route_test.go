//go:build !race

package pipeline

import (
	"testing"

	"github.com/cespare/xxhash/v2"
	"github.com/velo-plan/velo-plan/planner/decide"
	"github.com/velo-plan/velo-plan/planner/logical"
	"github.com/velo-plan/velo-plan/strategies"
	"github.com/velo-plan/velo-plan/strategies/scalar"
)

// semRoute is what happens to the rows of one input.
type semRoute struct {
	kind string // routeHash, routeSingle, ..
	keys []logical.ID
}

// route is what a strategy does with an input.
func (p *planned) route(strategy string, in *logical.Scan) semRoute {
	if logical.Copied(in) {
		return semRoute{kind: routeCopy}
	}
	s, _ := strategies.Lookup(strategy)
	d := &decide.Decision{Case: p.Case, Ran: p.Judge(s)}
	kind, _ := d.Route(in)
	if kind != routeHash {
		return semRoute{kind: kind}
	}
	return semRoute{kind, d.KeysOf(in)}
}

// The routes of an input, as plans name them.
const (
	routeHash = "hash"
	routeKeep = "keep"
	routeAny  = "any"
	routeCopy = "copy"
)

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
func (p *planned) spread(t testing.TB, strategy string, d *semData) [][]int {
	t.Helper()
	out := make([][]int, len(p.Tree.Scans))
	for i, in := range p.Tree.Scans {
		r := p.route(strategy, in)
		if in.IsTable() && (r.kind == routeKeep || r.kind == routeAny) {
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
				at = row.partition % p.Partitions
			case routeAny:
				at = d.random.IntN(p.Partitions)
			case routeHash:
				at = int(xxhash.Sum64(p.keyBytes(t, d, r, row)) % uint64(p.Partitions))
			}
			out[i] = append(out[i], at)
		}
	}
	return out
}

// keyBytes are the bytes that are hashed for a row.
func (p *planned) keyBytes(t testing.TB, d *semData, r semRoute, row *semRow) []byte {
	t.Helper()
	key := []byte(d.salt)
	for i, id := range r.keys {
		v, err := scalar.Eval(p.Tree.Columns.Get(id).Key, row)
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
	has := make([]bool, p.Partitions)
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
