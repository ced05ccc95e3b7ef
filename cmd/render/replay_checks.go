package render

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/velo-plan/velo-plan/replay/checks"
	"github.com/velo-plan/velo-plan/replay/report"
)

// resultInk colours the result of a check.
func resultInk(result string) ink {
	switch result {
	case checks.Holds:
		return green
	case checks.Fails:
		return red
	case checks.Sampled:
		return yellow
	}
	return dim
}

// resultText is the result of a check in words.
func resultText(result string) string { return strings.ReplaceAll(result, "_", " ") }

// claimOf says what a check is about.
func claimOf(check string) string {
	switch check {
	case checks.GroupsWhole:
		return "No group is in two partitions."
	case checks.OrderKept:
		return "A partition gets the records of a source partition in their order."
	case checks.EngineRoutesAll:
		return "The engine's router loses no record."
	case checks.SourceKeyHolds:
		return "The declared source key decides the source partition."
	}
	return ""
}

// checkText says what a check looked at, what it found and why it did not look at all; "" if there
// is nothing to say.
func checkText(c checks.Check) string {
	var parts []string
	add := func(n *uint64, singular, plural string) {
		switch {
		case n == nil:
		case *n == 1:
			parts = append(parts, "1 "+singular)
		default:
			parts = append(parts, count(*n)+" "+plural)
		}
	}
	found := func(n *uint64, singular, plural string) {
		if n != nil && *n > 0 {
			add(n, singular, plural)
		}
	}
	add(c.Groups, "group", "groups")
	found(c.Split, "in several partitions", "in several partitions")
	add(c.Keys, "value", "values")
	if c.Check == checks.OrderKept {
		found(c.Violations, "record came after a later one (numbers from 0)", "records came after a later one (numbers from 0)")
	} else {
		found(c.Violations, "in several source partitions", "in several source partitions")
	}
	if c.Misplaced != nil && *c.Misplaced > 0 {
		parts = append(parts, fmt.Sprintf("%s of %s elsewhere than most of their value", percent(report.Share(*c.Misplaced, *c.Records)), counted(*c.Records, "record")))
	}
	found(c.NullKeys, "record with a null key is left out", "records with a null key are left out")
	found(c.WithoutSource, "record without a source partition is left out", "records without a source partition are left out")
	found(c.MissingKey, "record lacks a field of the key", "records lack a field of the key")
	found(c.Lost, "record is lost", "records are lost")
	if c.Because != "" {
		parts = append(parts, c.Because)
	}
	return strings.Join(parts, ", ")
}

// exampleText shows one case in which a check fails.
func exampleText(e checks.Example) string {
	switch {
	case e.Order != nil:
		return fmt.Sprintf("partition %d got record %s after record %s, both of source partition %d",
			e.Order.Partition, count(e.Order.Record), count(e.Order.After), e.Order.SourcePartition)
	case len(e.SourcePartitions) > 0:
		return fmt.Sprintf("%s is in source partitions %s", e.Key, names(numbers(e.SourcePartitions)))
	}
	var parts []string
	shown := uint64(0)
	for i, p := range e.Partitions {
		records := count(p.Records)
		if i == 0 {
			records = counted(p.Records, "record")
		}
		parts = append(parts, fmt.Sprintf("%d (%s)", p.Partition, records))
		shown += p.Records
	}
	text := e.Key + " is in partitions " + names(parts)
	if shown < e.Records {
		text += " and more"
	}
	return text
}

// numbers writes numbers as texts.
func numbers(list []int32) []string {
	texts := make([]string, len(list))
	for i, n := range list {
		texts[i] = strconv.Itoa(int(n))
	}
	return texts
}

// limitText is the value and the limit of a threshold: shares in percent, with as many digits as it
// takes to tell them apart.
func limitText(t report.Threshold) (value, limit string) {
	show := func(x float64, digits int) string { return strconv.FormatFloat(x, 'g', digits, 64) }
	scale, unit := 1.0, ""
	if report.IsShare(t.Name) {
		scale, unit = 100, " %"
	}
	for digits := 4; ; digits++ {
		value, limit = show(scale*t.Value, digits), show(scale*t.Limit, digits)
		if value != limit || t.OK || digits == 17 {
			return value + unit, limit + unit
		}
	}
}

// limitDetail is the value and the limit of a threshold, or why there is no value.
func limitDetail(t report.Threshold) string {
	value, limit := limitText(t)
	if t.Because != "" {
		return t.Because + ", and the limit is " + limit
	}
	return value + ", the limit is " + limit
}

// limitResult is the result of a threshold in words.
func limitResult(t report.Threshold) (string, ink) {
	switch {
	case t.Because != "":
		return resultText(checks.NotChecked), red
	case t.OK:
		return "ok", green
	}
	return "exceeded", red
}
