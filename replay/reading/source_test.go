package reading

import (
	"bytes"
	"compress/gzip"
	"path/filepath"

	"errors"
	"io"
	"os"
	"strings"
	"testing"

	"github.com/velo-plan/velo-plan/routing"
	"github.com/velo-plan/velo-plan/strategies"
	"github.com/velo-plan/velo-plan/strategies/hash"
)

// readingOf reads files without a key.
func readingOf(inputs ...string) Config {
	return Config{
		Inputs: inputs, Hash: hash.Default(), Partitions: 2, Envelope: EnvelopeAuto, MaxLineBytes: DefaultMaxLineBytes, BlockBytes: DefaultBlockBytes,
		Bind: func() ([]strategies.Partitioner, error) {
			p, err := strategies.RoundRobin.Bind(strategies.RoutingContext{Partitions: 2, Workers: 1})
			return []strategies.Partitioner{p}, err
		},
		Told: func(int64, uint64) {},
	}
}

// TestFileGrows: what is appended while a file is read is not of this replay.
func TestFileGrows(t *testing.T) {
	path := fileOfContent(t, "in", strings.Repeat("{}\n", 100)+"{\"k\":")
	cfg := readingOf(path, "-")
	cfg.Envelope, cfg.BlockBytes = EnvelopeFlat, 64
	s := NewSource(t.Context(), cfg)
	defer s.Close()
	var size, lines uint64
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
		c := next.(*Chunk)
		if err := c.Load(t.Context()); err != nil {
			t.Fatal(err)
		}
		c.Settle()
		size, lines = s.Totals.Bytes, s.Totals.Lines
	}
	if size != 305 || lines != 101 || s.Totals.Records != 100 {
		t.Errorf("%+v", s.Totals)
	}
}

// TestFileShrinks: a file that loses its end while it is read gives the records before and an error.
func TestFileShrinks(t *testing.T) {
	path := fileOfContent(t, "in", strings.Repeat("{}\n", 1000))
	cfg := readingOf(path)
	cfg.Envelope, cfg.BlockBytes = EnvelopeFlat, 64 // so that no chunk has been read before it is loaded
	s := NewSource(t.Context(), cfg)
	defer s.Close()
	next, err := s.Next(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(path, 30); err != nil {
		t.Fatal(err)
	}
	err = next.(*Chunk).Load(t.Context())
	var input *InputError
	if !errors.As(err, &input) || input.Path != path || !errors.Is(err, errShrunk) {
		t.Errorf("error %v", err)
	}
}

// TestFileIsClosed when the last chunk has read its block, even if that is after the source is done
// with it.
func TestFileIsClosed(t *testing.T) {
	cfg := readingOf(fileOfContent(t, "in", strings.Repeat("{}\n", 100)))
	cfg.Envelope, cfg.BlockBytes = EnvelopeFlat, 200
	s := NewSource(t.Context(), cfg)
	var chunks []*Chunk
	for {
		next, err := s.Next(t.Context(), nil)
		if err != nil {
			break
		}
		chunks = append(chunks, next.(*Chunk))
	}
	s.Close()
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

// TestFileRemoved: a file that is open can be read to its end.
func TestFileRemoved(t *testing.T) {
	path := fileOfContent(t, "in", strings.Repeat("{}\n", 1000))
	cfg := readingOf(path)
	cfg.Envelope, cfg.BlockBytes = EnvelopeFlat, 64 // so that no chunk has been read before it is loaded
	s := NewSource(t.Context(), cfg)
	defer s.Close()
	var err error
	if s.in, err = openInput(t.Context(), path, &cfg); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	var old routing.Chunk[Record]
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
	if s.Totals.Records != 1000 {
		t.Errorf("%+v", s.Totals)
	}
}

func TestInputDisappears(t *testing.T) {
	first, second := fileOfContent(t, "first", "{}\n"), fileOfContent(t, "second", "{}\n")
	cfg := readingOf(first, second)
	source := NewSource(t.Context(), cfg)
	defer source.Close()
	if _, err := source.Next(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(second); err != nil {
		t.Fatal(err)
	}
	_, err := source.Next(t.Context(), nil)
	var input *InputError
	if !errors.As(err, &input) || input.Path != second || !errors.Is(err, os.ErrNotExist) {
		t.Errorf("error %v", err)
	}
}

// TestPositions: a chunk knows how far it is in the files as they are on disk.
func TestPositions(t *testing.T) {
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	io.WriteString(w, strings.Repeat("{}\n", 1000))
	w.Close()
	zip := packed.String()
	plain := strings.Repeat("{}\n", 100)
	cfg := readingOf(fileOfContent(t, "zip", zip), fileOfContent(t, "plain", plain))
	cfg.BlockBytes = 64
	s := NewSource(t.Context(), cfg)
	defer s.Close()
	var last int64
	var old routing.Chunk[Record]
	for {
		next, err := s.Next(t.Context(), old)
		if err != nil {
			break
		}
		c := next.(*Chunk)
		if err := c.Load(t.Context()); err != nil {
			t.Fatal(err)
		}
		if c.position < last {
			t.Errorf("position %d after %d", c.position, last)
		}
		last, old = c.position, c
	}
	if last != int64(len(zip)+len(plain)) {
		t.Errorf("position %d at the end, want %d", last, len(zip)+len(plain))
	}
}

// fileOfContent writes a file and returns its path.
func fileOfContent(t *testing.T, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}
