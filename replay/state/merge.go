package state

import (
	"errors"
	"fmt"

	"github.com/velo-plan/velo-plan/replay/topics"
)

// Merge returns the result of an input of which the parts, in input order, were replayed one by one.
// Those of a topic may come in any order.
//
// An *Error says which part could not be read, is damaged, or cannot be merged with the others. With a
// *MissingError there is a result too.
func Merge(parts []Part) (*Result, error) {
	m := merger{}
	for _, part := range parts {
		if err := readParts(part, m.add); err != nil {
			return nil, &Error{part.Name, err}
		}
	}
	if err := m.finish(); err != nil {
		return nil, err
	}
	return m.whole, m.missing()
}

// merger puts parts together as they come.
type merger struct {
	whole       *Result           // nil: there was none yet
	first       string            // its name
	digests     map[uint64]string // of the files, with their names
	uncommitted []namedResult
}

// namedResult is a part and where it was read.
type namedResult struct {
	name string
	*Result
}

// MissingError is the error of merging parts of a topic that are not all of it.
type MissingError struct {
	Topic   string
	Missing string // the offsets that no part has, in words
}

// Error says what is missing.
func (e *MissingError) Error() string {
	return fmt.Sprintf("topic %s: no part has %s: replay them, or name the states of all processes", e.Topic, e.Missing)
}

// add adds a part. One that was not committed waits until finish.
func (m *merger) add(part string, r *Result, committed bool) error {
	if other := m.again(part, r); other != "" {
		return fmt.Errorf("it is the same as %s, and would count twice: give every part once", other)
	}
	if r.Stopped != "" {
		r.Stopped = part + ": " + r.Stopped
	}
	if !committed && r.Topic != nil {
		m.uncommitted = append(m.uncommitted, namedResult{part, r})
		return nil
	}
	return m.join(part, r)
}

// again returns the name of a file before this one that has the same content, empty if there is none.
func (m *merger) again(part string, r *Result) string {
	if r.digest == 0 || r.Topic != nil { // offsets tell what is there twice
		return ""
	}
	if m.digests == nil {
		m.digests = make(map[uint64]string)
	}
	other := m.digests[r.digest]
	m.digests[r.digest] = part
	return other
}

// join makes a part one of the whole.
func (m *merger) join(part string, r *Result) error {
	if m.whole == nil {
		m.whole, m.first = r, part
		return nil
	}
	if d := m.whole.difference(r); d != "" {
		return fmt.Errorf("it was replayed %s, as %s was: replay all parts in the same way", d, m.first)
	}
	if m.whole.Topic != nil {
		if partition, both, found := m.whole.Topic.Overlap(r.Topic); found {
			return fmt.Errorf("it has %s of partition %d, and so has a part before it: give every part once, and parts of one replay only",
				both, partition)
		}
	}
	m.whole.Merge(r)
	return nil
}

// finish adds the parts that were not committed, unless another part has the same offsets.
func (m *merger) finish() error {
	if m.whole == nil && len(m.uncommitted) == 0 {
		return ErrNothing
	}
	read := new(topics.Account)
	if m.whole != nil && m.whole.Topic != nil {
		read = m.whole.Topic.Clone()
	}
	for _, part := range m.uncommitted {
		read.Widen(part.Topic)
	}
	tries := maxTries
	chosen, _ := choose(read, m.uncommitted, &tries)
	for _, part := range chosen {
		if err := m.join(part.name, part.Result); err != nil {
			return &Error{part.name, err}
		}
	}
	return nil
}

// missing returns a *MissingError if some offsets are in no part; the whole is partial then.
func (m *merger) missing() error {
	t := m.whole.Topic
	if t == nil {
		return nil
	}
	missing := t.Missing(manyRanges)
	if missing == "" {
		return nil
	}
	if m.whole.Stopped == "" {
		m.whole.Stopped = "no part has " + t.Missing(fewRanges)
	}
	return &MissingError{t.Name, missing}
}

// maxTries bounds the search of choose; that many processes that die at the same moment are not seen.
const maxTries = 1 << 12

// choose returns those of some parts, that may or may not have been committed, that together
// with what is read leave nothing out and have nothing twice: those that were committed, or parts with
// the same records. If there are none it returns parts that have nothing twice.
func choose(read *topics.Account, parts []namedResult, tries *int) (chosen []namedResult, complete bool) {
	if len(parts) == 0 || *tries == 0 {
		return nil, read.Missing(1) == ""
	}
	*tries--
	with := read.Clone()
	if _, _, found := with.Overlap(parts[0].Topic); found {
		return choose(read, parts[1:], tries)
	}
	with.Merge(parts[0].Topic)
	chosen, complete = choose(with, parts[1:], tries)
	chosen = append([]namedResult{parts[0]}, chosen...)
	if complete {
		return chosen, true
	}
	if without, complete := choose(read, parts[1:], tries); complete {
		return without, true
	}
	return chosen, false
}

const (
	// manyRanges is how many ranges of offsets an error names that no part has.
	manyRanges = 10
	// fewRanges is how many of them the report names, as it lists all that were read.
	fewRanges = 3
)

// ErrNothing is the error of parts files without a part.
var ErrNothing = errors.New("the states have no part: their processes had counted nothing when they ended")
