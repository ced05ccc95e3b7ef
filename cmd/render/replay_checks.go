package render

import (
	"fmt"
	"strings"

	"github.com/velo-plan/velo-plan/replay"
)

// checks prints which claims hold of the records, with examples of those that do not.
func (p *page) checks(r *replay.Report) {
	p.title("Checks")
	for _, c := range r.Checks {
		name := pad("  "+c.Check, len("  "+replay.CheckSourceKeyHolds)+2)
		p.row(piece{name, resultInk(c.Result)}, piece{strings.ReplaceAll(c.Result, "_", " "), resultInk(c.Result)}, text(checkText(c)))
		for i, e := range c.Examples {
			if i == exampleRows {
				break
			}
			p.row(piece{strings.Repeat(" ", len(name)), plain}, piece{exampleText(e), dim})
		}
	}
	for _, t := range r.Thresholds {
		ink, word := green, "holds"
		if !t.OK {
			ink, word = red, "fails"
		}
		p.row(piece{"  " + t.Name + "  ", ink}, piece{word, ink}, text(fmt.Sprintf(": %.4g, the limit is %.4g", t.Value, t.Limit)))
	}
}

// exampleRows is how many examples of a failed check are shown.
const exampleRows = 3

// resultInk colours the result of a check.
func resultInk(result string) ink {
	switch result {
	case replay.Holds:
		return green
	case replay.Fails:
		return red
	case replay.Sampled:
		return yellow
	}
	return dim
}

// checkText says what a check looked at, and what it found.
func checkText(c replay.Check) string {
	var parts []string
	add := func(n *uint64, what string) {
		if n != nil {
			parts = append(parts, counted(*n, what))
		}
	}
	add(c.Groups, "group")
	if c.Split != nil && *c.Split > 0 {
		parts = append(parts, count(*c.Split)+" in several partitions")
	}
	add(c.Keys, "value")
	if c.Violations != nil && *c.Violations > 0 {
		add(c.Violations, "violation")
	}
	if c.Because != "" {
		parts = append(parts, c.Because)
	}
	if len(parts) == 0 {
		return ""
	}
	return ": " + strings.Join(parts, ", ")
}

// exampleText shows one case in which a check fails.
func exampleText(e replay.Example) string {
	switch {
	case e.Order != nil:
		return fmt.Sprintf("partition %d: record %d of source partition %d came after record %d", e.Order.Partition, e.Order.Record, e.Order.SourcePartition, e.Order.After)
	case len(e.SourcePartitions) > 0:
		return fmt.Sprintf("%s is in source partitions %s", e.Key, strings.Trim(fmt.Sprint(e.SourcePartitions), "[]"))
	}
	var parts []string
	for _, p := range e.Partitions {
		parts = append(parts, fmt.Sprintf("%d (%s)", p.Partition, counted(uint64(p.Records), "record")))
	}
	return e.Key + " is in partitions " + names(parts)
}

// hotKeys prints the most frequent groups.
func (p *page) hotKeys(r *replay.Report) {
	if len(r.HotKeys) == 0 {
		return
	}
	p.title("Most frequent")
	for _, k := range r.HotKeys[:min(len(r.HotKeys), 5)] {
		p.row(text("  "), text(fmt.Sprintf("%s: %s (%s)", k.Key, counted(k.Records, "record"), percent(k.Share))))
	}
}
