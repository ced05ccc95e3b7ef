package replay

import (
	"time"

	"github.com/velo-plan/velo-plan/strategies/scalar"
)

// result returns what the job has counted of the records of a source. failure is what ended it early,
// if anything did.
func (j *job) result(s *source, took time.Duration, failure error) *result {
	r := j.newResult(s.totals, s.envelopes, took, failure)
	r.chunks, r.topic = s.chunks, s.topic
	return r
}

// newResult returns what the job has counted, given the totals and the envelopes of the inputs.
func (j *job) newResult(t totals, envelopes []Envelope, took time.Duration, failure error) *result {
	r := &result{
		identity: j.identity(), hash: j.Hash, files: append([]string{}, j.Inputs...), totals: t,
		took: took, workers: j.routing.Workers, partitions: j.ways[0].partitions,
	}
	for _, e := range envelopes {
		r.envelopes = append(r.envelopes, string(e))
	}
	r.stop(failure)
	return r
}

// identity says what the job replays how.
func (j *job) identity() identity {
	id := identity{
		strategy: j.Strategy.Name, hash: j.Hash.Name,
		keys: j.hashed(j.ways[0]), groups: j.GroupNames, sourceKey: j.SourceKeyNames,
		partitions: j.Config.Partitions, fields: j.PartitionField, unchecked: j.Unchecked, from: j.From,
	}
	id.addExpressions(j.Keys, j.Groups, j.SourceKey, []scalar.Expr{j.Filter})
	return id
}
