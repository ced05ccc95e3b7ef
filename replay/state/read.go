package state

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"strings"

	"github.com/klauspost/compress/zstd"
)

// Error is a state that cannot be merged.
type Error struct {
	Name string // as it was given
	Err  error
}

// Error names the state and what is wrong with it.
func (e *Error) Error() string { return fmt.Sprintf("cannot merge %s: %v", e.Name, e.Err) }

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// ErrDamaged is the error of a state whose checksum or values are wrong.
var ErrDamaged = errors.New("it is damaged: replay that part again")

var errNoState = errors.New("it is no state of a replay: give files that replay --state has written")

// stateReader reads the values of a state file. Nothing in the file is believed: a length costs no
// memory before as many bytes are there, and after the first error all values are 0.
type stateReader struct {
	in     *bufio.Reader
	buffer []byte
	err    error
}

// Read reads a state that result.write has written.
func Read(r io.Reader) (*Result, error) {
	head := make([]byte, len(Magic)+2)
	if _, err := io.ReadFull(r, head); err != nil || !strings.HasPrefix(string(head), Magic) {
		if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
			return nil, err
		}
		return nil, errNoState
	}
	if version := head[len(Magic)]; version != Version || head[len(head)-1] != '\n' {
		return nil, fmt.Errorf("it is of version %q, this program reads %q: replay that part again, or merge with the program that wrote it",
			version, Version)
	}
	compressed := &counted{Reader: r}
	decompressor, err := zstd.NewReader(compressed, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(maxStateWindow))
	if err != nil {
		return nil, err
	}
	defer decompressor.Close()
	s := &stateReader{in: bufio.NewReaderSize(&bounded{in: decompressor, compressed: compressed}, 1<<16)}
	result := s.result()
	if _, err := s.in.ReadByte(); err != io.EOF { // the checksum is looked at after the last value
		s.fail(err)
	}
	return result, s.err
}

const (
	// usualBytes is how long a state may be that compresses to almost nothing: that of many partitions without records.
	usualBytes = 4 << 20
	// mostRatio is how much longer a state may be than its compressed form, beyond that: several times what is found.
	mostRatio = 100
)

// counted counts what is read.
type counted struct {
	io.Reader
	n int64
}

// Read implements io.Reader.
func (c *counted) Read(buf []byte) (int, error) {
	n, err := c.Reader.Read(buf)
	c.n += int64(n)
	return n, err
}

// bounded reads no more of a state than its compressed form can stand for, so that a small file cannot make us take any
// amount of memory.
type bounded struct {
	in         io.Reader
	compressed *counted
	n          int64
}

// Read implements io.Reader.
func (b *bounded) Read(buf []byte) (int, error) {
	n, err := b.in.Read(buf)
	if b.n += int64(n); b.n > usualBytes+mostRatio*b.compressed.n {
		return 0, ErrDamaged
	}
	return n, err
}

// maxStateWindow is more than the encoder ever uses; a damaged file may ask for any amount.
const maxStateWindow = 32 << 20

// maxStrings is more files or columns than a command names; empty ones cost a forger nothing.
const maxStrings = 1 << 17

// maxBatch is more records than any engine reads at a time.
const maxBatch = 1 << 32

// damaged notes that a value cannot be.
func (s *stateReader) damaged() { s.fail(nil) }

// fail notes that there are no more values, and the reason if one is known.
func (s *stateReader) fail(err error) {
	switch {
	case s.err != nil:
	case err == nil:
		s.err = ErrDamaged
	default:
		s.err = fmt.Errorf("%w (%w)", ErrDamaged, err)
	}
}

// exactly returns the next n bytes, valid until the next call; all 0 after an error.
func (s *stateReader) exactly(n int) []byte {
	const step = 1 << 20
	s.buffer = s.buffer[:0]
	for len(s.buffer) < n && s.err == nil {
		at := len(s.buffer)
		s.buffer = append(s.buffer, make([]byte, min(n-at, step))...)
		if _, err := io.ReadFull(s.in, s.buffer[at:]); err != nil {
			s.fail(err)
		}
	}
	if s.err != nil {
		return make([]byte, min(n, step))
	}
	return s.buffer
}

// upTo returns a number that is not to be above max.
func (s *stateReader) upTo(max uint64) uint64 {
	if s.err != nil {
		return 0
	}
	n, err := binary.ReadUvarint(s.in)
	if err != nil || n > max {
		s.fail(err)
		return 0
	}
	return n
}

func (s *stateReader) uint() uint64 { return s.upTo(math.MaxUint64) }

func (s *stateReader) bool() bool { return s.upTo(1) == 1 }

// bytes returns a byte string, valid until the next call of a method.
func (s *stateReader) bytes() []byte { return s.exactly(int(s.upTo(math.MaxInt32))) }

func (s *stateReader) string() string { return string(s.bytes()) }

func (s *stateReader) strings() []string {
	list := []string{}
	for range s.upTo(maxStrings) {
		if s.err != nil {
			break
		}
		list = append(list, s.string())
	}
	return list
}
