package replay

import (
	"bytes"
	"errors"
	"io"
	"testing"

	"github.com/klauspost/compress/zstd"
	"pgregory.net/rapid"

	"github.com/velo-plan/velo-plan/strategies"
	"github.com/velo-plan/velo-plan/strategies/hash"
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

// states are some with everything that there is in a state.
func states(t testing.TB) [][]byte {
	return [][]byte{
		stateOf(t, nil),
		stateOf(t, func(c *Config) { c.Strategy = strategies.StickyPartition }),
		stateOf(t, func(c *Config) { c.Hash = otherHash() }),
		stateOf(t, func(c *Config) { c.MemoryBytes = 300 }),
		stateOf(t, func(c *Config) {
			c.MemoryBytes = 900
			c.Groups, c.GroupNames = fields("sym", "venue"), []string{"sym", "venue"}
		}),
	}
}

// unpacked returns the values of a state.
func unpacked(t rapid.TB, state []byte) []byte {
	t.Helper()
	r, err := zstd.NewReader(bytes.NewReader(state[len(stateMagic)+2:]))
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
	state := bytes.NewBufferString(stateMagic + string(stateVersion) + "\n")
	w, err := zstd.NewWriter(state)
	if err != nil {
		t.Fatal(err)
	}
	w.Write(values)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return state.Bytes()
}

// mergeAnything merges a state with itself and others; it may fail, and no more than that.
func mergeAnything(t rapid.TB, state, other []byte) {
	report, err := Merge([]Part{{"a", bytes.NewReader(state)}}, MergeConfig{WhatIf: []int{3}, State: io.Discard})
	if (err == nil) != (report != nil) {
		t.Fatal(err)
	}
	Merge([]Part{{"a", bytes.NewReader(state)}, {"b", bytes.NewReader(state)}}, MergeConfig{})
	Merge([]Part{{"a", bytes.NewReader(other)}, {"b", bytes.NewReader(state)}}, MergeConfig{})
}

// TestImpossibleStates: values that contradict each other are refused, for each of them once.
func TestImpossibleStates(t *testing.T) {
	sketched := states(t)[3]
	group := func(r *result) *keyCounts { return &r.partitions.list[0].groups }
	for name, change := range map[string]func(*result){
		"nothing":                         nil,
		"no partitions":                   func(r *result) { r.identity.partitions, r.partitions.list = 0, nil },
		"too many":                        func(r *result) { r.identity.partitions = 1 << 30 },
		"an unknown hash":                 func(r *result) { r.identity.hash = "md5" },
		"an unknown way":                  func(r *result) { r.partitions.counting.delivers = "maybe" },
		"keys that are not counted":       func(r *result) { r.partitions.counting.groups = false },
		"a run of zeros that is too long": func(r *result) { group(r).sketch.distinct.registers[7] = maxRegister + 1 },
		"a sample without a sketch":       func(r *result) { group(r).sketch = nil },
		"a sample that is none":           func(r *result) { group(r).table.zeros++ },
		"an error above the count": func(r *result) {
			c := group(r).sketch.heavy.counters[0]
			c.over = c.count + 1
		},
		"a key twice among the heavy": func(r *result) {
			h := &group(r).sketch.heavy
			h.counters[1].hash = h.counters[0].hash
		},
		"a source partition twice": func(r *result) {
			c := &r.partitions.list[0].sources
			c.list[1].partition = c.list[0].partition
		},
		"a source key in no partition": func(r *result) {
			for s := range r.partitions.list[0].sourceKeys.table.all() {
				s.count = 7 << 32
			}
		},
		"a group without records": func(r *result) {
			for s := range group(r).table.all() {
				s.count = 0
			}
		},
	} {
		r, err := readState(bytes.NewReader(sketched))
		if err != nil {
			t.Fatal(err)
		}
		if change != nil {
			change(r)
		}
		var state bytes.Buffer
		if err := r.write(&state); err != nil {
			t.Fatal(err)
		}
		if _, err := readState(&state); errors.Is(err, errDamaged) != (change != nil) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestForgedStates: values that no replay has written, under a good checksum, are refused or make
// some report; they never make the program panic.
func TestForgedStates(t *testing.T) {
	all := states(t)
	rapid.Check(t, func(t *rapid.T) {
		state := rapid.SampledFrom(all).Draw(t, "state")
		values := bytes.Clone(unpacked(t, state))
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
		mergeAnything(t, packed(t, values), state)
	})
}

// FuzzState reads any values as a state.
func FuzzState(f *testing.F) {
	all := states(f)
	for _, state := range all {
		f.Add(unpacked(f, state))
	}
	f.Fuzz(func(t *testing.T, values []byte) { mergeAnything(t, packed(t, values), all[0]) })
}

// TestDamagedStates: no change of a byte, and no cut, goes unnoticed.
func TestDamagedStates(t *testing.T) {
	for _, state := range states(t)[1:2] {
		for i := len(stateMagic) + 2; i < len(state); i++ {
			if _, err := readState(bytes.NewReader(state[:i])); err == nil {
				t.Fatalf("cut after %d of %d bytes", i, len(state))
			}
			damaged := bytes.Clone(state)
			damaged[i] ^= 1 << (i % 8)
			r, err := readState(bytes.NewReader(damaged))
			if err != nil {
				continue
			}
			// Some bits of the container mean nothing; the values must be the same then.
			var again bytes.Buffer
			if r.write(&again); !bytes.Equal(unpacked(t, again.Bytes()), unpacked(t, state)) {
				t.Fatalf("byte %d of %d is another", i, len(state))
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
		hash, key := keyOf(n)
		j.ways[0].partitions.list[hash%8].groups.add(hash, key, inGroup)
	}
	r := j.newResult(totals{}, make([]Envelope, 1), 0, nil)
	var state bytes.Buffer
	b.Run("write", func(b *testing.B) {
		for b.Loop() {
			state.Reset()
			if err := r.write(&state); err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(float64(state.Len())/groups, "bytes/group")
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/groups, "ns/group")
	})
	b.Run("read", func(b *testing.B) {
		for b.Loop() {
			r, err := readState(bytes.NewReader(state.Bytes()))
			if err != nil || r.partitions.list[0].groups.table.keys != j.ways[0].partitions.list[0].groups.table.keys {
				b.Fatal(err)
			}
		}
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/groups, "ns/group")
	})
}
