package replay

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/velo-plan/velo-plan/replay/reading"
	"github.com/velo-plan/velo-plan/replay/report"
	"github.com/velo-plan/velo-plan/replay/topics"
)

// TestLimit: exactly so many records, however many workers run ahead, and no wait for more input.
func TestLimit(t *testing.T) {
	content := strings.Repeat("{\"k\":1}\nx\n", 5000)
	for workers := 1; workers <= 4; workers++ {
		for _, limit := range []uint64{1, 77, 4999, 5000, 5001, 1 << 63} {
			cfg := roundRobin(write(t, "in", content), "-")
			cfg.Stdin = strings.NewReader("{}\n")
			cfg.Workers, cfg.Limit, cfg.blockBytes = workers, limit, 100
			r, err := Run(t.Context(), cfg)
			want := min(limit, 5001)
			if err != nil || !r.Complete || r.Input.Records != want || r.Input.Lines != min(want, 5000)*2-1+want/5001*2 {
				t.Errorf("%d workers, limit %d: error %v, %+v", workers, limit, err, r.Input)
			}
		}
	}
}

// TestLimitDoesNotWait: the last record that is wanted is there, whether or not more will come.
func TestLimitDoesNotWait(t *testing.T) {
	r := &cancelReader{data: []byte("{}\n{}\n"), cancel: func() {}, wait: make(chan struct{})}
	defer close(r.wait)
	cfg := roundRobin("-")
	cfg.Stdin, cfg.Limit = r, 2
	done := make(chan error, 1)
	go func() {
		got, err := Run(t.Context(), cfg)
		if err == nil && got.Input.Records != 2 {
			err = errors.New("not two records")
		}
		done <- err
	}()
	select {
	case err := <-done:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(10 * time.Second):
		t.Error("it waits for more")
	}
}

// TestStopAtReject: the error names the line, and the report is exact up to it, at any number of
// workers.
func TestStopAtReject(t *testing.T) {
	good, bad := write(t, "good", strings.Repeat("{}\n", 300)), write(t, "bad", strings.Repeat("{}\n\n", 50)+"{\n"+strings.Repeat("x\n", 500))
	for workers := 1; workers <= 4; workers++ {
		cfg := roundRobin(good, bad)
		cfg.Workers, cfg.StopAtReject, cfg.blockBytes = workers, true, 64
		r, err := Run(t.Context(), cfg)
		var rejected *reading.RejectedError
		if !errors.As(err, &rejected) || rejected.Line.File != bad || rejected.Line.Line != 101 || rejected.Line.Reason != "invalid_json" {
			t.Fatalf("error %v", err)
		}
		want := report.InputBlock{
			Files: cfg.Inputs, Envelopes: []string{"flat", "flat"}, Formats: []string{"ndjson", "ndjson"}, Bytes: 900 + 200 + 2, Lines: 401, Records: 350, Blank: 50,
			Rejected: report.RejectedBlock{Count: 1, ByReason: map[string]uint64{"invalid_json": 1}, First: []reading.RejectedLine{rejected.Line}},
		}
		if diff := cmp.Diff(want, r.Input); diff != "" || r.Complete {
			t.Errorf("%d workers, complete %v: %s", workers, r.Complete, diff)
		}
		if !strings.Contains(err.Error(), bad+", line 101 is no record: invalid_json") {
			t.Error(err)
		}
	}
}

// TestRejectsOfLongLines: lines that are too long to be held are written all the same, from files
// and from streams, cut at every place.
func TestRejectsOfLongLines(t *testing.T) {
	long := func(n int) string { return strings.Repeat("y", n) }
	content := "{}\n" + long(300) + "\n" + long(150) + "\r\n{}\n" + long(101) + "\n\n" + long(1000)
	want := long(300) + "\n" + long(150) + "\r\n" + long(101) + "\n" + long(1000) + "\n"
	path, next := write(t, "in", content), write(t, "next", "x")
	for block := 1; block < 420; block += 3 {
		for _, first := range []string{path, "-"} {
			var rejects bytes.Buffer
			cfg := roundRobin(first, next)
			cfg.Stdin, cfg.Rejects = strings.NewReader(content), &rejects
			cfg.MaxLineBytes, cfg.blockBytes = 100, block
			r, err := Run(t.Context(), cfg)
			if err != nil || r.Input.Records != 2 || r.Input.Rejected.ByReason["line_too_long"] != 4 {
				t.Fatalf("block %d: error %v, %+v", block, err, r.Input)
			}
			if rejects.String() != want+"x\n" {
				t.Fatalf("block %d of %s: rejected %q", block, first, rejects.String())
			}
		}
	}
}

