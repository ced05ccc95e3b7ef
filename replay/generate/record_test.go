package generate

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/velo-plan/velo-plan/strategies/hash"
)

// trade is what every record has.
type trade struct {
	Symbol    *string
	Price     json.Number
	Quantity  int
	Side      string
	Venue     string
	Trader    string    `json:"trader_id"`
	EventTime time.Time `json:"event_time"`
	Partition *int      `json:"_partition"`
	ID        uint64    `json:"trade_id"`
}

// message is a record in its envelope.
type message struct {
	Topic     string
	Partition int
	Offset    uint64
	TS        int64
	Key       *string
	Payload   string
}

// parsed returns the records of a configuration and the keys of their messages, where they have
// envelopes.
func parsed(t *testing.T, cfg Config) (trades []trade, keys []*string) {
	t.Helper()
	for line := range bytes.Lines(made(t, cfg)) {
		var one trade
		if cfg.Envelope == EnvelopeFlat {
			decode(t, line, &one)
			trades = append(trades, one)
			continue
		}
		var m message
		decode(t, line, &m)
		decode(t, []byte(m.Payload), &one)
		if n := uint64(len(trades)); m.Topic != "trades" || m.Offset != n || m.TS != start+int64(n) || one.Partition != nil {
			t.Fatalf("%+v", m)
		}
		one.Partition, keys = &m.Partition, append(keys, m.Key)
		trades = append(trades, one)
	}
	if uint64(len(trades)) != cfg.Records {
		t.Fatalf("%d records, want %d", len(trades), cfg.Records)
	}
	return trades, keys
}

func decode(t *testing.T, text []byte, into any) {
	t.Helper()
	if err := json.Unmarshal(text, into); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
}

// TestRecords: every line is a record with all that is promised, whatever the settings.
func TestRecords(t *testing.T) {
	for _, envelope := range Envelopes {
		for _, keyed := range Keyings {
			for _, keys := range []int{1, 10_001, 12_345_678} {
				for _, skew := range []float64{0, 0.5} {
					cfg := Config{
						Records: 6000, Keys: keys, Skew: skew, SourcePartitions: 65_536, KeyedBy: keyed, Seed: uint64(keys), Nulls: 0.25,
						Layouts: Layouts(), Envelope: envelope,
					}
					if keys > 1e6 && skew > 0 {
						continue // the table takes a while
					}
					trades, messageKeys := parsed(t, cfg)
					for i, one := range trades {
						if err := one.check(cfg, i); err != nil {
							t.Fatalf("%+v: record %d: %v", cfg, i, err)
						}
						if messageKeys != nil && !same(messageKeys[i], one.key(cfg)) {
							t.Fatalf("%+v: record %d has another key", cfg, i)
						}
					}
				}
			}
		}
	}
}

func same(a, b *string) bool { return a == nil && b == nil || a != nil && b != nil && *a == *b }

// key is the text that decides the partition; nil: nothing does.
func (one trade) key(cfg Config) *string {
	switch cfg.KeyedBy {
	case KeyedByTrader:
		return &one.Trader
	case KeyedBySymbol:
		return one.Symbol
	}
	return nil
}

// check returns what is wrong with a record.
func (one trade) check(cfg Config, ordinal int) error {
	if one.Symbol != nil {
		n, err := strconv.Atoi(strings.TrimPrefix(*one.Symbol, "SYM"))
		if err != nil || n < 0 || n >= cfg.Keys || *one.Symbol != fmt.Sprintf("SYM%04d", n) {
			return fmt.Errorf("symbol %s", *one.Symbol)
		}
	}
	whole, part, _ := strings.Cut(one.Price.String(), ".")
	dollars, err := strconv.Atoi(whole)
	late := time.UnixMilli(start + int64(ordinal)).Sub(one.EventTime)
	murmur2, _ := hash.Lookup("murmur2")
	switch key := one.key(cfg); {
	case err != nil || dollars < 10 || dollars > 999 || len(part) != 2:
		return fmt.Errorf("price %s", one.Price)
	case one.Quantity < 1 || one.Quantity > 9999:
		return fmt.Errorf("quantity %d", one.Quantity)
	case one.Side != "BUY" && one.Side != "SELL":
		return fmt.Errorf("side %s", one.Side)
	case !slices.Contains([]string{"XNAS", "XNYS", "ARCX", "BATS"}, one.Venue):
		return fmt.Errorf("venue %s", one.Venue)
	case len(one.Trader) != traderSize || one.Trader[0] != 'T':
		return fmt.Errorf("trader %s", one.Trader)
	case late < 0 || late >= latest*time.Millisecond:
		return fmt.Errorf("event time %v", one.EventTime)
	case one.ID != firstTrade+uint64(ordinal):
		return fmt.Errorf("trade %d", one.ID)
	case one.Partition == nil || *one.Partition < 0 || *one.Partition >= cfg.SourcePartitions:
		return fmt.Errorf("no partition, or one that there is not")
	case key != nil && *one.Partition != murmur2.Partition(murmur2.Sum([]byte(*key)), cfg.SourcePartitions):
		return fmt.Errorf("%s in partition %d", *key, *one.Partition)
	}
	return nil
}

