package replay

import (
	"errors"
	"io"
	"os"
	"strings"
	"testing"

	"github.com/velo-plan/velo-plan/routing"
)

// TestFileGrows: what is appended while a file is read is not of this replay.
func TestFileGrows(t *testing.T) {
	path := write(t, "in", strings.Repeat("{}\n", 100)+"{\"k\":")
	cfg := roundRobin(path, "-")
	cfg.Envelope, cfg.blockBytes = EnvelopeFlat, 64
	job, err := newJob(cfg)
	if err != nil {
		t.Fatal(err)
	}
	s := newSource(t.Context(), job)
	defer s.close()
	var bytes, lines uint64
	for i := range 5 { // 305 bytes
		next, err := s.Next(t.Context(), nil)
		if err != nil {
			t.Fatal(err)
		}
		if i == 0 {
			f, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
			if err != nil {
				t.Fatal(err)
			}
			io.WriteString(f, "1}\n{}\n")
			f.Close()
		}
		c := next.(*chunk)
		if err := c.Load(t.Context()); err != nil {
			t.Fatal(err)
		}
		c.Settle()
		bytes, lines = s.totals.bytes, s.totals.lines
	}
	if bytes != 305 || lines != 101 || s.totals.records != 100 {
		t.Errorf("%+v", s.totals)
	}
}

// TestFileShrinks: a file that loses its end while it is read gives the records before and an error.
func TestFileShrinks(t *testing.T) {
	path := write(t, "in", strings.Repeat("{}\n", 1000))
	cfg := roundRobin(path)
	cfg.Envelope, cfg.blockBytes = EnvelopeFlat, 64 // so that no chunk has been read before it is loaded
	job, err := newJob(cfg)
	if err != nil {
		t.Fatal(err)
	}
	s := newSource(t.Context(), job)
	defer s.close()
	next, err := s.Next(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(path, 30); err != nil {
		t.Fatal(err)
	}
	err = next.(*chunk).Load(t.Context())
	var input *InputError
	if !errors.As(err, &input) || input.Path != path || !errors.Is(err, errShrunk) {
		t.Errorf("error %v", err)
	}
}

// TestFileIsClosed when the last chunk has read its block, even if that is after the source is done
// with it.
func TestFileIsClosed(t *testing.T) {
	cfg := roundRobin(write(t, "in", strings.Repeat("{}\n", 100)))
	cfg.Envelope, cfg.blockBytes = EnvelopeFlat, 200
	job, err := newJob(cfg)
	if err != nil {
		t.Fatal(err)
	}
	s := newSource(t.Context(), job)
	var chunks []*chunk
	for {
		next, err := s.Next(t.Context(), nil)
		if err != nil {
			break
		}
		chunks = append(chunks, next.(*chunk))
	}
	s.close()
	file := chunks[0].from.file
	for _, c := range chunks {
		if _, err := file.Stat(); err != nil {
			t.Fatalf("closed too early: %v", err)
		}
		if err := c.Load(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := file.Stat(); !errors.Is(err, os.ErrClosed) {
		t.Errorf("not closed: %v", err)
	}
}

// TestStdinIsAFile: it is read by blocks from where it stands.
func TestStdinIsAFile(t *testing.T) {
	f, err := os.Open(write(t, "in", "not this\n{}\n{}\n"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := f.Seek(int64(len("not this\n")), io.SeekStart); err != nil {
		t.Fatal(err)
	}
	cfg := roundRobin("-")
	cfg.Stdin, cfg.blockBytes = f, 4
	report, err := Run(t.Context(), cfg)
	if err != nil || report.Input.Records != 2 || report.Input.Lines != 2 || report.Input.Bytes != 6 {
		t.Errorf("error %v, %+v", err, report.Input)
	}
	if _, err := f.Stat(); err != nil {
		t.Errorf("it is not ours to close: %v", err)
	}
}

// TestSizeZero: some files have more in them than they say.
func TestSizeZero(t *testing.T) {
	const path = "/proc/self/status"
	want, err := os.ReadFile(path)
	if err != nil {
		t.Logf("no %s here: %v", path, err)
		return
	}
	report, err := Run(t.Context(), roundRobin(path))
	if err != nil || report.Input.Lines != uint64(strings.Count(string(want), "\n")) {
		t.Errorf("error %v, %+v", err, report.Input)
	}
}

// TestFileRemoved: a file that is open can be read to its end.
func TestFileRemoved(t *testing.T) {
	path := write(t, "in", strings.Repeat("{}\n", 1000))
	cfg := roundRobin(path)
	cfg.Envelope, cfg.blockBytes = EnvelopeFlat, 64 // so that no chunk has been read before it is loaded
	job, err := newJob(cfg)
	if err != nil {
		t.Fatal(err)
	}
	s := newSource(t.Context(), job)
	defer s.close()
	if s.in, err = openInput(path, job); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	var old routing.Chunk[record]
	for {
		c, err := s.Next(t.Context(), old)
		if err == io.EOF {
			break
		}
		if err = errors.Join(err, c.Load(t.Context())); err != nil {
			t.Fatal(err)
		}
		c.Settle()
		old = c
	}
	if s.totals.records != 1000 {
		t.Errorf("%+v", s.totals)
	}
}
