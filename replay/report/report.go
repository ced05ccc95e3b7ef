package report

import (
	"slices"
	"time"

	"github.com/velo-plan/velo-plan/replay/checks"
	"github.com/velo-plan/velo-plan/replay/counting"
	"github.com/velo-plan/velo-plan/replay/reading"
	"github.com/velo-plan/velo-plan/replay/remedy"
	"github.com/velo-plan/velo-plan/replay/state"
)

// FormatVersion is the version of Report as JSON. The part before the point changes when a field
// goes or changes its meaning, the part after it when one is added.
const FormatVersion = "1.3"

// Report is what a replay found. Its JSON form is a contract with those who read it: merging and
// comparing decode it. Bytes are bytes, shares are parts of 1.
type Report struct {
	FormatVersion string `json:"format_version"`
	// Complete is false when the replay ended early; the numbers then are exact for what was read
	// until there, whole lines in input order.
	Complete   bool             `json:"complete"`
	Plan       PlanBlock        `json:"plan"`
	Input      InputBlock       `json:"input"`
	Throughput ThroughputBlock  `json:"throughput"`
	Partitions []PartitionBlock `json:"partitions"`
	Skew       SkewBlock        `json:"skew"`
	// SkewOverTime is the skew by event time, null if no time was looked at or none came along with the records.
	SkewOverTime *OverTime  `json:"skew_over_time"`
	HotKeys      []HotKey   `json:"hot_keys"` // the ten most frequent groups, the first one first
	Moved        MovedBlock `json:"moved"`
	Nulls        NullsBlock `json:"nulls"`
	// AbsentFields are the fields that the query or the key reads and no record has; empty if there is no record.
	AbsentFields []AbsentField `json:"absent_fields"`
	KeyTypes     []KeyTypes    `json:"key_types"` // one for each of PlanBlock.Keys
	// Exact is false if there were more keys than memory for them: counts by key are estimates then.
	Exact bool `json:"exact"`
	// SketchedFromChunk is the number of the first chunk of the input after which they are.
	SketchedFromChunk *uint64 `json:"sketched_from_chunk"`
	// Partial says why the replay ended early, null if it did not.
	Partial    *PartialBlock  `json:"partial"`
	Checks     []checks.Check `json:"checks"`
	Thresholds []Threshold    `json:"thresholds"` // in the order in which they were given
	WhatIf     []WhatIf       `json:"what_if"`    // in the order in which they were given
	// Compare has what the same records give under other strategies, in the order in which they
	// were asked for; empty if none was.
	Compare []CompareBlock `json:"compare"`
	// State is what the job keeps of the records, null if that is nothing that is known.
	State *StateBlock `json:"state"`
	// Capacity is how busy the job is at a rate, null if nobody asked.
	Capacity *CapacityBlock `json:"capacity"`
	// Remedies is what would mend the skew, the best first; empty if nobody asked.
	Remedies []remedy.Remedy `json:"remedies"`
}

// Failed reports whether a claim does not hold for the records, a threshold is not met, no record has a field
// that the key or the groups are made of, or lines were read and none is a record.
func (r *Report) Failed() bool {
	return r.Input.Records == 0 && r.Input.Rejected.Count > 0 ||
		slices.ContainsFunc(r.AbsentFields, AbsentField.Decides) ||
		slices.ContainsFunc(r.Checks, r.Refutes) ||
		slices.ContainsFunc(r.Thresholds, func(t Threshold) bool { return !t.OK })
}

// Refutes reports whether a check fails, and no threshold says how far it may.
func (r *Report) Refutes(c checks.Check) bool { return c.Result == checks.Fails && !r.bounds(c) }

// bounds reports whether a threshold says how far a check may fail.
func (r *Report) bounds(c checks.Check) bool {
	return c.Check == checks.SourceKeyHolds &&
		slices.ContainsFunc(r.Thresholds, func(t Threshold) bool { return t.Name == minAlignment })
}

// PlanBlock says how the records were routed.
type PlanBlock struct {
	Strategy   string   `json:"strategy"` // canonical name
	Keys       []string `json:"keys"`     // Config.KeyNames, if the strategy hashes them
	Groups     []string `json:"groups"`   // Config.GroupNames, or the keys if there are none
	Partitions int      `json:"partitions"`
	Hash       string   `json:"hash"`
	From       string   `json:"from"`                  // Config.From
	NullsApart bool     `json:"nulls_apart,omitempty"` // Config.NullsApart
}