// TestSettingsLeaveAlone: a setting changes what it is about and nothing else.
func TestSettingsLeaveAlone(t *testing.T) {
	base, _ := parsed(t, with(func(c *Config) { c.Records = 5000 }))
	for name, cfg := range map[string]Config{
		"nulls":             with(func(c *Config) { c.Nulls = 0.5 }),
		"layouts":           with(func(c *Config) { c.Layouts = 5 }),
		"envelope":          with(func(c *Config) { c.Envelope = EnvelopeKcat }),
		"source-partitions": with(func(c *Config) { c.SourcePartitions = 3 }),
		"keyed-by symbol":   with(func(c *Config) { c.KeyedBy = KeyedBySymbol }),
		"keyed-by none":     with(func(c *Config) { c.KeyedBy = KeyedByNone }),
		"keys":              with(func(c *Config) { c.Keys = 7 }),
	} {
		cfg.Records = 5000
		changed, _ := parsed(t, cfg)
		for i, got := range changed {
			want := base[i]
			if cfg.Keys == 5000 && got.Symbol != nil && *got.Symbol != *want.Symbol {
				t.Fatalf("%s: record %d has the symbol %s, not %s", name, i, *got.Symbol, *want.Symbol)
			}
			got.Symbol, got.Partition, want.Symbol, want.Partition = nil, nil, nil, nil
			if got != want {
				t.Fatalf("%s: record %d is %+v, not %+v", name, i, got, want)
			}
		}
	}
}

// near reports whether a count of independent events is within five standard deviations of what
// is expected: with the fixed seed it is or is not for ever.
func near(count, expected float64) bool { return math.Abs(count-expected) <= 5*math.Sqrt(expected)+1 }

// TestShares: nulls, lateness and what is drawn evenly come as often as they should.
func TestShares(t *testing.T) {
	cfg := with(func(c *Config) { c.Nulls, c.KeyedBy, c.Layouts = 0.125, KeyedByNone, 1 })
	trades, _ := parsed(t, cfg)
	all := float64(len(trades))
	counts := map[string]float64{}
	for i, one := range trades {
		if one.Symbol == nil {
			counts["null"]++
		}
		if one.EventTime.UnixMilli() != start+int64(i) {
			counts["late"]++
		}
		counts[one.Side]++
		counts[one.Venue]++
		counts[fmt.Sprint("partition ", *one.Partition)]++
		counts[fmt.Sprint("price ", len(one.Price))]++
		counts[fmt.Sprint("trader ", one.Trader[1:2])]++
	}
	want := map[string]float64{"null": all / 8, "late": all / lateOneIn, "BUY": all / 2, "XNAS": all / 4, "price 5": all / 11, "trader 7": all / 10}
	for p := range cfg.SourcePartitions {
		want[fmt.Sprint("partition ", p)] = all / float64(cfg.SourcePartitions)
	}
	for name, expected := range want {
		if !near(counts[name], expected) {
			t.Errorf("%s: %v records, expected about %.0f", name, counts[name], expected)
		}
	}
	for share, want := range map[float64]bool{0: false, 1: true} {
		trades, _ := parsed(t, with(func(c *Config) { c.Nulls, c.Records = share, 5000 }))
		if slices.ContainsFunc(trades, func(one trade) bool { return one.Symbol == nil != want }) {
			t.Errorf("--nulls %v", share)
		}
	}
}

// TestLayouts: with n layouts there are n orders of members, each as often as the others.
func TestLayouts(t *testing.T) {
	for n := 1; n <= Layouts(); n++ {
		seen := map[string]float64{}
		cfg := with(func(c *Config) { c.Layouts, c.Records = n, 8000 })
		for line := range bytes.Lines(made(t, cfg)) {
			seen[shape(t, line)]++
		}
		if len(seen) != n {
			t.Errorf("%d layouts: %d were found", n, len(seen))
		}
		for line, count := range seen {
			if !near(count, 8000/float64(n)) {
				t.Errorf("%d layouts: %v of 8000 lines are like %s", n, count, line)
			}
		}
	}
}

// shape returns what makes a layout of a line: its names, and blanks.
func shape(t *testing.T, line []byte) string {
	t.Helper()
	var b strings.Builder
	d := json.NewDecoder(bytes.NewReader(line))
	d.UseNumber()
	if bytes.Contains(line, []byte(`": `)) {
		b.WriteString("with blanks: ")
	}
	if _, err := d.Token(); err != nil {
		t.Fatal(err)
	}
	for d.More() {
		name, err := d.Token()
		if err != nil {
			t.Fatal(err)
		}
		var value json.RawMessage
		if err := d.Decode(&value); err != nil {
			t.Fatal(err)
		}
		fmt.Fprint(&b, name, " ")
	}
	return b.String()
}

// TestNoAllocations: a builder needs no memory but its own.
func TestNoAllocations(t *testing.T) {
	for _, envelope := range Envelopes {
		cfg := with(func(c *Config) {
			c.Records, c.Envelope, c.Layouts, c.Nulls, c.Workers = MaxRecords, envelope, Layouts(), 0.1, 1
		})
		b := newBuilder(newPlan(cfg))
		block := uint64(0)
		if n := testing.AllocsPerRun(20, func() { b.build(block); block++ }); n != 0 {
			t.Errorf("%s: %v allocations a block", envelope, n)
		}
	}
}

// TestLastBlock: the largest numbers fit into a line.
func TestLastBlock(t *testing.T) {
	for _, envelope := range Envelopes {
		cfg := with(func(c *Config) {
			c.Records, c.Envelope, c.Layouts, c.Workers, c.SourcePartitions = MaxRecords, envelope, Layouts(), 1, MaxSourcePartitions
			c.Skew, c.Keys, c.KeyedBy = 0, MaxKeys, KeyedBySymbol
		})
		b := newBuilder(newPlan(cfg))
		lines := b.build((MaxRecords - 1) / blockRecords)
		last := lines[bytes.LastIndexByte(lines[:len(lines)-1], '\n')+1:]
		if !json.Valid(last) || !bytes.Contains(last, []byte("1001000000000")) {
			t.Errorf("%s", last)
		}
	}
}
