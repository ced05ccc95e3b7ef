package render

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/velo-plan/velo-plan/replay/reading"
	"github.com/velo-plan/velo-plan/replay/report"
	"github.com/velo-plan/velo-plan/strategies"
)

// Note is a remark above a report: how the plan came about, or that it is wrong.
type Note struct {
	Kind  string // error, warning, note or advice
	Text  string
	Fails string // what the verdict says of it, if the run fails for it
}

// remarks returns what is to be known before a report is read: that it is partial, that it is
// estimated, and the notes.
func remarks(r *report.Report, notes []Note) []Note {
	var all []Note
	switch {
	case r.Complete:
	case r.Input.Topic != nil:
		all = append(all, topicRemark(r))
	default:
		why := ""
		if r.Partial != nil {
			why = " (" + r.Partial.Because + ")"
		}
		all = append(all, Note{Kind: "warning", Text: "The replay ended early" + why + ": the report is about the records read until then."})
	}
	switch in := r.Input; {
	case in.Records == 0 && in.Rejected.Count > 0:
		all = append(all, Note{Kind: "warning", Text: "Not one of " + counted(in.Rejected.Count, unit(r)) + " is a record: nothing is checked." + looksLike(in)})
	case in.Records == 0:
		all = append(all, Note{Kind: "warning", Text: "No record was read: nothing is checked."})
	}
	for _, f := range r.AbsentFields {
		all = append(all, Note{Kind: "warning", Text: absentText(f)})
	}
	if !r.Exact {
		from := ""
		if r.SketchedFromChunk != nil {
			from = " from chunk " + count(*r.SketchedFromChunk) + " of the input on"
		}
		all = append(all, Note{Kind: "note", Text: "There are more keys than --memory holds: counts by key are estimates" + from + "."})
	}
	all = append(all, unitRemark(r.SkewOverTime)...)
	return append(all, notes...)
}

// absentText says that no record has a field, and what reads it.
func absentText(f report.AbsentField) string {
	uses := make([]string, len(f.UsedBy))
	for i, use := range f.UsedBy {
		uses[i] = map[string]string{reading.UsedByKey: "the key", reading.UsedByGroups: "the grouping", reading.UsedBySourceKey: "the source key",
			reading.UsedByFilter: "the WHERE", reading.UsedByTime: "the event time"}[use]
	}
	text := fmt.Sprintf("No record has a field %s, which %s reads", cmp.Or(f.Field, `""`), strings.Join(uses, " and "))
	if len(uses) > 1 {
		text = text[:len(text)-1]
	}
	if f.Meant != "" {
		return text + "; did you mean " + f.Meant + "?"
	}
	return text + "."
}

// looksLike says what inputs without a record look like, in sentences after another one.
func looksLike(in report.InputBlock) string {
	text := ""
	for i, file := range in.Files[:min(len(in.Files), len(in.Formats))] {
		switch reading.Format(in.Formats[i]) {
		case reading.FormatMaybeCSV:
			text += " " + file + " looks like CSV: say so with --format-in csv, and --delimiter ';' or --columns a,b where it needs them."
		case reading.FormatSQL:
			text += " " + file + " looks like SQL: name the job with --query, and the records with --input."
		case reading.FormatMarkup:
			text += " " + file + " looks like XML or HTML."
		}
	}
	return text
}

// causeOf explains the cause of the skew in a sentence without an end; "" if there is nothing to
// explain.
func causeOf(r *report.Report) string {
	s, even := r.Skew, percent(1/float64(max(r.Plan.Partitions, 1)))
	switch {
	case s.MaxOverMean == 0:
		return ""
	case s.Cause == report.CauseBalanced:
		return "balanced: " + balance(s)
	case s.Cause == report.CauseSource:
		return "source skew: the partitions are those of the source, which are uneven themselves"
	case s.Cause == report.CauseHashDefect:
		return "hash defect: " + r.Plan.Hash + " spreads the keys less evenly than chance would"
	case s.Cause == report.CauseNullKeys:
		return fmt.Sprintf("NULL keys: %s (%s) have no whole key and go to one partition, and the even share of a partition is %s",
			counted(r.Nulls.KeyRecords, "record"), percent(report.Share(r.Nulls.KeyRecords, r.Input.Records)), even)
	case s.Cause == report.CauseHotKey && byKeys(r) && len(r.HotKeys) > 0:
		return fmt.Sprintf("hot key: %s alone has %s of the records, and the even share of a partition is %s; "+
			"so no more than %.1f partitions work at a time on average, whatever their number",
			r.HotKeys[0].Key, percent(r.HotKeys[0].Share), even, 1/r.HotKeys[0].Share)
	case s.Cause == report.CauseHotKey:
		return "hot key: one key alone has more records than the even share of a partition, which is " + even
	case s.Cause == report.CauseFewKeys && gathers(r):
		return "few keys: one partition gets every record, as " + r.Plan.Strategy + " wants it"
	case s.Cause == report.CauseFewKeys && s.NoiseFloor > 0:
		return fmt.Sprintf("few keys: they count as about %s, and chance spreads so few with a CV of %.2f",
			counted(equalKeys(r), "equal key"), s.NoiseFloor)
	}
	return strings.ReplaceAll(s.Cause, "_", " ")
}