// brokenWriter takes no more than a number of bytes.
type brokenWriter struct{ left int }

var errFull = errors.New("no space left")

func (w *brokenWriter) Write(p []byte) (int, error) {
	if w.left -= len(p); w.left < 0 {
		return 0, errFull
	}
	return len(p), nil
}

// TestRejectsCannotBeWritten: that is an error, also at the very end.
func TestRejectsCannotBeWritten(t *testing.T) {
	for name, content := range map[string]string{"middle": strings.Repeat("x\n", 50_000) + "{}\n", "end": "x\n" + strings.Repeat("y", 300)} {
		cfg := roundRobin(write(t, "in", content))
		cfg.Rejects, cfg.MaxLineBytes, cfg.blockBytes = &brokenWriter{left: 302}, 100, 1000
		if name == "end" {
			cfg.Rejects = &brokenWriter{left: 2 + 300}
		}
		r, err := Run(t.Context(), cfg)
		if !errors.Is(err, errFull) || !strings.Contains(err.Error(), "cannot write the rejected lines") || r.Complete {
			t.Errorf("%s: error %v, %+v", name, err, r.Input)
		}
	}
}

// TestWriteDirRefused: nothing is overwritten, and nothing is read before that is known.
func TestWriteDirRefused(t *testing.T) {
	full := filepath.Dir(write(t, "something", ""))
	for dir, want := range map[string]string{
		full:                                  "it is not empty",
		write(t, "file", ""):                  "it is not a folder",
		filepath.Join(full, "something", "x"): "not a directory",
	} {
		cfg := roundRobin("-")
		cfg.Stdin, cfg.WriteDir = iotest.ErrReader(errors.New("it was read")), dir
		r, err := Run(t.Context(), cfg)
		var write *WriteError
		if !errors.As(err, &write) || r != nil || !strings.Contains(err.Error(), dir) || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: error %v, report %v", dir, err, r)
		}
	}
	if entries, err := os.ReadDir(full); err != nil || len(entries) != 1 {
		t.Errorf("error %v, %v", err, entries)
	}
}

// TestWriteDirLeavesNothingHalf: a replay that does not get to its end leaves no files, and the
// folder only if it was there before.
func TestWriteDirLeavesNothingHalf(t *testing.T) {
	old := t.TempDir()
	for _, dir := range []string{old, filepath.Join(old, "new", "folder")} {
		cfg := roundRobin(write(t, "in", "{}\n"), "-")
		cfg.Stdin, cfg.WriteDir = iotest.ErrReader(errors.New("broken")), dir
		r, err := Run(t.Context(), cfg)
		if err == nil || r.Input.Records != 1 {
			t.Fatalf("error %v, %+v", err, r)
		}
		entries, err := os.ReadDir(dir)
		if dir == old && (err != nil || len(entries) > 0) || dir != old && !errors.Is(err, os.ErrNotExist) {
			t.Errorf("%s: error %v, %v", dir, err, entries)
		}
	}
}

// TestWriteFails: what cannot be written ends the replay.
func TestWriteFails(t *testing.T) {
	for name, lines := range map[string]int{"during": 100_000, "at the end": 10} {
		cfg := roundRobin("-")
		cfg.WriteDir = filepath.Join(t.TempDir(), "out")
		cfg.Stdin = &sabotage{Reader: strings.NewReader(strings.Repeat("{\"k\":1}\n", lines)), dir: cfg.WriteDir}
		r, err := Run(t.Context(), cfg)
		var failed *WriteError
		if !errors.As(err, &failed) || failed.Dir != cfg.WriteDir || r.Complete {
			t.Errorf("%s: error %v, %+v", name, err, r)
		}
		if _, err := os.Stat(cfg.WriteDir); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("%s: the folder is still there: %v", name, err)
		}
	}
}

