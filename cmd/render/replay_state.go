package render

import (
	"fmt"
	"math"
	"time"

	"github.com/velo-plan/velo-plan/replay/report"
	"github.com/velo-plan/velo-plan/replay/state"
)

// stateText says how much a job keeps; "" if that is nothing that is known.
func stateText(r *report.Report) string {
	s := r.State
	if s == nil {
		return ""
	}
	about, bounds := "", ""
	if !s.Exact {
		about = "about "
	}
	if s.Interval != nil {
		bounds = fmt.Sprintf(" (%s to %s)", count(s.Interval.Low), count(s.Interval.High))
	}
	text := about + counted(s.GroupsPeak, "group") + bounds
	if s.Model.WindowSeconds > 0 {
		text += fmt.Sprintf(" at the peak and %s at the end, in windows of %s", count(s.Groups), span(s.Model.WindowSeconds))
	}
	switch s.Kind {
	case state.KeepsRecords:
		text += " with " + counted(s.Records, "record")
		if s.Model.WithinSeconds > 0 {
			text += " of " + span(s.Model.WithinSeconds)
		}
		text += ", of this side of the join"
	case state.KeepsRows:
		text += " with " + counted(s.Records, "record") + " in buffers"
	}
	text += fmt.Sprintf(", %s by the model; %s in the largest partition", size(float64(s.Bytes)), size(largestState(s)))
	if s.GrowthPerHour != nil {
		each := 0.0
		if s.GroupsPeak > 0 {
			each = float64(s.Bytes) / float64(s.GroupsPeak)
		}
		text += fmt.Sprintf("; %s new groups an hour (%s)", count(uint64(math.Round(max(0, *s.GrowthPerHour)))), size(max(0, *s.GrowthPerHour)*each))
	}
	return text
}

// largestState is the largest state of a partition, in bytes.
func largestState(s *report.StateBlock) float64 {
	most := uint64(0)
	for _, p := range s.PerPartition {
		most = max(most, p.Bytes)
	}
	return float64(most)
}

// capacityTexts say how busy the partitions are, one thing each; nil if nobody asked.
func capacityTexts(r *report.Report) []string {
	c := r.Capacity
	switch {
	case c == nil:
		return nil
	case len(c.Load) == 0:
		return []string{c.Because}
	}
	from := ""
	if c.RateFrom == "timestamps" {
		from = " by the event times"
	}
	text := fmt.Sprintf("%s records/s%s at %s each: the hottest of %s is %s busy", rate(c.Rate), from,
		time.Duration(c.PerRecordSeconds*float64(time.Second)), Plural(len(c.Load), "partition"), percent(c.Hottest))
	switch {
	case c.PartitionsNeeded != nil:
		text += fmt.Sprintf("; %s would keep it under %.0f %%", Plural(*c.PartitionsNeeded, "partition"), 100*c.MaxLoad)
	default:
		text += "; " + c.Because
	}
	list := []string{text}
	if c.Worst != nil {
		list = append(list, fmt.Sprintf("in the worst bucket, at %s: %s records/s, %s busy", instant(c.Worst.At), rate(c.Worst.Rate), percent(c.Worst.Hottest)))
	}
	if c.Backlog > 0 {
		text = "a backlog of " + counted(c.Backlog, "record") + " is worked off " + drainText(c.DrainSeconds)
		if c.Worst != nil {
			text += ", at the rate and skew of the worst bucket " + drainText(c.Worst.DrainSeconds)
		}
		list = append(list, text)
	}
	return list
}

// drainText says how long it takes; nil: forever.
func drainText(seconds *float64) string {
	switch {
	case seconds == nil:
		return "never"
	case *seconds >= 120:
		return "in " + (time.Duration(*seconds) * time.Second).String()
	}
	return "in " + duration(*seconds)
}

// keeps prints what the job keeps, and how busy its partitions are.
func (p *page) keeps(r *report.Report) {
	if state := stateText(r); state != "" {
		p.label("state", dim, text(state))
	}
	for i, capacity := range capacityTexts(r) {
		name := ""
		if i == 0 {
			name = "capacity"
		}
		p.label(name, dim, text(capacity))
	}
}

// keeps prints what the job keeps, and how busy its partitions are.
func (m *markdown) keeps(r *report.Report) {
	if state := stateText(r); state != "" {
		m.printf("State: %s.\n\n", escape(state))
	}
	for _, capacity := range capacityTexts(r) {
		m.printf("%s.\n\n", escape(capital(capacity)))
	}
}

// htmlKeeps are the facts about what the job keeps, and how busy its partitions are.
func htmlKeeps(r *report.Report) []htmlFact {
	var facts []htmlFact
	if state := stateText(r); state != "" {
		facts = append(facts, htmlFact{Name: "State", Value: size(float64(r.State.Bytes)), Means: Clean(state)})
	}
	for i, capacity := range capacityTexts(r) {
		fact := htmlFact{Name: []string{"Load", "Load at worst", "Backlog"}[min(i, 2)], Means: Clean(capacity)}
		switch c := r.Capacity; {
		case len(c.Load) == 0:
			fact.Value = "not known"
		case i == 0:
			fact.Value = percent(c.Hottest)
		case i == 1 && c.Worst != nil:
			fact.Value = percent(c.Worst.Hottest)
		default:
			fact.Name, fact.Value = "Backlog", drainText(c.DrainSeconds)
		}
		facts = append(facts, fact)
	}
	return facts
}
