package replay

import (
	"bytes"
	"encoding/binary"
	"errors"
	"flag"
	"io"
	"math/rand/v2"
	"runtime"
	"testing"
	"time"

	"github.com/cespare/xxhash/v2"
	"github.com/klauspost/compress/zstd"
	"github.com/velo-plan/velo-plan/replay/counting"
	"github.com/velo-plan/velo-plan/replay/reading"
	"github.com/velo-plan/velo-plan/replay/state"
	"github.com/velo-plan/velo-plan/strategies"
	"github.com/velo-plan/velo-plan/strategies/hash"
	"pgregory.net/rapid"
)

var errFailing = errors.New("the disk is full of holes")

type failingReader struct{}

func (failingReader) Read([]byte) (int, error) { return 0, errFailing }

// narrowWriter takes so many bytes.
type narrowWriter struct{ room int }

func (w *narrowWriter) Write(b []byte) (int, error) {
	if len(b) > w.room {
		return 0, errFailing
	}
	w.room -= len(b)
	return len(b), nil
}

func otherHash() hash.Hash {
	h, _ := hash.Lookup("murmur2")
	return h
}

// countedByTime has the records counted by time.
func countedByTime(c *Config) {
	c.Time = &reading.Time{Name: "at", Path: []string{"_partition"}, Bucket: time.Millisecond, Lag: new(time.Duration)}
}

// states are some with everything that there is in a state.
func states(t testing.TB) [][]byte {
	return [][]byte{
		stateOf(t, nil),
		stateOf(t, func(c *Config) { c.Strategy = strategies.StickyPartition }),
		stateOf(t, func(c *Config) { c.Hash = otherHash() }),
		stateOf(t, func(c *Config) { c.MemoryBytes = 600 }),
		stateOf(t, func(c *Config) {
			c.MemoryBytes = 900
			c.Groups, c.GroupNames = fields("sym", "venue"), []string{"sym", "venue"}
		}),
		stateOf(t, countedByTime),
	}
}

// unpacked returns the values of a state.
func unpacked(t rapid.TB, saved []byte) []byte {
	t.Helper()
	r, err := zstd.NewReader(bytes.NewReader(saved[len(state.Magic)+2:]))
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	values, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return values
}

// packed makes a state of values, with the right checksum.
func packed(t rapid.TB, values []byte) []byte {
	t.Helper()
	saved := bytes.NewBufferString(state.Magic + string(state.Version) + "\n")
	w, err := zstd.NewWriter(saved)
	if err != nil {
		t.Fatal(err)
	}
	w.Write(values)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return saved.Bytes()
}

// mergeAnything merges a state with itself and others; it may fail, and no more than that.
func mergeAnything(t rapid.TB, saved, other []byte) {
	report, err := Merge([]state.Part{{Name: "a", State: bytes.NewReader(saved)}}, MergeConfig{WhatIf: []int{3}, State: io.Discard})
	if (err == nil) != (report != nil) {
		t.Fatal(err)
	}
	Merge([]state.Part{{Name: "a", State: bytes.NewReader(saved)}, {Name: "b", State: bytes.NewReader(saved)}}, MergeConfig{})
	Merge([]state.Part{{Name: "a", State: bytes.NewReader(other)}, {Name: "b", State: bytes.NewReader(saved)}}, MergeConfig{})
}

