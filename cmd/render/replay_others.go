package render

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/velo-plan/velo-plan/replay/checks"
	"github.com/velo-plan/velo-plan/replay/report"
)

// whatIfRow is the skew for one number of partitions.
type whatIfRow struct {
	report.WhatIf
	now bool // it is that of the replay
}

// whatIfRows returns the skew for all numbers of partitions by size, that of the replay among
// them; nil if no other was asked for.
func whatIfRows(r *report.Report) []whatIfRow {
	if len(r.WhatIf) == 0 {
		return nil
	}
	s := r.Skew
	rows := []whatIfRow{{report.WhatIf{Partitions: r.Plan.Partitions, MaxOverMean: s.MaxOverMean, CV: s.CV,
		EffectiveParallelism: s.EffectiveParallelism, Empty: s.Empty, Exact: true}, true}}
	for _, w := range r.WhatIf {
		if !slices.ContainsFunc(rows, func(row whatIfRow) bool { return row.Partitions == w.Partitions }) {
			rows = append(rows, whatIfRow{w, false})
		}
	}
	slices.SortFunc(rows, func(a, b whatIfRow) int { return cmp.Compare(a.Partitions, b.Partitions) })
	return rows
}

// remark says what is special about a row.
func (w whatIfRow) remark() string {
	switch {
	case w.now:
		return "this run"
	case !w.Exact:
		return "estimate"
	}
	return ""
}

// cells are the numbers of a row as text.
func (w whatIfRow) cells() []string {
	return []string{fmt.Sprint(w.Partitions), fmt.Sprintf("%.2f", w.MaxOverMean), fmt.Sprintf("%.2f", w.CV),
		fmt.Sprintf("%.1f", w.EffectiveParallelism), fmt.Sprint(w.Empty)}
}

// moves is the part of the keys that moves, or of the records where no key routes; "-" if that is not known, or nothing can move.
func (w whatIfRow) moves() string {
	switch {
	case w.now || w.Moved == nil:
		return "-"
	case w.Moved.Keys == nil:
		return percent(w.Moved.Records)
	}
	return percent(*w.Moved.Keys)
}

// moveWords are the ways to choose partitions besides modulo in words.
var moveWords = map[string]string{report.MoveTopic: "Kafka's partitioner", report.MoveJump: "jump hash",
	report.MoveKeyGroups: "key groups"}

// breakWords say what does not hold while the number of partitions changes.
var breakWords = map[string]string{report.BreaksOrder: "the order of a key that moves is not kept",
	report.BreaksGroups: "the groups that move have their state in one partition and their new records in another",
	report.BreaksSource: "the order of a source partition that moves is not kept"}

// rescaleTexts say what moves to each other number of partitions, and what breaks meanwhile.
func rescaleTexts(r *report.Report) []string {
	var list, breaks []string
	for _, w := range r.WhatIf {
		if w.Moved == nil || w.Partitions == r.Plan.Partitions {
			continue
		}
		share := func(b report.MovedBy) string {
			if b.Keys == nil {
				return percent(b.Records) + " of the records"
			}
			return fmt.Sprintf("%s of the keys with %s of the records", percent(*b.Keys), percent(b.Records))
		}
		text := fmt.Sprintf("From %d to %d %s move by modulo", r.Plan.Partitions, w.Partitions, share(w.Moved.By[0]))
		if bytes := w.Moved.StateBytes; bytes != nil {
			text += ", with " + size(float64(*bytes)) + " of state"
		}
		var others []string
		for _, b := range w.Moved.By[1:] {
			others = append(others, share(b)+" by "+moveWords[b.Method])
		}
		if others != nil {
			text += "; it would be " + names(others)
		}
		list = append(list, text+".")
		for _, b := range w.Moved.Breaks {
			if word := breakWords[b]; !slices.Contains(breaks, word) {
				breaks = append(breaks, word)
			}
		}
	}
	if breaks != nil {
		list = append(list, "Until the records from before such a change are processed and the state is moved, "+strings.Join(breaks, ", and ")+".")
	}
	return list
}

// gain says where more partitions stop helping: which number has most at work, what that costs, which
// smaller number has nearly as much, and what bounds them all.
func gain(r *report.Report, rows []whatIfRow) string {
	best := slices.MaxFunc(rows, func(a, b whatIfRow) int { return cmp.Compare(a.EffectiveParallelism, b.EffectiveParallelism) })
	text := fmt.Sprintf("Of these numbers, %s keep most at work: %.1f on average", Plural(best.Partitions, "partition"), best.EffectiveParallelism)
	if best.Empty > 0 {
		text += ", while " + verb(best.Empty, "gets", "get") + " nothing"
	}
	for _, w := range rows {
		if w.Partitions < best.Partitions && w.EffectiveParallelism >= 0.9*best.EffectiveParallelism {
			text += fmt.Sprintf("; %d already keep %.1f at work", w.Partitions, w.EffectiveParallelism)
			break
		}
	}
	if len(r.HotKeys) > 0 && len(r.Plan.Keys) > 0 && byKeys(r) {
		hot := r.HotKeys[0]
		text += fmt.Sprintf(". No number keeps more than %.1f at work, as %s has %s of the records", 1/hot.Share, Clean(hot.Key), percent(hot.Share))
	}
	return text + "."
}

