package keyedby_test

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"hash/crc32"
	"hash/fnv"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/twmb/franz-go/pkg/kgo"
	"pgregory.net/rapid"

	"github.com/velo-plan/velo-plan/replay/keyedby"
)

// The producers' own partitioners, none of them from this module's package of hashes.
var producers = map[string]func(key []byte, n int) int{
	"murmur2": func(key []byte, n int) int {
		return kgo.StickyKeyPartitioner(nil).ForTopic("t").Partition(&kgo.Record{Key: key}, n)
	},
	"crc32": func(key []byte, n int) int { return int(crc32.ChecksumIEEE(key) % uint32(n)) },
	"": func(key []byte, n int) int { // Sarama's
		h := fnv.New32a()
		h.Write(key)
		return int(max(int32(h.Sum32()), -int32(h.Sum32()))) % n
	},
}

// trade is a record with fields that vary together with the symbol, apart from it, and not at all.
type trade map[string]any

func makeTrade(r *rand.Rand, i, symbols int) trade {
	symbol := r.IntN(symbols)
	return trade{
		"id": i, "symbol": fmt.Sprintf("S%d", symbol), "group": symbol % 7, "venue": fmt.Sprintf("V%d", r.IntN(40)),
		"account": 1000 + r.IntN(50), "open": i%2 == 0, "kind": "trade", "owner": map[string]any{"name": fmt.Sprintf("O%d", r.IntN(60))},
	}
}

// keyings are ways to make a record key of fields, with the fields and the form that are to be found.
var keyings = map[string]struct {
	key    func(t trade) []byte
	fields []string
	form   string
}{
	"text":    {func(t trade) []byte { return fmt.Append(nil, t["symbol"]) }, []string{"symbol"}, keyedby.FormText},
	"number":  {func(t trade) []byte { return fmt.Append(nil, t["account"]) }, []string{"account"}, keyedby.FormText},
	"nested":  {func(t trade) []byte { return fmt.Append(nil, t["owner"].(map[string]any)["name"]) }, []string{"owner.name"}, keyedby.FormText},
	"piped":   {func(t trade) []byte { return fmt.Appendf(nil, "%v|%v", t["venue"], t["symbol"]) }, []string{"venue", "symbol"}, keyedby.FormPiped},
	"json":    {func(t trade) []byte { return fmt.Appendf(nil, `{"symbol":%q}`, t["symbol"]) }, []string{"symbol"}, keyedby.FormJSON},
	"two":     {func(t trade) []byte { return fmt.Appendf(nil, `{"account":%d,"v":%q}`, t["account"], t["venue"]) }, []string{"account", "venue"}, keyedby.FormJSON},
	"quoted":  {func(t trade) []byte { return fmt.Appendf(nil, `%q`, t["symbol"]) }, []string{"symbol"}, keyedby.FormJSON},
	"integer": {func(t trade) []byte { return binary.BigEndian.AppendUint64(nil, uint64(t["account"].(int))) }, []string{"account"}, keyedby.FormInteger},
}

// topic places records.
func topic(records []trade, key func(t trade) []byte, place func(t trade) int) []keyedby.Sample {
	offsets := map[int]int64{}
	samples := make([]keyedby.Sample, len(records))
	for i, t := range records {
		p := place(t)
		value, err := json.Marshal(t)
		if err != nil {
			panic(err)
		}
		samples[i] = keyedby.Sample{Partition: int32(p), Offset: offsets[p], Key: key(t), Value: value}
		offsets[p]++
	}
	return samples
}

func trades(r *rand.Rand, n, symbols int) []trade {
	list := make([]trade, n)
	for i := range list {
		list[i] = makeTrade(r, i, symbols)
	}
	return list
}

func keyless(trade) []byte { return nil }

