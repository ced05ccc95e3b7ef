package prove

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/velo-plan/velo-plan/planner"
)

const (
	// maxExamples is how many wrong groups a report shows, and maxExampleRows how many rows of each.
	maxExamples    = 5
	maxExampleRows = 12
)

// groupOf returns what tells the group of a row: the columns that the query says, or all of them.
func groupOf(row string, columns []int) string {
	if columns == nil {
		return row
	}
	all := cells(row)
	var out []string
	for _, c := range columns {
		out = append(out, all[c])
	}
	return strings.Join(out, ",")
}

// cells splits a row, whose values are numbers, texts and null.
func cells(row string) []string {
	var out []string
	inside, from := false, 1
	for i := 1; i < len(row); i++ {
		switch c := row[i]; {
		case inside && c == '\\':
			i++
		case c == '"':
			inside = !inside
		case !inside && (c == ',' || c == ']'):
			out = append(out, row[from:i])
			from = i + 1
		}
	}
	return out
}

// groups counts the groups of both answers, and finds the wrong ones.
func (d *Difference) groups(whole, union Rows, columns []int) (all int, wrong map[string]bool) {
	seen := map[string]bool{}
	wrong = map[string]bool{}
	for _, rows := range []Rows{whole, union} {
		for row := range rows {
			seen[groupOf(row, columns)] = true
		}
	}
	for _, rows := range []Rows{d.Missing, d.Extra} {
		for row := range rows {
			wrong[groupOf(row, columns)] = true
		}
	}
	return len(seen), wrong
}

// examples shows some wrong groups: those that both answers have first, and among these the ones with the fewest rows.
func examples(wrong map[string]bool, whole Rows, parts map[int]Rows, columns []int) []Example {
	found := map[string]*Example{}
	for group := range wrong {
		found[group] = &Example{Right: []json.RawMessage{}, Got: []planner.Got{}}
	}
	for _, row := range slices.Sorted(maps.Keys(whole)) {
		if e := found[groupOf(row, columns)]; e != nil {
			for range whole[row] {
				e.add(func() { e.Right = append(e.Right, json.RawMessage(row)) })
			}
		}
	}
	for _, part := range slices.Sorted(maps.Keys(parts)) {
		for _, row := range slices.Sorted(maps.Keys(parts[part])) {
			if e := found[groupOf(row, columns)]; e != nil {
				for range parts[part][row] {
					e.add(func() { e.Got = append(e.Got, planner.Got{Partition: part, Row: json.RawMessage(row)}) })
				}
			}
		}
	}
	order := slices.SortedFunc(maps.Keys(found), func(a, b string) int {
		x, y := found[a], found[b]
		if n := x.sides() - y.sides(); n != 0 {
			return -n
		}
		if n := len(x.Got) + x.More - len(y.Got) - y.More; n != 0 {
			return n
		}
		return strings.Compare(a, b)
	})
	out := []Example{}
	for _, group := range order[:min(len(order), maxExamples)] {
		out = append(out, *found[group])
	}
	return out
}

// add adds a row, or counts it where there are too many to show.
func (e *Example) add(add func()) {
	if len(e.Right)+len(e.Got) >= maxExampleRows {
		e.More++
		return
	}
	add()
}

// sides tells in which answers the group has rows: more where there is more to compare.
func (e *Example) sides() int {
	n := 0
	if len(e.Right) > 0 {
		n = 2
	}
	if len(e.Got) > 0 {
		n++
	}
	return n
}