// InputBlock counts what was read. Lines is Records + Blank + Rejected.Count, always.
type InputBlock struct {
	Files []string `json:"files"` // as they were given
	// Envelopes has the envelope of each file's records, empty where no record was seen.
	Envelopes []string `json:"envelopes"`
	// Formats has the format of each file: ndjson, or json for values that do not stand on lines of their own;
	// csv, sql or markup for a text that looks so; empty where nothing was read and for a topic.
	Formats  []string      `json:"formats"`
	Bytes    uint64        `json:"bytes"` // line ends, blank and rejected lines included
	Lines    uint64        `json:"lines"`
	Records  uint64        `json:"records"` // that were routed
	Blank    uint64        `json:"blank"`   // lines of nothing but blanks
	Rejected RejectedBlock `json:"rejected"`
	// Topic says what was read of a topic, whose name is the only one of Files; null for files.
	Topic *TopicBlock `json:"topic"`
}

// RejectedBlock counts the lines that are no records.
type RejectedBlock struct {
	Count uint64 `json:"count"`
	// ByReason has the reasons that occurred, by the names of ndjson.Reason.
	ByReason map[string]uint64      `json:"by_reason"`
	First    []reading.RejectedLine `json:"first"` // in input order, ten at most
}

// ThroughputBlock is the only part of the report that differs from run to run.
type ThroughputBlock struct {
	Seconds          float64 `json:"seconds"` // on the wall
	RecordsPerSecond float64 `json:"records_per_second"`
	BytesPerSecond   float64 `json:"bytes_per_second"`
	Workers          int     `json:"workers"`
	// Stages says where the workers' time went, in the order in which a record passes the stages:
	// read, parse, route, partitions. Empty for a merged report.
	Stages []StageBlock `json:"stages"`
	// Strategies has the times of the compared strategies, if they were taken.
	Strategies []StrategyTime `json:"strategies"`
}

// PartitionBlock is what one partition received.
type PartitionBlock struct {
	ID      int     `json:"id"`
	Records uint64  `json:"records"`
	Bytes   uint64  `json:"bytes"` // of its lines, without line ends
	Share   float64 `json:"share"` // of all records
	// DistinctKeys is the number of groups, TopKey the most frequent of them, null without groups.
	DistinctKeys uint64  `json:"distinct_keys"`
	TopKey       *TopKey `json:"top_key"`
}

// PartialBlock says how a replay ended early.
type PartialBlock struct {
	Because string `json:"because"` // state.Interrupted, or an error
}

// MovedBlock counts the records whose partition is not their source partition modulo N. Those that
// name no source partition do not count, nor those of the others beyond 65,536 in one partition.
type MovedBlock struct {
	Records uint64  `json:"records"`
	Share   float64 `json:"share"` // of the records that name a source partition
}

// NullsBlock counts what records lack.
type NullsBlock struct {
	KeyRecords       uint64 `json:"key_records"`       // some part of the key is null or missing
	MissingKey       uint64 `json:"missing_key"`       // of these: without a field that a part of the key is
	MissingPartition uint64 `json:"missing_partition"` // no source partition; they count as of 0
}

