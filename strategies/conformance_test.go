package strategies

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/velo-plan/velo-plan/strategies/dist"
	"github.com/velo-plan/velo-plan/strategies/hash"
	"github.com/velo-plan/velo-plan/strategies/scalar"
)

// sample is a record with what a distribution can speak of: the values of the key columns, and
// what a router sees.
type sample struct {
	key []scalar.Value
	Record
}

// samples makes records with few different keys and source partitions, nulls and impossible source
// partitions among them.
func samples(random *rand.Rand, ctx RoutingContext, n int) []sample {
	values := []scalar.Value{
		scalar.Null(), scalar.Int(0), scalar.Int(1), scalar.Bool(true), scalar.String(""), scalar.String("AAPL"),
		scalar.String("MSFT"), scalar.String("NULL"), scalar.Int(math.MinInt64),
	}
	list := make([]sample, n)
	for i := range list {
		key := make([]scalar.Value, len(ctx.Keys))
		for j := range key {
			key[j] = values[random.IntN(len(values))]
		}
		source := random.Int32N(20)
		if random.IntN(10) == 0 {
			source = []int32{-1, math.MinInt32, math.MaxInt32}[random.IntN(3)]
		}
		list[i] = sample{key, Record{Hash: sumOf(ctx.Hash, key), SourcePartition: source, Ordinal: uint64(i)}}
	}
	return list
}

// project writes the values of a record for the columns of a distribution: records with equal
// projections agree on it.
func project(d dist.Dist, ctx RoutingContext, s sample) (string, error) {
	var text []byte
columns:
	for _, c := range d.Columns() {
		switch c {
		case dist.Row:
			text = scalar.AppendKey(text, scalar.Int(int64(s.Ordinal)))
			continue
		case dist.Partition:
			text = scalar.AppendKey(text, scalar.Int(int64(s.SourcePartition)))
			continue
		}
		for i, key := range ctx.Keys {
			if key == c {
				text = scalar.AppendKey(text, s.key[i])
				continue columns
			}
		}
		return "", fmt.Errorf("delivers by %s, which the router does not see", c)
	}
	return string(text), nil
}

// conform says how a strategy breaks its promise; nil if nothing shows it. Two workers' routers
// get the records in different orders, the second one each record twice.
func conform(s Strategy, ctx RoutingContext, random *rand.Rand) error {
	delivered, err := s.Deliver(ctx)
	first, bindErr := s.Bind(ctx)
	second, _ := s.Bind(ctx)
	if (err == nil) != (bindErr == nil) {
		return fmt.Errorf("Deliver says %v, Bind says %v", err, bindErr)
	}
	if err != nil {
		return nil
	}
	records := samples(random, ctx, 400)
	routes := make([]int, len(records))
	partitionOf := map[string]int{}
	for i, r := range records {
		routes[i] = first.Partition(r.Record)
		if routes[i] < 0 || routes[i] >= ctx.Partitions {
			return fmt.Errorf("partition %d of %d", routes[i], ctx.Partitions)
		}
		group, err := project(delivered, ctx, r)
		if err != nil {
			return err
		}
		if seen, ok := partitionOf[group]; ok && seen != routes[i] {
			return fmt.Errorf("records that agree on %s are in partitions %d and %d", delivered, seen, routes[i])
		}
		partitionOf[group] = routes[i]
	}
	for _, i := range random.Perm(len(records)) {
		for range 2 {
			if got := second.Partition(records[i].Record); got != routes[i] {
				return fmt.Errorf("one router says %d, another %d", routes[i], got)
			}
		}
	}
	return nil
}

// conformEverywhere tries a strategy in many contexts.
func conformEverywhere(s Strategy) error {
	random := rand.New(rand.NewPCG(3, 5))
	names := columns("a b c")
	for _, n := range []int{1, 2, 3, 7, 8, 64, 257} {
		for keys := range len(names) + 1 {
			for _, h := range append([]hash.Hash{{}}, hash.All...) {
				for _, aligned := range []bool{false, true} {
					ctx := RoutingContext{Aligned: aligned, Keys: names[:keys], Partitions: n, Workers: 2, Hash: h}
					if err := conform(s, ctx, random); err != nil {
						return fmt.Errorf("%s, %d partitions, %d keys, hash %q, aligned %v: %w", s.Name, n, keys, h.Name, aligned, err)
					}
				}
			}
		}
	}
	return nil
}

