package state

import (
	"errors"
	"fmt"

	"github.com/velo-plan/velo-plan/replay/topics"
)

// Merger puts parts together as they come.
type Merger struct {
	Whole       *Result // nil: there was none yet
	first       string  // its name
	Uncommitted []namedResult
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

// Add adds a part. What was not committed waits until all else is known.
func (m *Merger) Add(part string, r *Result, committed bool) error {
	if r.Stopped != "" {
		r.Stopped = part + ": " + r.Stopped
	}
	if !committed && r.Topic != nil {
		m.Uncommitted = append(m.Uncommitted, namedResult{part, r})
		return nil
	}
	return m.join(part, r)
}

// join makes a part one of the whole.
func (m *Merger) join(part string, r *Result) error {
	if m.Whole == nil {
		m.Whole, m.first = r, part
		return nil
	}
	if d := m.Whole.difference(r); d != "" {
		return fmt.Errorf("it was replayed %s, as %s was: replay all parts in the same way", d, m.first)
	}
	if m.Whole.Topic != nil {
		if partition, both, found := m.Whole.Topic.Overlap(r.Topic); found {
			return fmt.Errorf("it has %s of partition %d, and so has a part before it: give every part once, and parts of one replay only",
				both, partition)
		}
	}
	m.Whole.Merge(r)
	return nil
}

// Finish adds what was not committed, unless others have read it again.
func (m *Merger) Finish() error {
	read := new(topics.Account)
	if m.Whole != nil && m.Whole.Topic != nil {
		read = m.Whole.Topic.Clone()
	}
	for _, part := range m.Uncommitted {
		read.Widen(part.Topic)
	}
	tries := maxTries
	chosen, _ := choose(read, m.Uncommitted, &tries)
	for _, part := range chosen {
		if err := m.join(part.name, part.Result); err != nil {
			return &Error{part.name, err}
		}
	}
	return nil
}

// Missing looks for what no part has, which makes the whole partial: a *MissingError.
func (m *Merger) Missing() error {
	t := m.Whole.Topic
	if t == nil {
		return nil
	}
	missing := t.Missing(manyRanges)
	if missing == "" {
		return nil
	}
	if m.Whole.Stopped == "" {
		m.Whole.Stopped = "no part has " + t.Missing(fewRanges)
	}
	return &MissingError{t.Name, missing}
}

// maxTries bounds the search of choose; that many processes that die at the same moment are not seen.
const maxTries = 1 << 12

// choose returns those of some parts, of which nobody knows whether they were committed, that together
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

var (
	ErrNoParts = errors.New("replay: no states are given: name files that replay --state has written")
	ErrNothing = errors.New("the states have no part: their processes had counted nothing when they ended")
)
