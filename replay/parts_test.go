package replay

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/velo-plan/velo-plan/replay/state"
	"github.com/velo-plan/velo-plan/replay/topics"
)

// partsFile returns a parts file of the pieces, each a part, all committed.
func partsFile(t testing.TB, values [][]string, pieces ...topics.Bounds) []byte {
	t.Helper()
	var file bytes.Buffer
	w, err := state.NewPartsWriter(&synced{&file})
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range pieces {
		var saved bytes.Buffer
		cfg := ofLog(&log{values: values, plan: []topics.Bounds{b}})
		cfg.State = &saved
		if _, err := Run(t.Context(), cfg); err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(w.Part(saved.Bytes()), w.Commit()); err != nil {
			t.Fatal(err)
		}
	}
	return file.Bytes()
}

// someValues is a log of two partitions and the pieces of it.
func someValues() (values [][]string, pieces []topics.Bounds) {
	return [][]string{{`{"k":1}`, `{"k":2}`, `[]`}, {`{"k":1}`}}, []topics.Bounds{{Partition: 0, Begin: 0, End: 2}, {Partition: 1, Begin: 0, End: 1}, {Partition: 0, Begin: 2, End: 3}}
}

// TestCutParts: a file that is cut off anywhere has the parts before that, and what is after them is
// missed.
func TestCutParts(t *testing.T) {
	values, pieces := someValues()
	whole := partsFile(t, values, pieces...)
	seen := make(map[uint64]bool)
	for n := range len(whole) + 1 {
		report, err := Merge([]state.Part{{Name: "cut", State: bytes.NewReader(whole[:n])}}, MergeConfig{})
		var missing *state.MissingError
		switch {
		case n < len(state.PartsMagic):
			if err == nil || !strings.Contains(err.Error(), "no state of a replay") {
				t.Fatalf("%d bytes: %v", n, err)
			}
			continue
		case report == nil:
			if !errors.Is(err, state.ErrNothing) {
				t.Fatalf("%d bytes: %v", n, err)
			}
			continue
		}
		lines := report.Input.Lines
		seen[lines] = true
		if whole := lines == 4; whole != (err == nil) || !whole && (!errors.As(err, &missing) || report.Complete) {
			t.Fatalf("%d bytes, %d lines: %v", n, lines, err)
		}
	}
	if len(seen) != 3 || !seen[2] || !seen[3] || !seen[4] {
		t.Errorf("numbers of lines: %v", seen)
	}
}

// TestPartsAndFilesDoNotMix: neither do two topics.
func TestPartsAndFilesDoNotMix(t *testing.T) {
	values, pieces := someValues()
	parts := partsFile(t, values, pieces...)
	var ofFile bytes.Buffer
	cfg := ofLog(nil)
	cfg.Topic, cfg.Inputs, cfg.State = nil, []string{fileWith(t, `{"k":1}`)}, &ofFile
	if _, err := Run(t.Context(), cfg); err != nil {
		t.Fatal(err)
	}
	_, err := Merge([]state.Part{{Name: "parts", State: bytes.NewReader(parts)}, {Name: "file", State: &ofFile}}, MergeConfig{})
	if err == nil || !strings.Contains(err.Error(), `cannot merge file: it was replayed from files, not the topic "log"`) {
		t.Error(err)
	}
}

// FuzzParts: any bytes after the magic are parts or an error, and never more than what is there.
func FuzzParts(f *testing.F) {
	values, pieces := someValues()
	f.Add(partsFile(f, values, pieces...)[len(state.PartsMagic):])
	var ofFile bytes.Buffer
	cfg := ofLog(nil)
	cfg.Topic, cfg.Inputs, cfg.State = nil, []string{fileWith(f, `{"k":1}`)}, &ofFile
	if _, err := Run(f.Context(), cfg); err != nil {
		f.Fatal(err)
	}
	f.Add(append([]byte{'P', byte(ofFile.Len()), byte(ofFile.Len() >> 8), 0, 0, 0, 0, 0, 0}, ofFile.Bytes()...))
	f.Add([]byte("P\xff\xff\xff\xff\xff\x00\x00\x00"))
	f.Fuzz(func(t *testing.T, data []byte) {
		report, err := Merge([]state.Part{{Name: "fuzzed", State: bytes.NewReader(append([]byte(state.PartsMagic), data...))}}, MergeConfig{})
		var missing *state.MissingError
		if (report == nil) != (err != nil && !errors.As(err, &missing)) {
			t.Errorf("%v, %v", report, err)
		}
	})
}
