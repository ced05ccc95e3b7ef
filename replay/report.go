package replay

import "time"

// FormatVersion is the version of Report as JSON. The part before the point changes when a field
// goes or changes its meaning, the part behind it when one is added.
const FormatVersion = "1.0"

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
	Moved      MovedBlock       `json:"moved"`
	Nulls      NullsBlock       `json:"nulls"`
}

// PlanBlock says how the records were routed.
type PlanBlock struct {
	Strategy   string   `json:"strategy"` // canonical name
	Keys       []string `json:"keys"`     // Config.KeyNames
	Partitions int      `json:"partitions"`
	Hash       string   `json:"hash"`
	From       string   `json:"from"` // Config.From
}

// InputBlock counts what was read. Lines is Records + Blank + Rejected.Count, always.
type InputBlock struct {
	Files    []string      `json:"files"` // as they were given
	Bytes    uint64        `json:"bytes"` // line ends, blank and rejected lines included
	Lines    uint64        `json:"lines"`
	Records  uint64        `json:"records"` // that were routed
	Blank    uint64        `json:"blank"`   // lines of nothing but blanks
	Rejected RejectedBlock `json:"rejected"`
}

// RejectedBlock counts the lines that are no records.
type RejectedBlock struct {
	Count uint64 `json:"count"`
	// ByReason has the reasons that occurred: invalid_json, not_an_object, invalid_utf8, too_deep,
	// line_too_long, key_not_evaluable.
	ByReason map[string]uint64 `json:"by_reason"`
	First    []RejectedLine    `json:"first"` // in input order, ten at most
}

// RejectedLine is a line that is no record.
type RejectedLine struct {
	File   string `json:"file"` // as it was given
	Line   uint64 `json:"line"` // from 1, in the file
	Reason string `json:"reason"`
}

// ThroughputBlock is the only part of the report that differs from run to run.
type ThroughputBlock struct {
	Seconds          float64 `json:"seconds"` // on the wall
	RecordsPerSecond float64 `json:"records_per_second"`
	BytesPerSecond   float64 `json:"bytes_per_second"`
	Workers          int     `json:"workers"`
}

// PartitionBlock is what one partition received.
type PartitionBlock struct {
	ID      int     `json:"id"`
	Records uint64  `json:"records"`
	Bytes   uint64  `json:"bytes"` // of its lines, without line ends
	Share   float64 `json:"share"` // of all records
}

// MovedBlock counts the records whose partition is not their source partition modulo N.
type MovedBlock struct {
	Records uint64  `json:"records"`
	Share   float64 `json:"share"`
}

// NullsBlock counts what records lack.
type NullsBlock struct {
	KeyRecords       uint64 `json:"key_records"`       // some part of the key is null or missing
	MissingPartition uint64 `json:"missing_partition"` // no source partition; they count as of 0
}

// report puts the result of a run together.
func (j *job) report(s *source, took time.Duration, complete bool) *Report {
	t := &s.totals
	r := &Report{
		FormatVersion: FormatVersion,
		Complete:      complete,
		Plan: PlanBlock{
			Strategy: j.Strategy.Name, Keys: append([]string{}, j.KeyNames...),
			Partitions: j.routing.Partitions, Hash: j.Hash.Name, From: j.From,
		},
		Input: InputBlock{
			Files: append([]string{}, j.Inputs...), Bytes: t.bytes, Lines: t.lines, Records: t.records, Blank: t.blank,
			Rejected: RejectedBlock{
				Count: t.rejected, ByReason: make(map[string]uint64),
				First: append([]RejectedLine{}, t.first...),
			},
		},
		Throughput: ThroughputBlock{
			Seconds: took.Seconds(), RecordsPerSecond: perSecond(t.records, took),
			BytesPerSecond: perSecond(t.bytes, took), Workers: j.routing.Workers,
		},
		Partitions: make([]PartitionBlock, len(j.partitions)),
		Nulls:      NullsBlock{KeyRecords: t.nullKeys, MissingPartition: t.missingSources},
	}
	for why, n := range t.byReason {
		r.Input.Rejected.ByReason[why.String()] = n
	}
	records := make([]uint64, len(j.partitions))
	for i, p := range j.partitions {
		r.Partitions[i] = PartitionBlock{ID: i, Records: p.records, Bytes: p.bytes, Share: share(p.records, t.records)}
		r.Moved.Records += p.moved
		records[i] = p.records
	}
	r.Moved.Share = share(r.Moved.Records, t.records)
	r.Skew = newSkew(records)
	return r
}

// share returns part/whole, 0 of nothing.
func share(part, whole uint64) float64 {
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
