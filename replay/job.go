package replay

import (
	"slices"
	"time"

	"github.com/velo-plan/velo-plan/replay/reading"
	"github.com/velo-plan/velo-plan/replay/report"
	"github.com/velo-plan/velo-plan/replay/state"
	"github.com/velo-plan/velo-plan/routing"
	"github.com/velo-plan/velo-plan/strategies"
	"github.com/velo-plan/velo-plan/strategies/scalar"
)

// job is a Config, checked and made ready.
type job struct {
	Config
	routing routing.Config
	ways    []way // Strategy, then those of Compare
	options report.Options
	total   int64 // bytes of all files, or offsets of the topic; 0 if that is not known
}

// newJob checks a configuration and fills its defaults in.
func newJob(cfg Config) (*job, error) {
	cfg.setDefaults()
	if err := cfg.check(); err != nil {
		return nil, err
	}
	ways := 1 + len(cfg.Compare)
	complete, err := routing.Config{Partitions: cfg.Partitions * ways, Workers: cfg.Workers}.Complete()
	if err != nil {
		return nil, err
	}
	j := &job{
		Config:  cfg,
		routing: complete,
		options: report.Options{WhatIf: cfg.WhatIf, Limits: cfg.Thresholds, Remedies: cfg.Remedies, Workers: complete.Workers,
			EntryBytes: cfg.EntryBytes, ValueBytes: cfg.ValueBytes, Sample: cfg.Sample, Demand: cfg.Demand},
	}
	for _, a := range append([]Alternative{{cfg.Strategy, cfg.Aligned}}, cfg.Compare...) {
		w, err := newWay(j, a.Strategy, a.Aligned)
		if err != nil {
			return nil, err
		}
		j.ways = append(j.ways, w)
	}
	return j, j.options.Check()
}

// reading says what a source is to read for the job.
func (j *job) reading() reading.Config {
	progress := newProgressTeller(j)
	return reading.Config{
		Inputs: j.Inputs, Stdin: j.Stdin, Objects: j.Objects, Topic: j.Topic,
		Keys: j.Keys, Groups: j.Groups, SourceKey: j.SourceKey, Filter: j.Filter, Hash: j.Hash, Time: j.Time,
		Bind: j.bind, Partitions: j.Config.Partitions,
		PartitionField: j.PartitionField, Envelope: j.Envelope, MaxLineBytes: j.MaxLineBytes, BlockBytes: j.blockBytes,
		Format: j.Format, Rows: j.Rows, Texts: j.Texts, Values: j.Values, Whole: j.WriteDir != "",
		EngineBatch: uint64(j.EngineBatch), Limit: j.Limit, StopAtReject: j.StopAtReject, Rejects: j.Rejects, Told: progress.tell,
	}
}

// bind returns the partitioners of one worker, by way.
func (j *job) bind() ([]strategies.Partitioner, error) {
	all := make([]strategies.Partitioner, len(j.ways))
	for i, w := range j.ways {
		var err error
		if all[i], err = w.strategy.Bind(w.context); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// result returns what the job has counted of the records of a source. failure is what ended it early,
// if anything did.
func (j *job) result(s *reading.Source, took time.Duration, failure error) *state.Result {
	r := j.newResult(s.Totals, s.Envelopes, s.Formats, took, failure)
	r.Chunks, r.Topic, r.Lateness = s.Chunks, s.Topic, s.Lateness
	return r
}

// newResult returns what the job has counted, given the totals, and the envelopes and formats of the inputs.
func (j *job) newResult(t reading.Totals, envelopes []reading.Envelope, formats []reading.Format, took time.Duration, failure error) *state.Result {
	j.ways[0].partitions.Close()
	r := &state.Result{
		Identity: j.identity(), Hash: j.Hash, Files: append([]string{}, j.Inputs...), Totals: t,
		Took: took, Workers: j.routing.Workers, EngineBatch: uint64(j.EngineBatch), Partitions: j.ways[0].partitions,
	}
	for _, e := range envelopes {
		r.Envelopes = append(r.Envelopes, string(e))
	}
	for _, f := range formats {
		r.Formats = append(r.Formats, string(f))
	}
	r.Stop(failure)
	return r
}

// identity says what the job replays how.
func (j *job) identity() state.Identity {
	id := state.Identity{
		Strategy: j.Strategy.Name, Hash: j.Hash.Name,
		Keys: j.hashed(j.ways[0]), Groups: j.GroupNames, SourceKey: j.SourceKeyNames,
		Partitions: j.Config.Partitions, Fields: j.PartitionField, Unchecked: j.Unchecked, NullsApart: j.NullsApart, From: j.From, Keeps: j.Keeps,
	}
	if t := j.Time; t != nil {
		id.Time = state.Time{Field: t.Name, Format: t.Format, Bundled: t.Bundled}
	}
	id.AddExpressions(j.Keys, j.Groups, j.SourceKey, []scalar.Expr{j.Filter})
	return id
}

// sampled notes which part of its files a job has read that ended at its limit. Of compressed ones that is not known.
func (j *job) sampled(r *state.Result) {
	if j.Topic != nil || j.Limit == 0 || r.Totals.Records != j.Limit || j.Sample.Share > 0 || slices.ContainsFunc(j.Inputs, reading.IsCompressed) {
		return
	}
	if share := float64(r.Totals.Bytes) / float64(j.total); j.total > 0 && share < 1 {
		j.options.Sample = report.Sample{Share: share, First: true}
	}
}
