package replay

import (
	"errors"
	"fmt"
)

// merger puts parts together as they come.
type merger struct {
	whole       *result // nil: there was none yet
	first       string  // its name
	uncommitted []namedResult
}

// namedResult is a part and where it was read.
type namedResult struct {
	name string
	*result
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

// add adds a part. What was not committed waits until all else is known.
func (m *merger) add(part string, r *result, committed bool) error {
	if r.stopped != "" {
		r.stopped = part + ": " + r.stopped
	}
	if !committed && r.topic != nil {
		m.uncommitted = append(m.uncommitted, namedResult{part, r})
		return nil
	}
	return m.join(part, r)
}

// join makes a part one of the whole.
func (m *merger) join(part string, r *result) error {
	if m.whole == nil {
		m.whole, m.first = r, part
		return nil
	}
	if d := m.whole.difference(r); d != "" {
		return fmt.Errorf("it was replayed %s, as %s was: replay all parts in the same way", d, m.first)
	}
	if m.whole.topic != nil {
		if partition, both, found := m.whole.topic.overlap(r.topic); found {
			return fmt.Errorf("it has %s of partition %d, and so has a part before it: give every part once, and parts of one replay only",
				both, partition)
		}
	}
	m.whole.merge(r)
	return nil
}

// finish adds what was not committed, unless others have read it again.
func (m *merger) finish() error {
	read := new(topicRead)
	if m.whole != nil && m.whole.topic != nil {
		read = m.whole.topic.clone()
	}
	for _, part := range m.uncommitted {
		read.widen(part.topic)
	}
	tries := maxTries
	chosen, _ := choose(read, m.uncommitted, &tries)
	for _, part := range chosen {
		if err := m.join(part.name, part.result); err != nil {
			return &StateError{part.name, err}
		}
	}
	return nil
}

// missing looks for what no part has, which makes the whole partial: a *MissingError.
func (m *merger) missing() error {
	t := m.whole.topic
	if t == nil {
		return nil
	}
	missing := t.missing(manyRanges)
	if missing == "" {
		return nil
	}
	if m.whole.stopped == "" {
		m.whole.stopped = "no part has " + t.missing(fewRanges)
	}
	return &MissingError{t.name, missing}
}

// maxTries bounds the search of choose; that many processes that die at the same moment are not seen.
const maxTries = 1 << 12

// choose returns those of some parts, of which nobody knows whether they were committed, that together
// with what is read leave nothing out and have nothing twice: those that were committed, or parts with
// the same records. If there are none it returns parts that have nothing twice.
func choose(read *topicRead, parts []namedResult, tries *int) (chosen []namedResult, complete bool) {
	if len(parts) == 0 || *tries == 0 {
		return nil, read.missing(1) == ""
	}
	*tries--
	with := read.clone()
	if _, _, found := with.overlap(parts[0].topic); found {
		return choose(read, parts[1:], tries)
	}
	with.merge(parts[0].topic)
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
	errNoParts = errors.New("replay: no states are given: name files that replay --state has written")
	errNothing = errors.New("the states have no part: their processes had counted nothing when they ended")
)
