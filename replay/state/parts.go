package state

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"github.com/cespare/xxhash/v2"
)

// A parts file is the states of one process of a group, one after the other, so that what it has
// counted survives it:
//
//	magic  (part  commit?)*
//
// A part is 'P', the length of its state as 8 bytes, the lowest first, and the state. A commit is 'C':
// the group knows that the part before it was read. A process that is killed may leave a part that is
// cut off, which nothing was committed for, or one that may or may not have been committed.
const (
	PartsMagic  = "velo-plan replay parts 1\n"
	partMark    = 'P'
	commitMark  = 'C'
	partHead    = 1 + 8
	maxPartSize = 1 << 40
)

// PartsWriter writes a parts file. Its writer must have brought what it gets to where it outlives the
// process when Sync returns.
type PartsWriter struct {
	w interface {
		io.Writer
		Sync() error
	}
}

// NewPartsWriter begins a parts file.
func NewPartsWriter(w interface {
	io.Writer
	Sync() error
}) (*PartsWriter, error) {
	if _, err := io.WriteString(w, PartsMagic); err != nil {
		return nil, err
	}
	return &PartsWriter{w}, w.Sync()
}

// Part writes a state, as Config.State has received it. When it returns without an error, the part
// outlives the process.
func (p *PartsWriter) Part(state []byte) error {
	head := binary.LittleEndian.AppendUint64([]byte{partMark}, uint64(len(state)))
	if _, err := p.w.Write(head); err != nil {
		return err
	}
	if _, err := p.w.Write(state); err != nil {
		return err
	}
	return p.w.Sync()
}

// Commit notes that the offsets of the last part are committed.
func (p *PartsWriter) Commit() error {
	_, err := p.w.Write([]byte{commitMark})
	return err
}

// Part is the state of a part of an input, as Config.State has received it.
type Part struct {
	Name  string // for messages: a path
	State io.Reader
}

// readParts calls use for each state of a file, which is one state or a parts file. What Config.State
// has received is committed.
func readParts(part Part, use func(name string, r *Result, committed bool) error) error {
	in := bufio.NewReaderSize(part.State, 1<<16)
	if head, _ := in.Peek(len(PartsMagic)); string(head) != PartsMagic { // an error will come again
		digest := xxhash.New()
		r, err := Read(io.TeeReader(in, digest))
		if err != nil {
			return err
		}
		if _, err := io.Copy(digest, in); err != nil { // what the decompressor had no need of
			return err
		}
		r.digest = digest.Sum64()
		return use(part.Name, r, true)
	}
	in.Discard(len(PartsMagic))
	for n := 1; ; n++ {
		state, err := nextPart(in)
		if err == io.EOF || errors.Is(err, io.ErrUnexpectedEOF) {
			return nil // the process was killed while it wrote: nothing was committed for that
		}
		if err != nil {
			return err
		}
		name := fmt.Sprintf("%s, part %d", part.Name, n)
		r, err := Read(bytes.NewReader(state))
		if err != nil {
			return fmt.Errorf("part %d: %w", n, err)
		}
		mark, err := in.Peek(1)
		committed := err == nil && mark[0] == commitMark
		if committed {
			in.Discard(1)
		}
		if err := use(name, r, committed); err != nil {
			return err
		}
	}
}

// nextPart reads the bytes of the next state.
func nextPart(in *bufio.Reader) ([]byte, error) {
	var head [partHead]byte
	if _, err := io.ReadFull(in, head[:]); err != nil {
		return nil, err
	}
	size := binary.LittleEndian.Uint64(head[1:])
	if head[0] != partMark || size > maxPartSize {
		return nil, ErrDamaged
	}
	var state bytes.Buffer
	n, err := io.CopyN(&state, in, int64(size))
	if err == io.EOF || n < int64(size) && err == nil {
		err = io.ErrUnexpectedEOF
	}
	return state.Bytes(), err
}