// What a producer did is found, whatever the key, the partitioner and the number of partitions.
func TestFindsFieldAndPartitioner(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
		n := rapid.IntRange(2, 24).Draw(t, "partitions")
		name := rapid.SampledFrom([]string{"text", "number", "nested", "piped", "json", "two", "quoted", "integer"}).Draw(t, "keying")
		partitioner := rapid.SampledFrom([]string{"murmur2", "crc32", ""}).Draw(t, "partitioner")
		sent := rapid.Bool().Draw(t, "key is sent") || name == "json" || name == "two" || name == "quoted" || name == "integer"
		keying := keyings[name]
		key := keying.key
		if !sent {
			key = keyless
		}
		records := trades(r, 1500, 60)
		if partitioner == "" && !sent {
			records = trades(r, 500*n, 60)
		}
		v := keyedby.Analyze(topic(records, key, func(t trade) int { return producers[partitioner](keying.key(t), n) }), n).Verdict
		if v.Partitioner != partitioner {
			t.Fatalf("partitioner %q, not %q: %+v", v.Partitioner, partitioner, v)
		}
		if partitioner == "" && (name == "piped" || name == "two" || n > 12) {
			return // too few of the values come back often enough
		}
		if v.Outcome != keyedby.Decided || !slices.Equal(v.Fields, keying.fields) || v.Exceptions > 0 || v.Chance > keyedby.MaxChance {
			t.Fatalf("%s: %+v", name, v)
		}
		if sent && v.Form != keying.form {
			t.Fatalf("form %q, not %q", v.Form, keying.form)
		}
	})
}

// Records that are spread at random, or in batches, are decided by nothing.
func TestFindsNothingInRandom(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 2))
		n := rapid.IntRange(1, 24).Draw(t, "partitions")
		records := trades(r, rapid.IntRange(0, 3000).Draw(t, "records"), rapid.IntRange(1, 80).Draw(t, "symbols"))
		batch := rapid.IntRange(1, 60).Draw(t, "batch")
		key := keyless
		if rapid.Bool().Draw(t, "keyed") {
			key = keyings["text"].key
		}
		p, left, batches := 0, 0, 0
		samples := topic(records, key, func(t trade) int {
			if left--; left < 0 {
				p, left = r.IntN(n), batch-1
				batches++
			}
			t["batch"], t["session"] = batches, batches*3+r.IntN(3) // what a batch alone has
			return p
		})
		if v := keyedby.Analyze(samples, n).Verdict; v.Outcome == keyedby.Decided || v.Partitioner != "" {
			t.Fatalf("%+v", v)
		}
	})
}

// One record in a wrong place, or without its key, is enough to refute.
func TestOneExceptionRefutes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 3))
		n := rapid.IntRange(2, 24).Draw(t, "partitions")
		partitioner := rapid.SampledFrom([]string{"murmur2", "crc32"}).Draw(t, "partitioner")
		key := keyings["text"].key
		samples := topic(trades(r, 800, 60), key, func(t trade) int { return producers[partitioner](key(t), n) })
		at := rapid.IntRange(0, len(samples)-1).Draw(t, "odd one")
		samples[at].Partition = int32((int(samples[at].Partition) + rapid.IntRange(1, n-1).Draw(t, "shift")) % n)
		if rapid.Bool().Draw(t, "without its key") {
			samples[at].Key = nil
		}
		a := keyedby.Analyze(samples, n)
		v := a.Verdict
		if v.Outcome != keyedby.None || v.Exceptions != 1 || v.Example == nil || !slices.Equal(v.Fields, []string{"symbol"}) || v.Partitioner != partitioner {
			t.Fatalf("%+v", v)
		}
		if samples[at].Partition != v.Example.Partition || samples[at].Offset != v.Example.Offset {
			t.Fatalf("the odd one is %+v: %+v", samples[at], v.Example)
		}
		if conflicts, example := a.Refutes([]string{"symbol"}); conflicts == 0 || example == nil || example.Other == nil {
			t.Fatalf("%d %+v", conflicts, example)
		}
	})
}

func TestGrown(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 4))
	key := keyings["text"].key
	for _, partitioner := range []string{"murmur2", "crc32"} {
		sent := 0
		samples := topic(trades(r, 2000, 100), key, func(t trade) int {
			if sent++; sent < 1000 {
				return producers[partitioner](key(t), 6)
			}
			return producers[partitioner](key(t), 10)
		})
		v := keyedby.Analyze(samples, 10).Verdict
		if v.Outcome != keyedby.None || v.GrownFrom != 6 || v.Partitioner != partitioner {
			t.Errorf("%+v", v)
		}
	}
}