// verb is a number with the form of a verb that goes with it.
func verb(n int, one, more string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprint(n) + " " + more
}

// compareRow is what the records give under one strategy.
type compareRow struct {
	report.CompareBlock
	time *report.StrategyTime // nil: not taken
	now  bool                 // it is that of the replay
}

// compareRows returns the strategies side by side, that of the replay first; nil if no other was
// asked for.
func compareRows(r *report.Report) []compareRow {
	if len(r.Compare) == 0 {
		return nil
	}
	rows := []compareRow{{CompareBlock: report.CompareBlock{Strategy: r.Plan.Strategy, Keys: r.Plan.Keys, Skew: r.Skew,
		Moved: r.Moved, Checks: r.Checks}, now: true}}
	for _, c := range r.Compare {
		if c.Strategy != r.Plan.Strategy {
			rows = append(rows, compareRow{CompareBlock: c})
		}
	}
	for i := range rows {
		for j := range r.Throughput.Strategies {
			if t := &r.Throughput.Strategies[j]; t.Strategy == rows[i].Strategy {
				rows[i].time = t
			}
		}
	}
	return rows
}

// result is the result of one of the row's checks; "" if it was not asked for.
func (c compareRow) result(check string) string {
	for _, found := range c.Checks {
		if found.Check == check {
			return found.Result
		}
	}
	return ""
}

// seconds is the time of a row; "-" if it was not taken.
func (c compareRow) seconds() string {
	if c.time == nil {
		return "-"
	}
	return duration(c.time.Seconds)
}

// overhead is the time of a row over that of the fastest strategy, with its bounds; "-" if it was not taken.
func (c compareRow) overhead() string {
	switch {
	case c.time == nil:
		return "-"
	case c.time.Overhead == 0 && c.time.OverheadHigh == 0:
		return "fastest"
	case c.time.OverheadLow <= 0:
		return "as fast"
	}
	return fmt.Sprintf("+%s (%s to %s)", percent(c.time.Overhead), percent(c.time.OverheadLow), percent(c.time.OverheadHigh))
}

// whatIf prints the skew for other numbers of partitions.
func (p *page) whatIf(r *report.Report) {
	rows := whatIfRows(r)
	if rows == nil {
		return
	}
	p.title("What if")
	t := table{header: []string{"partitions", "max/mean", "CV", "at work", "empty", ""},
		right: map[int]bool{0: true, 1: true, 2: true, 3: true, 4: true}}
	for _, row := range rows {
		var cells []cell
		for _, text := range row.cells() {
			cells = append(cells, cell{text, plain})
		}
		cells[0].ink = bold
		t.rows = append(t.rows, append(cells, cell{row.remark(), dim}))
	}
	p.table(t)
	p.row(text("  "), text(gain(r, rows)))
	for _, moves := range rescaleTexts(r) {
		p.row(text("  "), text(moves))
	}
}

// compare prints the strategies side by side.
func (p *page) compare(r *report.Report) {
	rows := compareRows(r)
	if rows == nil {
		return
	}
	p.title("Strategies")
	t := table{header: []string{"strategy", "max/mean", "moved", "groups", "order", "time", "overhead"},
		right: map[int]bool{1: true, 2: true, 5: true, 6: true}}
	for _, row := range rows {
		name := bold
		if !row.now {
			name = plain
		}
		t.rows = append(t.rows, []cell{{row.Strategy, name}, {fmt.Sprintf("%.2f", row.Skew.MaxOverMean), plain}, {movedText(r, row.Moved), plain},
			resultCell(row.result(checks.GroupsWhole)), resultCell(row.result(checks.OrderKept)),
			{row.seconds(), plain}, {row.overhead(), plain}})
	}
	for columns := len(t.header); columns > compareColumns && t.natural() > p.width(); columns-- {
		t.cut(columns - 1)
	}
	p.table(t)
}

// compareColumns is how many columns about strategies are shown where there is no room for all.
const compareColumns = 5

// natural is the width of the table if no column gives way.
func (t table) natural() int {
	total := 0
	for _, width := range t.widths(math.MaxInt) {
		total += width + cellBorder
	}
	return total
}

// cut leaves only the first columns.
func (t *table) cut(columns int) {
	t.header = t.header[:columns]
	for i := range t.rows {
		t.rows[i] = t.rows[i][:columns]
	}
}

// resultCell is the result of a check where there is little room: "-" if nothing is known.
func resultCell(result string) cell {
	switch result {
	case "", checks.NotChecked:
		return cell{"-", dim}
	case checks.Sampled:
		return cell{"sample", yellow}
	}
	return cell{result, resultInk(result)}
}
