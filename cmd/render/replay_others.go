package render

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"github.com/velo-plan/velo-plan/replay"
)

// whatIfRow is the skew for one number of partitions.
type whatIfRow struct {
	replay.WhatIf
	now bool // it is that of the replay
}

// whatIfRows returns the skew for all numbers of partitions by size, that of the replay among
// them; nil if no other was asked for.
func whatIfRows(r *replay.Report) []whatIfRow {
	if len(r.WhatIf) == 0 {
		return nil
	}
	s := r.Skew
	rows := []whatIfRow{{replay.WhatIf{Partitions: r.Plan.Partitions, MaxOverMean: s.MaxOverMean, CV: s.CV,
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

// gain says where more partitions stop to help: which number has most at work, and which smaller
// one nearly as much.
func gain(rows []whatIfRow) string {
	best := slices.MaxFunc(rows, func(a, b whatIfRow) int { return cmp.Compare(a.EffectiveParallelism, b.EffectiveParallelism) })
	text := fmt.Sprintf("Most are at work with %s: %.1f on average", Plural(best.Partitions, "partition"), best.EffectiveParallelism)
	for _, w := range rows {
		if w.Partitions < best.Partitions && w.EffectiveParallelism >= 0.9*best.EffectiveParallelism {
			return text + fmt.Sprintf("; %d already give %.1f.", w.Partitions, w.EffectiveParallelism)
		}
	}
	return text + "."
}

// compareRow is what the records give under one strategy.
type compareRow struct {
	replay.CompareBlock
	time *replay.StrategyTime // nil: not taken
	now  bool                 // it is that of the replay
}

// compareRows returns the strategies side by side, that of the replay first; nil if no other was
// asked for.
func compareRows(r *replay.Report) []compareRow {
	if len(r.Compare) == 0 {
		return nil
	}
	rows := []compareRow{{CompareBlock: replay.CompareBlock{Strategy: r.Plan.Strategy, Keys: r.Plan.Keys, Skew: r.Skew,
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

// overhead is the time of a row over that of the fastest strategy; "-" if it was not taken.
func (c compareRow) overhead() string {
	switch {
	case c.time == nil:
		return "-"
	case c.time.Overhead == 0:
		return "fastest"
	}
	return "+" + percent(c.time.Overhead)
}

// whatIf prints the skew for other numbers of partitions.
func (p *page) whatIf(r *replay.Report) {
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
	p.row(text("  "), text(gain(rows)))
}

// compare prints the strategies side by side.
func (p *page) compare(r *replay.Report) {
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
			resultCell(row.result(replay.CheckGroupsWhole)), resultCell(row.result(replay.CheckOrderKept)),
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
	case "", replay.NotChecked:
		return cell{"-", dim}
	case replay.Sampled:
		return cell{"sample", yellow}
	}
	return cell{result, resultInk(result)}
}
