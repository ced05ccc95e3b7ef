package replay

import (
	"context"
	"errors"
	"time"

	"github.com/velo-plan/velo-plan/strategies/hash"
)

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
	stages     []StageBlock // not in state files
	partitions *partitions
}

// result returns what the job has counted. failure is what ended it early, if anything did.
func (j *job) result(s *source, took time.Duration, failure error) *result {
	r := &result{
		identity: newIdentity(j), hash: j.Hash,
		files: append([]string{}, j.Inputs...), chunks: s.chunks, totals: s.totals, topic: s.topic,
		took: took, workers: j.routing.Workers, partitions: j.ways[0].partitions,
	}
	for _, e := range s.envelopes {
		r.envelopes = append(r.envelopes, string(e))
	}
	r.stop(failure)
	return r
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
