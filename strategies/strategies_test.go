package strategies

import (
	"slices"
	"strings"
	"testing"

	"github.com/velo-plan/velo-plan/strategies/dist"
	"github.com/velo-plan/velo-plan/strategies/hash"
	"github.com/velo-plan/velo-plan/strategies/scalar"
)

func TestAllIsComplete(t *testing.T) {
	var names []string
	taken := map[string]string{}
	for _, s := range All {
		names = append(names, s.Name)
		for _, text := range []string{s.Doc.Title, s.Doc.Summary, s.Doc.Delivers, s.Doc.When, s.Doc.Cost, s.Doc.Engine} {
			if text == "" || strings.TrimSpace(text) != text {
				t.Errorf("%s: a part of its doc is %q", s.Name, text)
			}
		}
		if s.Spellings[0] != s.Name || !slices.Contains(s.Spellings, s.Annotation) {
			t.Errorf("%s: spellings %v, annotation %s", s.Name, s.Spellings, s.Annotation)
		}
		for _, spelling := range s.Spellings {
			if other := taken[spelling]; other != "" || spelling != strings.ToLower(spelling) {
				t.Errorf("%s: spelling %q is in upper case or taken by %s", s.Name, spelling, other)
			}
			taken[spelling] = s.Name
		}
	}
	want := []string{"always_hash", "smart_repartition", "round_robin", "sticky_partition", "fan_in"}
	if !slices.Equal(names, want) {
		t.Errorf("strategies %v, want %v", names, want)
	}
}

// The spellings are those that the engine takes in annotations, properties and its syntax tree.
func TestLookup(t *testing.T) {
	for want, spellings := range map[string]string{
		"always_hash":       "always_hash alwayshash hash AlwaysHash HASH",
		"smart_repartition": "smart_repartition smartrepartition smart SmartRepartition",
		"round_robin":       "round_robin roundrobin round robin RoundRobin",
		"sticky_partition":  "sticky_partition stickypartition sticky StickyPartition",
		"fan_in":            "fan_in fanin fan-in FanIn FAN-IN",
	} {
		for _, spelling := range strings.Fields(spellings) {
			if s, ok := Lookup(spelling); !ok || s.Name != want {
				t.Errorf("Lookup(%q) = %q, %v, want %s", spelling, s.Name, ok, want)
			}
		}
	}
	for _, unknown := range []string{"", " hash", "hashing", "fan in", "broadcast"} {
		if s, ok := Lookup(unknown); ok {
			t.Errorf("Lookup(%q) = %s", unknown, s.Name)
		}
	}
	annotations := map[string]string{}
	for _, s := range All {
		annotations[s.Name] = s.Annotation
	}
	for name, want := range map[string]string{
		"always_hash": "hash", "smart_repartition": "smart", "round_robin": "roundrobin", "sticky_partition": "sticky", "fan_in": "fanin",
	} {
		if annotations[name] != want {
			t.Errorf("annotation of %s is %s, want %s", name, annotations[name], want)
		}
	}
}

func TestNearest(t *testing.T) {
	for name, want := range map[string]string{
		"round-robin": "round_robin", "alway_hash": "always_hash", "ALWAYS-HASH": "always_hash",
		"hsah": "hash", "stikcy": "sticky", "fan in": "fan_in", "fanni": "fanin", "smart_reparition": "smart_repartition",
		"sticky_partitions": "sticky_partition", "hash": "hash",
		"": "", "x": "", "broadcast": "", "by_key": "", "haxx": "", "haxh": "hash", strings.Repeat("hash", 1000): "",
	} {
		if got := Nearest(name); got != want {
			t.Errorf("Nearest(%q) = %q, want %q", name, got, want)
		}
	}
}

func TestRoutes(t *testing.T) {
	ctx := RoutingContext{Keys: columns("a"), Partitions: 8}
	velostream, _ := hash.Lookup("velostream")
	murmur2, _ := hash.Lookup("murmur2")
	for _, c := range []struct {
		strategy Strategy
		hash     hash.Hash
		record   Record
		want     int
	}{
		{AlwaysHash, hash.Hash{}, Record{Hash: 1<<63 + 13}, 5},
		{AlwaysHash, velostream, Record{Hash: 0x89106b8b9f086ccb}, 3},
		{AlwaysHash, murmur2, Record{Hash: 0x80000007}, 7},
		{SmartRepartition, hash.Hash{}, Record{Hash: 13, SourcePartition: 2}, 5},
		{RoundRobin, hash.Hash{}, Record{Ordinal: 1<<63 + 9, SourcePartition: 2}, 1},
		{StickyPartition, hash.Hash{}, Record{SourcePartition: 11}, 3},
		{StickyPartition, hash.Hash{}, Record{SourcePartition: -1}, 7},
		{StickyPartition, hash.Hash{}, Record{SourcePartition: -8}, 0},
		{FanIn, hash.Hash{}, Record{Hash: 13, SourcePartition: 2, Ordinal: 3}, 0},
	} {
		ctx.Hash = c.hash
		p, err := c.strategy.Bind(ctx)
		if err != nil {
			t.Fatalf("%s: %v", c.strategy.Name, err)
		}
		if got := p.Partition(c.record); got != c.want {
			t.Errorf("%s: %+v goes to %d, want %d", c.strategy.Name, c.record, got, c.want)
		}
	}
}

