package checks

import (
	"fmt"

	"github.com/velo-plan/velo-plan/replay/counting"
)

// The checks, by Check.Check, in the order of the report.
const (
	GroupsWhole     = "groups_whole"      // no group is in two partitions
	OrderKept       = "order_kept"        // a partition has the records of a source partition in their order
	EngineRoutesAll = "engine_routes_all" // the engine's router loses no record
	SourceKeyHolds  = "source_key_holds"  // the declared source key decides the source partition
)

// The results of a check.
const (
	Holds      = "holds"       // of all records
	Fails      = "fails"       // with examples; certain, also where there are sketches
	Sampled    = "sampled"     // it holds for what was looked at, which is not all
	NotChecked = "not_checked" // Check.Because says why
)

// Check is whether a claim holds for the records. The counts that a check does not have are nil.
type Check struct {
	Check   string `json:"check"`
	Result  string `json:"result"`
	Because string `json:"because,omitempty"` // why not, or not all, was checked

	Groups        *uint64 `json:"groups,omitempty"`         // groups_whole: that were looked at
	Split         *uint64 `json:"split,omitempty"`          // groups_whole: in several partitions
	Keys          *uint64 `json:"keys,omitempty"`           // source_key_holds: values that were looked at
	NullKeys      *uint64 `json:"null_keys,omitempty"`      // source_key_holds: records left out for a null in the key
	WithoutSource *uint64 `json:"without_source,omitempty"` // source_key_holds: records left out that name no source partition
	// Records are source_key_holds: those of the values. Misplaced are the ones that are in another source partition
	// than most of their value.
	Records   *uint64 `json:"records,omitempty"`
	Misplaced *uint64 `json:"misplaced,omitempty"`
	// Violations are order_kept: records that came after a later one of their source partition;
	// source_key_holds: values in several source partitions, a lower bound if sampled.
	Violations *uint64 `json:"violations,omitempty"`

	MissingKey *uint64 `json:"missing_key,omitempty"`  // engine_routes_all: records that lack a field of the key
	Lost       *uint64 `json:"lost_records,omitempty"` // engine_routes_all: records in the batches that have one

	Examples []Example `json:"examples"` // ten at most
}

// Example shows how a check fails.
type Example struct {
	Key              string             `json:"key,omitempty"`               // the group or the value, as readable text
	Records          uint64             `json:"records,omitempty"`           // of the group
	Partitions       []PartitionRecords `json:"partitions,omitempty"`        // that have the group, ten at most
	SourcePartitions []int32            `json:"source_partitions,omitempty"` // that have the value, ten at most
	Order            *OrderExample      `json:"order,omitempty"`             // the record out of order
}

// PartitionRecords is how many of some records a partition has.
type PartitionRecords struct {
	Partition int    `json:"partition"`
	Records   uint64 `json:"records"`
}

// OrderExample is a record that came after a later one.
type OrderExample struct {
	Partition       int    `json:"partition"`
	SourcePartition int32  `json:"source_partition"`
	Record          uint64 `json:"record"` // its place among the records of the input, from 0
	After           uint64 `json:"after"`  // the later one's place
}

// Groups returns the check that no group is in two partitions, given what Meet found. unchecked says why
// it cannot be made; empty: it can.
func Groups(ps *counting.Partitions, w WholeGroups, unchecked string) Check {
	c := Check{Check: GroupsWhole, Examples: shown(w.examples)}
	var unknown uint64
	for _, p := range ps.List {
		unknown += p.Unknown
	}
	switch {
	case !ps.Scope.Groups:
		return notChecked(GroupsWhole, "the records are not grouped: give a query with GROUP BY, or --key")
	case unchecked != "":
		return notChecked(GroupsWhole, unchecked)
	case ps.Records() == 0:
		return notChecked(GroupsWhole, noRecord)
	case w.split > 0:
		c.Result = Fails
	case unknown > 0:
		c.Result = NotChecked
		c.Because = "the WHERE or the grouping columns have no value for " + numberOfRecords(unknown) + ", so their groups are unknown"
	case ps.Sketched() && w.groups == 0:
		c.Result, c.Because = NotChecked, "there are more groups than --memory holds, and none of the sample is in the query"
	case ps.Sketched():
		c.Result, c.Because = Sampled, "there are more groups than --memory holds"
	case w.groups == 0:
		c.Result, c.Because = NotChecked, "the WHERE drops every record, so there is no group"
	default:
		c.Result = Holds
	}
	c.Groups, c.Split = &w.groups, &w.split
	return c
}

// Order returns the check that each partition has the records of a source partition in their order.
func Order(ps *counting.Partitions) Check {
	if ps.Records() == 0 {
		return notChecked(OrderKept, noRecord)
	}
	c := Check{Check: OrderKept, Result: Holds, Examples: []Example{}, Violations: new(uint64)}
	var others uint64
	for i, p := range ps.List {
		*c.Violations += p.Sources.Violations
		others += p.Sources.Others
		for _, e := range p.Sources.Examples[:min(len(p.Sources.Examples), MaxExamples-len(c.Examples))] {
			c.Examples = append(c.Examples, Example{Order: &OrderExample{
				Partition: i, SourcePartition: e.Source, Record: e.Record, After: e.After,
			}})
		}
	}
	switch {
	case *c.Violations > 0:
		c.Result = Fails
	case others > 0:
		c.Result = Sampled
		c.Because = fmt.Sprintf("only the first %d source partitions of each partition are told apart, which leaves out %s: is --partition-field right?", counting.MaxSources, numberOfRecords(others))
	}
	return c
}

// SourceKey returns the check that equal source keys have equal source partitions.
func SourceKey(ps *counting.Partitions, workers int) Check {
	if !ps.Scope.SourceKeys {
		return notChecked(SourceKeyHolds, "no source key is declared: give --source-key, or the key in the catalog")
	}
	w := meetSourceKeys(ps, workers)
	c := Check{Check: SourceKeyHolds, Result: Holds, Examples: shown(w.examples), Keys: &w.keys,
		Violations: &w.violations, Records: &w.records, Misplaced: &w.misplaced, NullKeys: new(uint64), WithoutSource: new(uint64)}
	sampled := false
	for _, p := range ps.List {
		*c.NullKeys += p.SourceKeys.Nulls
		*c.WithoutSource += p.SourceKeys.Unplaced
		w.violations += p.SourceKeys.Lost
		sampled = sampled || p.SourceKeys.Table.Zeros > 0
	}
	switch {
	case w.violations > 0:
		c.Result = Fails
	case sampled:
		c.Result, c.Because = Sampled, "there are more source keys than --memory holds"
	case w.keys == 0:
		c.Result, c.Because = NotChecked, "no record has both a source key and a source partition"
	}
	return c
}

// noRecord is why nothing can be checked of an input without records.
const noRecord = "no record was read"

// numberOfRecords says how many records there are.
func numberOfRecords(n uint64) string {
	if n == 1 {
		return "1 record"
	}
	return fmt.Sprintf("%d records", n)
}

// notChecked is a check that was not made.
func notChecked(check, because string) Check {
	return Check{Check: check, Result: NotChecked, Because: because, Examples: []Example{}}
}