// gathers reports whether the strategy of a replay sends all records to one partition.
func gathers(r *report.Report) bool {
	s, ok := strategies.Lookup(r.Plan.Strategy)
	return ok && s.Gathers()
}

// balance says how even balanced partitions are.
func balance(s report.SkewBlock) string {
	switch over := math.Round(1000 * (s.MaxOverMean - 1)); {
	case over == 0:
		return "no partition has more than the mean"
	case over <= 100:
		return "the fullest partition is " + percent(over/1000) + " over the mean"
	}
	return "so few records cannot be spread more evenly"
}

// byKeys reports whether the records are grouped by what routes them, so that the most frequent
// groups are the most frequent keys.
func byKeys(r *report.Report) bool { return slices.Equal(r.Plan.Keys, r.Plan.Groups) }

// equalKeys is how many keys with equal numbers of records chance would spread as it does these:
// the K that the noise floor sqrt((N-1)/K) comes from.
func equalKeys(r *report.Report) uint64 {
	return uint64(math.Round(max(float64(r.Plan.Partitions-1)/(r.Skew.NoiseFloor*r.Skew.NoiseFloor), 1)))
}

// remedyOf says what can be done about the skew; "" if nothing has to be.
func remedyOf(r *report.Report) string {
	switch r.Skew.Cause {
	case report.CauseSource:
		return "Route by a key (always_hash), or find out why the producers fill the topic unevenly."
	case report.CauseHashDefect:
		return "Try another --hash. " +
			"Where the engine's own is given, add a column to the key or take another number of partitions."
	case report.CauseNullKeys:
		if r.Plan.NullsApart {
			return "A NULL meets nothing in a join, so these records may go anywhere: " +
				"leave them out before the join, or give them a key that spreads them, as COALESCE(key, id)."
		}
		return "Leave records without a key out with WHERE if the answer does not need them. " +
			"Their group is one key: neither more partitions nor another hash divide it, and two steps of aggregation do."
	case report.CauseHotKey:
		return "Neither more partitions nor another hash divide one key. " +
			"Aggregate in two steps, first by the key and a column that splits it, then by the key; or treat that key apart."
	case report.CauseFewKeys:
		if gathers(r) {
			return "Only a query that groups by a key lets several partitions work."
		}
		if len(r.WhatIf) > 0 {
			return "Some numbers of partitions suit these keys better than others, as What if shows. " +
				"A key with more values spreads more evenly at any number."
		}
		return "Try other numbers of partitions (--what-if 4,6,12,16): some suit these keys better. " +
			"A key with more values spreads more evenly at any number."
	}
	return ""
}

// skewText lists the measures of skew but for the first one; the CV with what chance alone would
// give, if it is not small anyway.
func skewText(s report.SkewBlock) string {
	chance := ""
	if chanceMatters(s) {
		chance = fmt.Sprintf(" (chance: %.2f)", s.NoiseFloor)
	}
	return fmt.Sprintf("max/median %s, CV %.2f%s, Gini %.2f", ratio(s.MaxOverMedian), s.CV, chance, s.Gini)
}

// chanceMatters reports whether the noise floor is worth telling.
func chanceMatters(s report.SkewBlock) bool {
	return s.NoiseFloor > 0 && s.Cause != report.CauseBalanced
}

// sourceless reports whether no record names its source partition: then nothing is known of what moves.
func sourceless(r *report.Report) bool {
	return r.Input.Records > 0 && r.Nulls.MissingPartition == r.Input.Records
}

// movedText is the part of the records that leave their source partition; "-" if none has one.
func movedText(r *report.Report, moved report.MovedBlock) string {
	if sourceless(r) {
		return "-"
	}
	return percent(moved.Share)
}

// sourcelessText says that some records, or all, name no source partition.
func sourcelessText(r *report.Report) string {
	if sourceless(r) {
		return "no record names its source partition, so what moves is not known; all count as of partition 0"
	}
	return counted(r.Nulls.MissingPartition, "record") + " without a source partition, counted as of partition 0"
}

// speedText says how fast the records were read; "" if no time was taken.
func speedText(t report.ThroughputBlock) string {
	if t.Seconds == 0 {
		return ""
	}
	return fmt.Sprintf("%s records/s, %s/s in %s with %s", rate(t.RecordsPerSecond),
		size(t.BytesPerSecond), duration(t.Seconds), Plural(t.Workers, "worker"))
}
