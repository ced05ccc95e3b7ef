package replay

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/velo-plan/velo-plan/replay/counting"
	"github.com/velo-plan/velo-plan/replay/generate"
	"github.com/velo-plan/velo-plan/replay/reading"
	"github.com/velo-plan/velo-plan/replay/remedy"
	"github.com/velo-plan/velo-plan/replay/report"
	"github.com/velo-plan/velo-plan/strategies"
	"github.com/velo-plan/velo-plan/strategies/hash"
	"github.com/velo-plan/velo-plan/strategies/scalar"
)

// skewedShapes are the records on which remedies are compared with what they do record by record: the key of each.
func skewedShapes(t *testing.T) map[string][]string {
	t.Helper()
	shapes := map[string][]string{}
	for name, cfg := range map[string]generate.Config{
		"zipf 1.1":     {Skew: 1.1},
		"zipf 1.4":     {Skew: 1.4},
		"nulls of 30%": {Skew: 0.5, Nulls: 0.3},
	} {
		shapes[name] = valuesOf(t, generated(t, cfg), "symbol")
	}
	shapes["flights"] = valuesOf(t, filepath.Join("..", "testdata", "records", "flights.ndjson"), "origin")
	for _, line := range withHotKey(0.5, 5000) {
		shapes["a hot key of 50%"] = append(shapes["a hot key of 50%"], valueOf(t, []byte(line), "k"))
	}
	return shapes
}

// generated makes a file of 40,000 records.
func generated(t *testing.T, cfg generate.Config) string {
	t.Helper()
	cfg.Records, cfg.Keys, cfg.SourcePartitions, cfg.Layouts = 40_000, 5000, 12, 1
	cfg.KeyedBy, cfg.Envelope, cfg.Seed = generate.KeyedByTrader, generate.EnvelopeFlat, 3
	file := filepath.Join(t.TempDir(), "records")
	out, err := os.Create(file)
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	if err := generate.Run(context.Background(), cfg, out); err != nil {
		t.Fatal(err)
	}
	return file
}

// valuesOf returns the JSON of a field of each line of a file.
func valuesOf(t *testing.T, file, field string) (list []string) {
	t.Helper()
	in, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	for s := bufio.NewScanner(in); s.Scan(); {
		list = append(list, valueOf(t, s.Bytes(), field))
	}
	return list
}

func valueOf(t *testing.T, line []byte, field string) string {
	t.Helper()
	var of map[string]json.RawMessage
	if err := json.Unmarshal(line, &of); err != nil {
		t.Fatal(err)
	}
	if of[field] == nil {
		return "null"
	}
	return string(of[field])
}

// TestRemediesByBruteForce sends each record where a remedy sends it, one by one, and compares the numbers.
func TestRemediesByBruteForce(t *testing.T) {
	const n = 8
	for name, keys := range skewedShapes(t) {
		for _, h := range hash.All[:2] {
			lines := make([]string, len(keys))
			for i, key := range keys {
				lines[i] = `{"k":` + key + `}`
			}
			cfg := Config{Inputs: []string{fileWith(t, lines...)}, Keys: fields("k"), KeyNames: []string{"k"}, Partitions: n,
				Strategy: strategies.AlwaysHash, Hash: h, NullsApart: name == "nulls of 30%", EngineBatch: 100, Remedies: &report.RemedyOptions{}}
			r := run(t, cfg)
			b := &brute{keys: keys, n: n, hash: h, now: make([]int, len(keys))}
			for i, key := range keys {
				b.now[i] = b.partition(key)
			}
			applied := 0
			for _, got := range r.Remedies {
				if !got.Applies {
					continue
				}
				applied++
				want := b.run(t, cfg, &got)
				near := func(what string, got, want float64) {
					t.Helper()
					if math.Abs(got-want) > 0.02*max(want, 1) {
						t.Errorf("%s, %s: %s %.4f, record by record %.4f", name, h.Name, what, got, want)
					}
				}
				near(got.Name+": max/mean", got.MaxOverMean, want.MaxOverMean)
				near(got.Name+": state factor", got.StateFactor, want.StateFactor)
				near(got.Name+": extra traffic", got.ExtraTraffic, want.ExtraTraffic)
				near(got.Name+": moved", got.Moved.Share, want.Moved.Share)
			}
			if applied < 6 {
				t.Errorf("%s: only %d remedies apply", name, applied)
			}
			if best := r.Remedies[0]; best.MaxOverMean > 1.05 {
				t.Errorf("%s: the best remedy is %s with %.3f", name, best.Name, best.MaxOverMean)
			}
		}
	}
}

