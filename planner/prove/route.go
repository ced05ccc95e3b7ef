package prove

import (
	"fmt"
	"slices"

	"github.com/velo-plan/velo-plan/planner/decide"
	"github.com/velo-plan/velo-plan/planner/logical"
	"github.com/velo-plan/velo-plan/strategies"
	"github.com/velo-plan/velo-plan/strategies/dist"
	"github.com/velo-plan/velo-plan/strategies/hash"
	"github.com/velo-plan/velo-plan/strategies/scalar"
)

// Router gives every record its partition, as a strategy routes it.
type Router struct {
	Routes     []Route // one for each source of the plan
	partitions int
	hash       hash.Hash
	parts      []strategies.Partitioner // nil where every partition has the source
	keys       [][]scalar.Expr
}

// Route is what happens to the records of one source.
type Route struct {
	Kind string // hash, single, keep, any, copy, or load
	Keys []logical.ID
}

// Where a record lies that every partition has: beside a stream (Everywhere), or as one of a table that is read by
// itself and that no strategy routes (Loaded), so that every partition answers from it.
const (
	Everywhere = -1
	Loaded     = -2
)

// The kinds of routes of a source that every partition has.
const (
	routeCopy = "copy"
	routeLoad = "load"
)

// NewRouter binds a strategy for a case. It must be able to run.
func NewRouter(c *decide.Case, s strategies.Strategy, h hash.Hash) (*Router, error) {
	d := &decide.Decision{Case: c, Ran: c.Judge(s)}
	r := &Router{partitions: c.Partitions, hash: h}
	for i, route := range d.Routes() {
		in := c.Tree.Scans[i]
		kind, _ := d.Route(in)
		var keys []logical.ID
		switch {
		case route.Copied:
			kind = routeCopy
		case in.IsTable() && (kind == "keep" || kind == "any"):
			kind = routeLoad
		case kind == "hash":
			keys = d.KeysOf(in)
		}
		r.Routes = append(r.Routes, Route{kind, keys})
		part, err := r.bind(route.Strategy, kind, d)
		if err != nil {
			return nil, err
		}
		r.parts, r.keys = append(r.parts, part), append(r.keys, route.Keys)
	}
	return r, nil
}

// bind returns what chooses the partitions of one source; nil if every partition has it.
func (r *Router) bind(strategy, kind string, d *decide.Decision) (strategies.Partitioner, error) {
	if kind == routeCopy || kind == routeLoad {
		return nil, nil
	}
	s, _ := strategies.Lookup(strategy)
	ctx := strategies.RoutingContext{Aligned: d.Case.Aligned, Keys: d.Case.PlanKeys(), Partitions: r.partitions, Workers: 1, Hash: r.hash}
	if kind == "keep" && d.Ran.Delivered.Kind() != dist.KindSource { // it has no key, so it stays
		s = keeps(ctx)
	}
	return s.Bind(ctx)
}

// keeps returns the strategy that leaves records in their source partition, whatever the case.
func keeps(ctx strategies.RoutingContext) strategies.Strategy {
	ctx.Aligned = false
	return strategies.All[slices.IndexFunc(strategies.All, func(s strategies.Strategy) bool {
		d, err := s.Deliver(ctx)
		return err == nil && d.Kind() == dist.KindSource
	})]
}

// Spread returns the partition of every record. A salt comes before the bytes of each key, so that few keys fall into
// other partitions for another salt; "" routes as the strategy does.
func (r *Router) Spread(data Data, salt string) ([][]int, error) {
	out := make([][]int, len(data))
	for i, records := range data {
		out[i] = make([]int, len(records))
		for n, rec := range records {
			at, err := r.partition(i, rec, salt)
			if err != nil {
				return nil, err
			}
			out[i][n] = at
		}
	}
	return out, nil
}

func (r *Router) partition(input int, rec *Record, salt string) (int, error) {
	if r.parts[input] == nil {
		if r.Routes[input].Kind == routeLoad {
			return Loaded, nil
		}
		return Everywhere, nil
	}
	// The sources take turns, so that what is read twice does not meet itself by chance.
	at := strategies.Record{SourcePartition: int32(rec.Partition), Ordinal: rec.Ordinal + uint64(input)}
	if len(r.Routes[input].Keys) > 0 {
		key := make([]scalar.Value, len(r.keys[input]))
		for i, e := range r.keys[input] {
			v, err := scalar.Eval(e, rec)
			if err != nil {
				return 0, fmt.Errorf("a record has no key: %w", err)
			}
			key[i] = v
		}
		at.Hash = r.hash.Sum(strategies.AppendKeyBytes([]byte(salt), r.hash, key))
	}
	return r.parts[input].Partition(at), nil
}

// Busy lists the partitions that records were sent to: one that has nothing but copied tables gives no result.
func (r *Router) Busy(spread [][]int) []int {
	has := map[int]bool{}
	for _, records := range spread {
		for _, at := range records {
			if at != Everywhere {
				has[at] = true
			}
		}
	}
	return r.listed(has)
}

// listed lists partitions in their order; what is loaded is in all of them.
func (r *Router) listed(has map[int]bool) []int {
	var out []int
	for at := range r.partitions {
		if has[at] || has[Loaded] {
			out = append(out, at)
		}
	}
	return out
}