func TestStrategiesConform(t *testing.T) {
	for _, s := range All {
		if err := conformEverywhere(s); err != nil {
			t.Error(err)
		}
	}
}

// router makes a Partitioner of a function.
type router func(Record) int

func (f router) Partition(r Record) int { return f(r) }

// promise is a Deliver that cannot fail.
func promise(d dist.Dist) func(RoutingContext) (dist.Dist, error) {
	return func(RoutingContext) (dist.Dist, error) { return d, nil }
}

// A suite that lets a wrong strategy pass proves nothing about the right ones.
func TestFaultyStrategiesAreCaught(t *testing.T) {
	bind := func(f func(RoutingContext) router) func(RoutingContext) (Partitioner, error) {
		return func(ctx RoutingContext) (Partitioner, error) { return f(ctx), nil }
	}
	for _, s := range []Strategy{
		{
			Name: "hashes more columns than it claims",
			Deliver: func(ctx RoutingContext) (dist.Dist, error) {
				return dist.By(ctx.Keys[:min(1, len(ctx.Keys))]...), nil
			},
			Bind: bind(func(ctx RoutingContext) router {
				return func(r Record) int { return int(r.Hash % uint64(ctx.Partitions)) }
			}),
		},
		{
			Name: "counts by itself", Deliver: promise(dist.Any()),
			Bind: bind(func(ctx RoutingContext) router {
				turn := 0
				return func(Record) int { turn++; return turn % ctx.Partitions }
			}),
		},
		{
			Name: "deals out records without a key", Deliver: AlwaysHash.Deliver,
			Bind: func(ctx RoutingContext) (Partitioner, error) {
				null := sumOf(ctx.Hash, make([]scalar.Value, len(ctx.Keys)))
				honest, err := AlwaysHash.Bind(ctx)
				return router(func(r Record) int {
					if r.Hash == null {
						return int(r.Ordinal % uint64(ctx.Partitions))
					}
					return honest.Partition(r)
				}), err
			},
		},
		{
			Name: "goes one too far", Deliver: promise(dist.Source()),
			Bind: bind(func(ctx RoutingContext) router {
				return func(r Record) int { return int(uint32(r.SourcePartition)) % (ctx.Partitions + 1) }
			}),
		},
		{
			Name: "trusts the source partition's sign", Deliver: promise(dist.Source()),
			Bind: bind(func(ctx RoutingContext) router {
				return func(r Record) int { return int(r.SourcePartition) % ctx.Partitions }
			}),
		},
		{
			Name: "changes its mind by load", Deliver: promise(dist.Source()),
			Bind: bind(func(ctx RoutingContext) router {
				seen := 0
				return func(r Record) int {
					if seen++; seen > 300 {
						return 0
					}
					return int(uint32(r.SourcePartition)) % ctx.Partitions
				}
			}),
		},
		{
			Name: "fans in to a partition of its own", Deliver: promise(dist.Single()),
			Bind: bind(func(ctx RoutingContext) router {
				mine := rand.IntN(ctx.Partitions)
				return func(Record) int { return mine }
			}),
		},
		{
			Name: "claims what no router sees", Deliver: promise(dist.By(columns("z")...)),
			Bind: bind(func(RoutingContext) router { return func(Record) int { return 0 } }),
		},
		{Name: "binds what it cannot deliver", Deliver: AlwaysHash.Deliver, Bind: FanIn.Bind},
		{Name: "delivers what it cannot bind", Deliver: FanIn.Deliver, Bind: AlwaysHash.Bind},
	} {
		err := conformEverywhere(s)
		if err == nil {
			t.Errorf("a strategy that %s conforms", s.Name)
		}
		t.Log(err)
	}
}