func TestTellsNothingOfTooLittle(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 5))
	key := keyings["text"].key
	murmur2 := func(n int) func(t trade) int {
		return func(t trade) int { return producers["murmur2"](key(t), n) }
	}
	for _, test := range []struct {
		name    string
		samples []keyedby.Sample
		n       int
		outcome string
	}{
		{"no record", nil, 12, keyedby.Undecided},
		{"one partition", topic(trades(r, 500, 60), key, murmur2(1)), 1, keyedby.Undecided},
		{"one key", topic(trades(r, 500, 1), key, murmur2(12)), 12, keyedby.Undecided},
		{"four keys", topic(trades(r, 500, 4), key, murmur2(12)), 12, keyedby.Undecided},
		{"three records", topic(trades(r, 3, 60), key, murmur2(2)), 2, keyedby.Undecided},
		{"enough", topic(trades(r, 500, 60), key, murmur2(2)), 2, keyedby.Decided},
	} {
		if v := keyedby.Analyze(test.samples, test.n).Verdict; v.Outcome != test.outcome || v.Outcome == keyedby.Undecided && v.Because == "" {
			t.Errorf("%s: %+v", test.name, v)
		}
	}
}

func TestOddRecords(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 6))
	key := keyings["text"].key
	samples := topic(trades(r, 600, 60), key, func(t trade) int { return producers["murmur2"](key(t), 12) })
	for i, value := range []string{"", "{", "[]", "null", `"text"`, "{}"} {
		samples[i].Value = []byte(value)
	}
	samples[0].Value = nil // a tombstone
	v := keyedby.Analyze(samples, 12).Verdict
	if v.Fieldless != 5 {
		t.Errorf("%d records without fields, not 5", v.Fieldless)
	}
	// {} lacks the symbol that is its key.
	if v.Outcome == keyedby.Decided {
		t.Errorf("%+v", v)
	}
	samples[5].Value = nil
	if v := keyedby.Analyze(samples, 12).Verdict; v.Outcome != keyedby.Decided {
		t.Errorf("%+v", v)
	}
}

// Keys that spell one number in two ways part the records that GROUP BY brings together.
func TestSpellingsOfOneNumber(t *testing.T) {
	var samples []keyedby.Sample
	for i := range 400 {
		text := fmt.Sprint(i % 50)
		if i%3 == 0 {
			text += ".0"
		}
		samples = append(samples, keyedby.Sample{Partition: int32(producers["murmur2"]([]byte(text), 8)), Offset: int64(i), Key: []byte(text), Value: []byte(`{"n":` + text + `}`)})
	}
	if v := keyedby.Analyze(samples, 8).Verdict; v.Outcome != keyedby.None || v.Exceptions == 0 {
		t.Errorf("%+v", v)
	}
}

// A key of something else than the fields, such as a serializer's own bytes, may still be fixed by one.
func TestKeyOfOtherBytes(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 7))
	key := func(t trade) []byte { return fmt.Appendf(nil, "\x00\x00\x00\x00\x07\x08%v", t["symbol"]) }
	v := keyedby.Analyze(topic(trades(r, 4000, 60), key, func(t trade) int { return producers["murmur2"](key(t), 6) }), 6).Verdict
	if v.Outcome != keyedby.Decided || v.By != keyedby.ByKey || v.Form != keyedby.FormOther || v.Partitioner != "murmur2" || !slices.Equal(v.Fields, []string{"symbol"}) {
		t.Errorf("%+v", v)
	}
}

func BenchmarkAnalyze(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 8))
	key := keyings["text"].key
	samples := topic(trades(r, 20000, 500), key, func(t trade) int { return producers["murmur2"](key(t), 12) })
	for b.Loop() {
		if v := keyedby.Analyze(samples, 12).Verdict; v.Outcome != keyedby.Decided {
			b.Fatal(v)
		}
	}
}
