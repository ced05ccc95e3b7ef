package state

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/velo-plan/velo-plan/replay/counting"
	"github.com/velo-plan/velo-plan/replay/reading"
	"github.com/velo-plan/velo-plan/replay/topics"
	"github.com/velo-plan/velo-plan/strategies/hash"
)

// Interrupted is what a replay was stopped by whose context was canceled.
const Interrupted = "interrupted"

// Result is all that a replay, or several parts of one, have counted: what a report is made of, and
// what a state file keeps.
type Result struct {
	Identity    Identity
	Hash        hash.Hash       // that of identity.hash
	Files       []string        // inputs as they were given
	Formats     []string        // of the files, empty where nothing was read
	Envelopes   []string        // of their records, empty where none was seen
	Chunks      uint64          // into which they were cut
	Topic       *topics.Account // nil: the inputs are files
	Totals      reading.Totals
	Lateness    *reading.Lateness // nil: no time was looked at
	Stopped     string            // why it ended early; empty: it did not
	Took        time.Duration
	Workers     int
	EngineBatch uint64 // as Config.EngineBatch
	Partitions  *counting.Partitions

	digest uint64 // of the file that it was read from; 0: of none
}

// Stop records the error that ended the replay early; nil: none did.
func (r *Result) Stop(failure error) {
	switch {
	case errors.Is(failure, context.Canceled):
		r.Stopped = Interrupted
	case failure != nil:
		r.Stopped = failure.Error()
	}
}

// difference returns why two results cannot be parts of one input, in words that follow "was replayed";
// empty if they can.
func (r *Result) difference(other *Result) string {
	if d := r.Identity.difference(&other.Identity); d != "" {
		return d
	}
	if a, b := r.Topic.What(), other.Topic.What(); a != b {
		return fmt.Sprintf("from %s, not %s", b, a)
	}
	if a, b := r.EngineBatch, other.EngineBatch; a != b {
		return fmt.Sprintf("with batches of %d records, not %d", b, a)
	}
	if len(r.Totals.Fields) != len(other.Totals.Fields) {
		return "with expressions that read other fields"
	}
	if a, b := r.Partitions.Scope.Bucket, other.Partitions.Scope.Bucket; a != b {
		return fmt.Sprintf("with buckets of %v, not %v", time.Duration(b)*time.Millisecond, time.Duration(a)*time.Millisecond)
	}
	if r.Lateness != nil && r.Lateness.Lag != other.Lateness.Lag {
		return "for a job with another watermark"
	}
	if a, b := r.Partitions.Scope, other.Partitions.Scope; !a.Same(b) {
		return fmt.Sprintf("with a plan that delivers %q, not %q", b.Delivers, a.Delivers)
	}
	return ""
}

// Merge adds the next part, which it changes.
func (r *Result) Merge(next *Result) {
	r.Partitions.Merge(next.Partitions, r.Totals.Records, r.Chunks)
	r.Chunks += next.Chunks
	if r.Topic == nil {
		r.Files = append(r.Files, next.Files...)
		r.Envelopes = append(r.Envelopes, next.Envelopes...)
		r.Formats = append(r.Formats, next.Formats...)
	} else {
		r.Topic.Merge(next.Topic)
	}
	r.Totals.Merge(&next.Totals)
	if r.Lateness != nil {
		r.Lateness.Merge(next.Lateness)
	}
	if r.Stopped == "" {
		r.Stopped = next.Stopped
	}
	r.Took += next.Took
	r.Workers = max(r.Workers, next.Workers)
}