// New puts the report of a result together.
func New(r *state.Result, o Options) *Report {
	t := &r.Totals
	report := &Report{
		FormatVersion: FormatVersion,
		Complete:      r.Stopped == "",
		Plan:          planBlock(&r.Identity),
		Input: InputBlock{
			Topic: topicBlock(r.Topic),
			Files: r.Files, Envelopes: r.Envelopes, Formats: r.Formats, Bytes: t.Bytes, Lines: t.Lines, Records: t.Records, Blank: t.Blank,
			Rejected: RejectedBlock{Count: t.Rejected, ByReason: make(map[string]uint64), First: append([]reading.RejectedLine{}, t.First...)},
		},
		Throughput: ThroughputBlock{
			Seconds: r.Took.Seconds(), RecordsPerSecond: perSecond(t.Records, r.Took),
			BytesPerSecond: perSecond(t.Bytes, r.Took), Workers: r.Workers,
			Stages: []StageBlock{}, Strategies: []StrategyTime{},
		},
		Nulls:      NullsBlock{KeyRecords: t.NullKeys, MissingKey: t.MissingKeys, MissingPartition: t.MissingSources},
		HotKeys:    []HotKey{},
		Exact:      true,
		Thresholds: []Threshold{},
		WhatIf:     []WhatIf{},
		Compare:    []CompareBlock{},
		Remedies:   []remedy.Remedy{},
	}
	report.KeyTypes = keyTypes(report.Plan.Keys, t.Kinds)
	if r.Stopped != "" {
		report.Partial = &PartialBlock{Because: r.Stopped}
	}
	for why, n := range t.ByReason {
		report.Input.Rejected.ByReason[why.String()] = n
	}
	spread(r, report, o.Workers)
	var groups checks.WholeGroups
	if r.Partitions.Scope.Groups {
		groups = checks.Meet(r.Partitions, o.Workers)
		report.HotKeys = mostFrequent(r.Partitions, groups.Hot, t.Records)
	}
	report.Checks = []checks.Check{checks.Groups(r.Partitions, groups, r.Identity.Unchecked), checks.Order(r.Partitions), checks.SourceKey(r.Partitions, o.Workers)}
	if c, ok := checks.EngineRoutes(r.Partitions, t, r.EngineBatch); ok {
		report.Checks = append(report.Checks, c)
	}
	report.AbsentFields = absentFields(t)
	report.SkewOverTime = overTime(r)
	report.State = stateOf(r, &o)
	for _, n := range o.WhatIf {
		w := whatIf(r.Partitions, n, r.Hash)
		w.Moved = rescale(r, n, o.Workers)
		w.Moved.weigh(report.State)
		report.WhatIf = append(report.WhatIf, w)
	}
	report.Capacity = capacity(r, report.SkewOverTime, o.Demand, o.Workers)
	if o.Remedies != nil {
		report.Remedies = remedies(r, o.Remedies)
	}
	report.hold(o.Limits)
	return report
}

// spread fills in what each partition received, how even that is, and what moved.
func spread(r *state.Result, report *Report, workers int) {
	ps := r.Partitions
	records := make([]uint64, len(ps.List))
	report.Partitions = make([]PartitionBlock, len(ps.List))
	counting.Each(len(ps.List), workers, func(i int) { report.Partitions[i] = partitionBlock(r, i) })
	var allNamed uint64
	for i, p := range ps.List {
		records[i] = p.Records
		moved, named := p.Sources.Moved(i, len(ps.List))
		report.Moved.Records += moved
		allNamed += named
		if p.Sketched && (report.SketchedFromChunk == nil || p.SketchedFrom < *report.SketchedFromChunk) {
			report.Exact, report.SketchedFromChunk = false, &p.SketchedFrom
		}
	}
	report.Moved.Share = Share(report.Moved.Records, allNamed)
	report.Skew = newSkew(records)
	report.Skew.explain(ps.Scope.Delivers, records, newKeyLoad(ps, r.Totals.NullKeys, workers))
}

// partitionBlock is what a partition received.
func partitionBlock(r *state.Result, i int) PartitionBlock {
	p := r.Partitions.List[i]
	block := PartitionBlock{ID: i, Records: p.Records, Bytes: p.Bytes, Share: Share(p.Records, r.Totals.Records)}
	if r.Partitions.Scope.Groups {
		block.DistinctKeys = p.Groups.Distinct()
		for _, top := range p.Groups.Top(1).List {
			block.TopKey = &TopKey{Key: counting.KeyText(top.Key), Records: top.Records}
		}
	}
	return block
}

// Share returns part/whole, 0 of nothing.
func Share(part, whole uint64) float64 {
	if whole == 0 {
		return 0
	}
	return float64(part) / float64(whole)
}

// perSecond returns a rate, 0 for a time too short to measure.
func perSecond(n uint64, took time.Duration) float64 {
	if took <= 0 {
		return 0
	}
	return float64(n) / took.Seconds()
}

// planBlock is the report's account of how the records were routed.
func planBlock(id *state.Identity) PlanBlock {
	return PlanBlock{
		Strategy: id.Strategy, Keys: append([]string{}, id.Keys...), Groups: append([]string{}, id.Groups...),
		Partitions: id.Partitions, Hash: id.Hash, From: id.From, NullsApart: id.NullsApart,
	}
}