// TestRemediesInTime does so with records of which each minute has another hot key, and counts them by minute.
func TestRemediesInTime(t *testing.T) {
	file := generated(t, generate.Config{Skew: 1.1, Drift: true})
	b := &brute{keys: valuesOf(t, file, "symbol"), n: 8, hash: hash.Default()}
	for i, at := range valuesOf(t, file, "event_time") {
		b.minutes, b.now = append(b.minutes, at[:len(`"2024-05-12T11:22`)]), append(b.now, b.partition(b.keys[i]))
	}
	cfg := Config{Inputs: []string{file}, Keys: fields("symbol"), KeyNames: []string{"symbol"}, Partitions: b.n, Strategy: strategies.AlwaysHash,
		Time: &reading.Time{Name: "event_time", Path: []string{"event_time"}, Bucket: time.Minute}, Remedies: &report.RemedyOptions{}}
	r := run(t, cfg)
	known := 0
	for _, got := range r.Remedies {
		// In a run record by record the heavy keys would have to be found out in each minute.
		if got.MaxOverMeanInTime == nil || got.Name == remedy.DChoices || got.Name == remedy.WChoices {
			continue
		}
		known++
		if want := b.run(t, cfg, &got); math.Abs(*got.MaxOverMeanInTime-b.inTime) > 0.02*b.inTime {
			t.Errorf("%s: %.3f in time, record by record %.3f (whole: %.3f)", got.Name, *got.MaxOverMeanInTime, b.inTime, want.MaxOverMean)
		}
	}
	if known < 4 {
		t.Errorf("only %d remedies are known in time", known)
	}
	if best := r.Remedies[0]; best.MaxOverMeanInTime == nil || best.Worse() > remedy.Even {
		t.Errorf("the best remedy is %s", best.Name)
	}
}

// brute runs remedies record by record.
type brute struct {
	keys []string
	n    int
	// The minute of each record, if it is known, and what came of the last run by minute.
	minutes []string
	inTime  float64
	hash    hash.Hash
	now     []int // the partition of each record
}

// sum hashes JSON values.
func (b *brute) sum(values ...string) uint64 {
	var list []scalar.Value
	for _, text := range values {
		v, err := scalar.FromJSON([]byte(text))
		if err != nil {
			panic(err)
		}
		list = append(list, v)
	}
	return b.hash.Sum(strategies.AppendKeyBytes(nil, b.hash, list))
}

func (b *brute) partition(values ...string) int { return b.hash.Partition(b.sum(values...), b.n) }