// What each strategy delivers, without keys, with keys, and where the source is aligned.
func TestDeliver(t *testing.T) {
	const lacks = "no key column"
	keys := dist.By(columns("a b")...)
	for _, c := range []struct {
		strategy             Strategy
		bare, keyed, aligned string // the Dist, or a part of the error
	}{
		{AlwaysHash, lacks, keys.String(), lacks},
		{SmartRepartition, lacks, keys.String(), "{@partition}"},
		{RoundRobin, "{@row}", "{@row}", "{@row}"},
		{StickyPartition, "{@partition}", "{@partition}", "{@partition}"},
		{FanIn, "{}", "{}", "{}"},
	} {
		for want, ctx := range map[*string]RoutingContext{
			&c.bare: {}, &c.keyed: {Keys: columns("a b")}, &c.aligned: {Aligned: true},
		} {
			ctx.Partitions = 3
			delivered, err := c.strategy.Deliver(ctx)
			if *want == lacks && (err == nil || !strings.Contains(err.Error(), lacks)) || *want != lacks && (err != nil || delivered.String() != *want) {
				t.Errorf("%s: with %+v: %s, error %v, want %s", c.strategy.Name, ctx, delivered, err, *want)
			}
			if _, err := c.strategy.Bind(ctx); (err != nil) != (*want == lacks) {
				t.Errorf("%s: with %+v binds with error %v", c.strategy.Name, ctx, err)
			}
		}
		if c.strategy.NeedsKeys != (c.bare == lacks && c.aligned == lacks) {
			t.Errorf("%s needs keys: %v", c.strategy.Name, c.strategy.NeedsKeys)
		}
	}
}

func TestNoPartitions(t *testing.T) {
	for _, n := range []int{0, -1} {
		for _, s := range All {
			for _, aligned := range []bool{false, true} {
				ctx := RoutingContext{Aligned: aligned, Keys: columns("a"), Partitions: n}
				if _, err := s.Deliver(ctx); err == nil || !strings.Contains(err.Error(), "--partitions") {
					t.Errorf("%s with %d partitions: error %v", s.Name, n, err)
				}
				if p, err := s.Bind(ctx); p != nil || err == nil {
					t.Errorf("%s with %d partitions binds %v", s.Name, n, p)
				}
			}
		}
	}
}

// sumOf hashes a key for Record.Hash; the zero Hash is the default one, as in a context.
func sumOf(h hash.Hash, key []scalar.Value) uint64 {
	if h.Sum == nil {
		h = hash.Default()
	}
	return h.Sum(AppendKeyBytes(nil, h, key))
}

func TestKeyBytes(t *testing.T) {
	key := []scalar.Value{scalar.String("AAPL"), scalar.Null(), scalar.Int(-5)}
	for name, bytes := range map[string]string{
		"xxhash64":   "\x04\x04AAPL\x00\x03\x02-5",
		"velostream": "AAPLNULL-5",
		"murmur2":    "AAPL||-5",
		"crc32":      "AAPL||-5",
	} {
		h, _ := hash.Lookup(name)
		if got := string(AppendKeyBytes([]byte("before "), h, key)); got != "before "+bytes {
			t.Errorf("%s: key bytes %q, want %q", name, got, bytes)
		}
	}
}

func TestHashingAllocatesNothing(t *testing.T) {
	price, _ := scalar.ParseNumber([]byte("12.50"))
	key := []scalar.Value{scalar.String("AAPL"), scalar.Int(42), price}
	for _, h := range hash.All {
		if h.Encoding == hash.RawText {
			continue // its numbers are taken apart
		}
		buffer := make([]byte, 0, 100)
		if n := testing.AllocsPerRun(100, func() { h.Sum(AppendKeyBytes(buffer, h, key)) }); n != 0 {
			t.Errorf("%s: %v allocations per key", h.Name, n)
		}
	}
}

func BenchmarkHashing(b *testing.B) {
	key := []scalar.Value{scalar.String("AAPL"), scalar.Int(123456)}
	for _, h := range hash.All {
		b.Run(h.Name, func(b *testing.B) {
			buffer := make([]byte, 0, 100)
			want, sum := sumOf(h, key), uint64(0)
			b.ReportAllocs()
			for b.Loop() {
				sum = h.Sum(AppendKeyBytes(buffer, h, key))
			}
			if sum != want {
				b.Fatal("the sum changes")
			}
		})
	}
}

func BenchmarkPartition(b *testing.B) {
	for _, s := range All {
		b.Run(s.Name, func(b *testing.B) {
			p, err := s.Bind(RoutingContext{Keys: columns("a"), Partitions: 12})
			if err != nil {
				b.Fatal(err)
			}
			r := Record{Hash: 0x123456789abcdef, SourcePartition: 7, Ordinal: 1}
			b.ReportAllocs()
			for b.Loop() {
				if i := p.Partition(r); i < 0 || i > 11 {
					b.Fatal(i)
				}
				r.Hash += 0x9e3779b97f4a7c15
				r.Ordinal++
			}
		})
	}
}
