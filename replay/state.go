package replay

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/velo-plan/velo-plan/strategies/hash"
)

// Interrupted is what a replay was stopped by whose context was canceled.
const Interrupted = "interrupted"

// result is all that a replay, or several parts of one, have counted: what a report is made of, and
// what a state file keeps.
type result struct {
	identity   identity
	hash       hash.Hash  // that of identity.hash
	files      []string   // inputs as they were given
	envelopes  []string   // of their records, empty where none was seen
	chunks     uint64     // into which they were cut
	topic      *topicRead // nil: the inputs are files
	totals     totals
	stopped    string // why it ended early; empty: it did not
	took       time.Duration
	workers    int
	partitions *partitions
}

// stop notes what ended the replay early, if anything did.
func (r *result) stop(failure error) {
	switch {
	case errors.Is(failure, context.Canceled):
		r.stopped = Interrupted
	case failure != nil:
		r.stopped = failure.Error()
	}
}

// difference says how a result differs so that it cannot be a part of the same input, in words that
// follow "was replayed"; empty if it can be.
func (r *result) difference(other *result) string {
	if d := r.identity.difference(&other.identity); d != "" {
		return d
	}
	if a, b := r.topic.what(), other.topic.what(); a != b {
		return fmt.Sprintf("from %s, not %s", b, a)
	}
	if a, b := r.partitions.counting, other.partitions.counting; !a.same(b) {
		return fmt.Sprintf("with a plan that delivers %q, not %q", b.delivers, a.delivers)
	}
	return ""
}

// merge adds the next part, which it changes.
func (r *result) merge(next *result) {
	r.partitions.merge(next.partitions, r.totals.records, r.chunks)
	r.chunks += next.chunks
	if r.topic == nil {
		r.files = append(r.files, next.files...)
		r.envelopes = append(r.envelopes, next.envelopes...)
	} else {
		r.topic.merge(next.topic)
	}
	r.totals.merge(&next.totals)
	if r.stopped == "" {
		r.stopped = next.stopped
	}
	r.took += next.took
	r.workers = max(r.workers, next.workers)
}
