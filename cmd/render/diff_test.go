package render_test

import (
	"strings"
	"testing"

	"github.com/velo-plan/velo-plan/cmd/render"
	"github.com/velo-plan/velo-plan/planner"
)

// difference has every kind of change; name is put into its names.
func difference(name string) *planner.Difference {
	at := func(file, strategy string, keys ...string) *planner.JobPlace {
		return &planner.JobPlace{File: file + name, Line: 3, Strategy: strategy, Keys: keys}
	}
	return &planner.Difference{
		Jobs: []planner.JobChange{
			{Job: "stats" + name, Change: planner.JobChanged, Old: at("old.sql", "fan_in"), New: at("new.sql", "always_hash", "symbol"), Rekeys: true, Changes: []planner.Change{
				{Field: "strategy", Old: []string{"fan_in"}, New: []string{"always_hash"}, Rekeys: true},
				{Field: "keys", New: []string{"symbol" + name, "venue"}, Rekeys: true},
				{Field: "facts", Old: []string{"a → b: c" + name, "d → e: f"}, New: []string{"g → h: i"}},
				{Field: "stages", New: []string{"1. GROUP BY symbol of trades: hash on symbol"}},
				{Field: "verdict", Old: []string{"unproven"}, New: []string{"proven"}},
			}},
			{Job: "feed", Change: planner.JobChanged, Old: at("old.sql", "round_robin"), New: at("new.sql", "round_robin"), Changes: []planner.Change{
				{Field: "partitions", Old: []string{"8"}, New: []string{"16"}},
			}},
			{Job: "more" + name, Change: planner.JobAdded, New: at("new.sql", "always_hash", "a", "b")},
			{Job: "gone", Change: planner.JobRemoved, Old: at("old.sql", "fan_in")},
		},
		Summary: planner.DiffSummary{Added: 1, Removed: 1, Changed: 2, Unchanged: 3, Rekeyed: 1},
	}
}

func TestDiff(t *testing.T) {
	golden(t, "diff_table.txt", render.DiffTable(difference(""), render.Options{}))
	golden(t, "diff_table_color.txt", render.DiffTable(difference(""), render.Options{Color: true}))
	golden(t, "diff_markdown.md", render.DiffMarkdown(difference("")))
	golden(t, "diff_hostile.txt", render.DiffTable(difference("|\x1b[2J\n`<b>"), render.Options{}))
	golden(t, "diff_hostile.md", render.DiffMarkdown(difference("|\x1b[2J\n`<b>")))
	none := &planner.Difference{Summary: planner.DiffSummary{Unchanged: 1}}
	if got := render.DiffTable(none, render.Options{}); got != "no difference in 1 job\n" {
		t.Errorf("got %q", got)
	}
	if got := render.DiffMarkdown(none); got != "No difference in 1 job.\n" {
		t.Errorf("got %q", got)
	}
	if text := render.DiffTable(difference("\x1b[2J"), render.Options{}); strings.Contains(text, "\x1b") {
		t.Errorf("a name acts on the terminal: %q", text)
	}
}