// sabotage removes the files of a folder as soon as something is read.
type sabotage struct {
	*strings.Reader
	dir string
}

func (s *sabotage) Read(buf []byte) (int, error) {
	paths, err := filepath.Glob(filepath.Join(s.dir, "*"))
	for _, path := range paths {
		err = errors.Join(err, os.Remove(path))
	}
	if err != nil {
		return 0, err
	}
	return s.Reader.Read(buf)
}

// TestManyPartitionsAreWritten: more than there may be files open, each with as many digits.
func TestManyPartitionsAreWritten(t *testing.T) {
	cfg := roundRobin(write(t, "in", strings.Repeat("{}\n", 2500)))
	cfg.Partitions, cfg.WriteDir = 2001, filepath.Join(t.TempDir(), "out")
	if _, err := Run(t.Context(), cfg); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"partition-0000.ndjson": "{}\n{}\n", "partition-2000.ndjson": "{}\n"} {
		if got, err := os.ReadFile(filepath.Join(cfg.WriteDir, name)); err != nil || string(got) != want {
			t.Errorf("%s: error %v, %q", name, err, got)
		}
	}
}

// TestProgress is told in order and not too often, and knows where the end is.
func TestProgress(t *testing.T) {
	path := write(t, "in", strings.Repeat("{\"k\":1}\n", 400_000))
	var told []Progress
	var times []time.Time
	cfg := roundRobin(path, path)
	cfg.Progress = func(p Progress) {
		told = append(told, p)
		times = append(times, time.Now())
		time.Sleep(20 * time.Millisecond)
	}
	start := time.Now()
	if _, err := Run(t.Context(), cfg); err != nil {
		t.Fatal(err)
	}
	last, before := Progress{}, start
	for i, p := range told {
		if p.Bytes < last.Bytes || p.Records < last.Records || p.TotalBytes != 6_400_000 || p.Bytes > p.TotalBytes || p.Records == 0 {
			t.Errorf("%+v after %+v", p, last)
		}
		if times[i].Sub(before) < progressEvery*9/10 {
			t.Errorf("told %v after the one before", times[i].Sub(before))
		}
		last, before = p, times[i]
	}
}

// someTopic is a topic of which nobody reads.
type someTopic struct{ topics.Topic }

// TestOffsetsOf: all partitions count, and one without an end leaves the end open.
func TestOffsetsOf(t *testing.T) {
	bounds := []topics.Bounds{{Partition: 0, Begin: 5, End: 10}, {Partition: 1, Begin: 0, End: 0}, {Partition: 2, Begin: 100, End: 120}}
	if n := offsetsOf(bounds); n != 25 {
		t.Errorf("%d offsets, not 25", n)
	}
	if n := offsetsOf(append(bounds, topics.Bounds{Partition: 3, Begin: 7, End: topics.NoEnd})); n != 0 {
		t.Errorf("%d offsets without an end", n)
	}
}

// TestProgressTeller: told when it is time, in bytes of files and in offsets of a topic.
func TestProgressTeller(t *testing.T) {
	for _, test := range []struct {
		topic topics.Topic
		want  Progress
	}{
		{nil, Progress{Bytes: 2, TotalBytes: 10, Records: 3}},
		{someTopic{}, Progress{Offsets: 2, TotalOffsets: 10, Records: 3}},
	} {
		var told []Progress
		p := newProgressTeller(&job{Config: Config{Topic: test.topic, Progress: func(p Progress) { told = append(told, p) }}, total: 10})
		p.tell(1, 1)
		p.last = p.last.Add(-progressEvery)
		p.tell(2, 3)
		p.tell(4, 5)
		if diff := cmp.Diff([]Progress{test.want}, told); diff != "" {
			t.Error(diff)
		}
	}
	none := newProgressTeller(&job{})
	none.last = time.Time{}
	none.tell(1, 1)
}