// TestImpossibleStates: values that contradict each other are refused, for each of them once.
func TestImpossibleStates(t *testing.T) {
	sketched := states(t)[3]
	group := func(r *state.Result) *counting.KeyCounts { return &r.Partitions.List[0].Groups }
	for name, change := range map[string]func(*state.Result){
		"nothing":                         nil,
		"no partitions":                   func(r *state.Result) { r.Identity.Partitions, r.Partitions.List = 0, nil },
		"too many":                        func(r *state.Result) { r.Identity.Partitions = 1 << 30 },
		"an unknown hash":                 func(r *state.Result) { r.Identity.Hash = "md5" },
		"an unknown way":                  func(r *state.Result) { r.Partitions.Scope.Delivers = "maybe" },
		"keys that are not counted":       func(r *state.Result) { r.Partitions.Scope.Groups = false },
		"a run of zeros that is too long": func(r *state.Result) { group(r).Sketch.Distinct.Registers[7] = counting.MaxRegister + 1 },
		"a sample without a sketch":       func(r *state.Result) { group(r).Sketch = nil },
		"a sample that is none":           func(r *state.Result) { group(r).Table.Zeros++ },
		"an error above the count": func(r *state.Result) {
			c := group(r).Sketch.Heavy.Counters[0]
			c.Over = c.Count + 1
		},
		"a key twice among the heavy": func(r *state.Result) {
			h := &group(r).Sketch.Heavy
			h.Counters[1].Hash = h.Counters[0].Hash
		},
		"a source partition twice": func(r *state.Result) {
			c := &r.Partitions.List[0].Sources
			c.List[1].Partition = c.List[0].Partition
		},
		"a source key in no partition": func(r *state.Result) {
			for _, p := range r.Partitions.List {
				for s := range p.SourceKeys.Table.All() {
					s.Count = 7 << 32
				}
			}
		},
		"a group without records": func(r *state.Result) {
			for s := range group(r).Table.All() {
				s.Count = 0
			}
		},
	} {
		r, err := state.Read(bytes.NewReader(sketched))
		if err != nil {
			t.Fatal(err)
		}
		if change != nil {
			change(r)
		}
		var saved bytes.Buffer
		if err := r.Write(&saved); err != nil {
			t.Fatal(err)
		}
		if _, err := state.Read(&saved); errors.Is(err, state.ErrDamaged) != (change != nil) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestImpossibleTimes: so are those about times.
func TestImpossibleTimes(t *testing.T) {
	for name, change := range map[string]func(*state.Result){
		"nothing":                    nil,
		"no time":                    func(r *state.Result) { r.Lateness = nil },
		"a time without a name":      func(r *state.Result) { r.Identity.Time.Field = "" },
		"buckets of no power of two": func(r *state.Result) { r.Partitions.List[0].Times.Width = 3 },
		"a bucket without records":   func(r *state.Result) { r.Partitions.List[0].Times.Cells[0].Records = 0 },
		"a bucket twice":             func(r *state.Result) { c := r.Partitions.List[0].Times.Cells; c[1].Bucket = c[0].Bucket },
		"a bucket after all times":   func(r *state.Result) { r.Partitions.List[0].Times.Cells[0].Bucket = 1 << 60 },
		"a key that is too rare":     func(r *state.Result) { r.Partitions.List[0].Times.Cells[0].Hot.Keys[0].Over = 1 << 40 },
		"a source partition twice":   func(r *state.Result) { r.Lateness.Sources[1].Partition = r.Lateness.Sources[0].Partition },
		"times that do not come in order": func(r *state.Result) {
			r.Lateness.Sources[0].Rising.Times = []int64{5, 5}
			r.Lateness.Sources[0].Rising.Records = []uint64{1, 1}
		},
	} {
		r, err := state.Read(bytes.NewReader(stateOf(t, countedByTime)))
		if err != nil {
			t.Fatal(err)
		}
		if change != nil {
			change(r)
		}
		var saved bytes.Buffer
		if err := r.Write(&saved); err != nil {
			t.Fatal(err)
		}
		if _, err := state.Read(&saved); errors.Is(err, state.ErrDamaged) != (change != nil) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestForgedStates: values that no replay has written, under a good checksum, are refused or make
// some report; they never make the program panic.
func TestForgedStates(t *testing.T) {
	all := states(t)
	rapid.Check(t, func(t *rapid.T) {
		saved := rapid.SampledFrom(all).Draw(t, "state")
		values := bytes.Clone(unpacked(t, saved))
		for range rapid.IntRange(1, 5).Draw(t, "changes") {
			at := rapid.IntRange(0, len(values)-1).Draw(t, "at")
			switch rapid.IntRange(0, 2).Draw(t, "change") {
			case 0:
				values[at] = rapid.SampledFrom([]byte{0, 1, 2, 0x7f, 0x80, 0xff}).Draw(t, "value")
			case 1:
				values[at] ^= 1 << rapid.IntRange(0, 7).Draw(t, "bit")
			case 2:
				values = append(values[:at], values[min(len(values), at+rapid.IntRange(1, 9).Draw(t, "cut")):]...)
				values = append(values, 0)
			}
		}
		mergeAnything(t, packed(t, values), saved)
	})
}

// FuzzState reads any values as a state.
func FuzzState(f *testing.F) {
	all := states(f)
	for _, saved := range all {
		f.Add(unpacked(f, saved))
	}
	f.Fuzz(func(t *testing.T, values []byte) { mergeAnything(t, packed(t, values), all[0]) })
}

// TestDamagedStates: no change of a byte, and no cut, goes unnoticed.
func TestDamagedStates(t *testing.T) {
	for _, saved := range states(t)[1:2] {
		for i := len(state.Magic) + 2; i < len(saved); i++ {
			if _, err := state.Read(bytes.NewReader(saved[:i])); err == nil {
				t.Fatalf("cut after %d of %d bytes", i, len(saved))
			}
			damaged := bytes.Clone(saved)
			damaged[i] ^= 1 << (i % 8)
			r, err := state.Read(bytes.NewReader(damaged))
			if err != nil {
				continue
			}
			// Some bits of the container mean nothing; the values must be the same then.
			var again bytes.Buffer
			if r.Write(&again); !bytes.Equal(unpacked(t, again.Bytes()), unpacked(t, saved)) {
				t.Fatalf("byte %d of %d is another", i, len(saved))
			}
		}
	}
}

// BenchmarkState measures a state with a million groups, written and read.
func BenchmarkState(b *testing.B) {
	j, err := newJob(Config{Strategy: strategies.AlwaysHash, Keys: fields("k"), KeyNames: []string{"k"}, Partitions: 8, Inputs: []string{"-"}})
	if err != nil {
		b.Fatal(err)
	}
	const groups = 1_000_000
	for n := range uint64(groups) {
		key := binary.BigEndian.AppendUint64([]byte("key "), n)
		hash := xxhash.Sum64(key)
		j.ways[0].partitions.List[hash%8].Groups.Add(hash, key, counting.InGroup)
	}
	r := j.newResult(reading.Totals{}, make([]reading.Envelope, 1), make([]reading.Format, 1), 0, nil)
	var saved bytes.Buffer
	b.Run("write", func(b *testing.B) {
		for b.Loop() {
			saved.Reset()
			if err := r.Write(&saved); err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(float64(saved.Len())/groups, "bytes/group")
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/groups, "ns/group")
	})
	b.Run("read", func(b *testing.B) {
		for b.Loop() {
			r, err := state.Read(bytes.NewReader(saved.Bytes()))
			if err != nil || r.Partitions.List[0].Groups.Table.Keys != j.ways[0].partitions.List[0].Groups.Table.Keys {
				b.Fatal(err)
			}
		}
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/groups, "ns/group")
	})
}

var damaged = flag.Int("replay.damaged", 300, "how many damaged states TestSmallStatesTakeLittleMemory reads")

// TestSmallStatesTakeLittleMemory: a file of some kilobytes that stands for gigabytes is refused before they are there, and
// so is whatever else a damaged state says.
func TestSmallStatesTakeLittleMemory(t *testing.T) {
	good := states(t)[3]
	values := unpacked(t, good)
	rnd := rand.New(rand.NewPCG(4, 2))
	for n := range *damaged {
		var saved []byte
		if n == 0 { // a name that is as long as anybody could wish for
			saved = packed(t, append(binary.AppendUvarint(nil, 1<<30), make([]byte, 200<<20)...))
			if len(saved) > 30_000 {
				t.Fatalf("%d bytes", len(saved))
			}
		} else {
			changed := bytes.Clone(values)
			for range 1 + rnd.IntN(4) {
				changed[rnd.IntN(len(changed))] = byte(rnd.Uint32() | 0x80)
			}
			saved = packed(t, changed)
		}
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, err := state.Read(bytes.NewReader(saved))
		runtime.ReadMemStats(&after)
		if took := after.TotalAlloc - before.TotalAlloc; took > 100<<20 {
			t.Errorf("state %d: %d MiB were taken, error %v", n, took>>20, err)
		}
	}
}