// run sends all records and returns what a remedy is to say.
func (b *brute) run(t *testing.T, cfg Config, r *remedy.Remedy) remedy.Remedy {
	t.Helper()
	var to func(i int, loads []float64) int
	n, traffic, state := b.n, 0.0, 0.0
	pieces := map[string]map[int]bool{}
	switch r.Name {
	case remedy.TwoPhases:
		return b.batches(int(r.Batches[0].Records))
	case remedy.SplitHot, remedy.PlaceHot:
		salts := map[string]remedy.Salt{}
		for _, s := range r.Salts {
			salts[s.Key] = s
		}
		salted := map[string]bool{}
		to = func(i int, _ []float64) int {
			key, salt := b.keys[i], 0
			if s, ok := salts[key]; ok {
				salt = s.First + i%s.Parts // as MOD(_OFFSET, parts) does it
			}
			salted[fmt.Sprint(key, " ", salt)] = true
			return b.partition(key, fmt.Sprint(salt))
		}
		loads, moved := b.send(n, to)
		groups := float64(len(b.distinct()))
		traffic, state = 1, float64(len(salted))/groups
		if r.Name == remedy.SplitHot {
			traffic += float64(len(salted)) / float64(len(b.keys))
		}
		return answer(loads, state, traffic, moved)
	case remedy.SpreadNull:
		nulls := 0
		to = func(i int, _ []float64) int {
			if b.keys[i] != "null" {
				return b.now[i]
			}
			nulls++
			return nulls % n
		}
		state = 1
	case remedy.Partitions:
		n = r.Partitions
		to = func(i int, _ []float64) int { return b.hash.Partition(b.sum(b.keys[i]), n) }
		state = 1
	default:
		heavy := map[string]bool{}
		if r.Name != remedy.PKG {
			for key, records := range b.distinct() {
				heavy[key] = float64(records) >= float64(len(b.keys))/float64(5*n)
			}
		}
		to = func(i int, loads []float64) int {
			best, d := b.now[i], 2
			if heavy[b.keys[i]] {
				d = r.Choices
			}
			for j := 1; j < d; j++ {
				p := b.hash.Partition(counting.Mix(b.sum(b.keys[i])+uint64(j)*0x9E3779B97F4A7C15), n)
				if heavy[b.keys[i]] && d == n {
					p = j // any of all
				}
				if loads[p] < loads[best] {
					best = p
				}
			}
			if heavy[b.keys[i]] && d == n && loads[0] < loads[best] {
				best = 0
			}
			if pieces[b.keys[i]] == nil {
				pieces[b.keys[i]] = map[int]bool{}
			}
			pieces[b.keys[i]][best] = true
			return best
		}
	}
	loads, moved := b.send(n, to)
	for _, p := range pieces {
		state += float64(len(p))
	}
	if len(pieces) > 0 {
		traffic = state / float64(len(b.keys))
		state /= float64(len(pieces))
	}
	return answer(loads, state, traffic, moved)
}

// send sends all records and returns what the partitions get, and the share that another partition gets than now.
func (b *brute) send(n int, to func(i int, loads []float64) int) (loads []float64, moved float64) {
	loads = make([]float64, n)
	byMinute := map[string][]float64{}
	for i := range b.keys {
		p := to(i, loads)
		loads[p]++
		if b.minutes != nil {
			if byMinute[b.minutes[i]] == nil {
				byMinute[b.minutes[i]] = make([]float64, n)
			}
			byMinute[b.minutes[i]][p]++
		}
		if p != b.now[i] {
			moved += 1 / float64(len(b.keys))
		}
	}
	b.inTime = 0
	for _, minute := range byMinute {
		b.inTime += slices.Max(minute) * float64(n) / float64(len(b.keys))
	}
	return loads, moved
}

// batches aggregates batches of a size.
func (b *brute) batches(size int) remedy.Remedy {
	loads, rows, batches := make([]float64, b.n), 0.0, 0.0
	for batch := range slices.Chunk(b.keys, size) {
		batches++
		seen := map[string]bool{}
		for _, key := range batch {
			seen[key] = true
		}
		for key := range maps.Keys(seen) {
			rows++
			loads[b.partition(key)]++
		}
	}
	return answer(loads, 1+rows/batches/float64(len(b.distinct())), rows/float64(len(b.keys)), 0)
}

// distinct counts the records of each key.
func (b *brute) distinct() map[string]int {
	records := map[string]int{}
	for _, key := range b.keys {
		records[key]++
	}
	return records
}

func answer(loads []float64, state, traffic, moved float64) remedy.Remedy {
	total := 0.0
	for _, l := range loads {
		total += l
	}
	return remedy.Remedy{MaxOverMean: slices.Max(loads) * float64(len(loads)) / total, StateFactor: state, ExtraTraffic: traffic,
		Moved: remedy.Moved{Share: moved}}
}
