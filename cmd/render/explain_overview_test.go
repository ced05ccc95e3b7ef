package render_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/velo-plan/velo-plan/cmd/render"
	"github.com/velo-plan/velo-plan/planner"
	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/planner/lint"
)

// judged plans texts, named a.sql, b.sql and so on, and asks the rules.
func judged(texts ...string) *planner.Result {
	var sources []*diag.Source
	for i, text := range texts {
		sources = append(sources, diag.NewSource(string(rune('a'+i))+".sql", text))
	}
	return lint.Plan(sources, planner.Config{}, lint.Config{})
}

// shop is jobs of every kind that an overview tells apart: with an error, two of one name, with a warning, without a
// finding, a view, and a text that does not parse.
func shop() *planner.Result {
	return judged(`CREATE VIEW big AS SELECT * FROM orders WHERE amount > 100;
-- @name: audit
CREATE STREAM audit AS SELECT * FROM orders ORDER BY at;
-- @name: big_orders
CREATE STREAM big_orders AS SELECT * FROM big;
`, `-- @name: per_customer
-- @job_mode: adaptive
-- @num_partitions: 4
-- @partitioning_strategy: roundrobin
CREATE TABLE per_customer AS SELECT customer, COUNT(*) AS n FROM orders GROUP BY customer;
-- @name: twice
CREATE STREAM twice AS SELECT * FROM orders;
-- @name: twice
CREATE STREAM twice_more AS SELECT * FROM orders;
SELCT 1;
CREATE STREAM orders (customer STRING, amount DOUBLE, at TIMESTAMP);
`)
}

func TestOverview(t *testing.T) {
	for name, got := range map[string]string{
		"overview_table.txt":       render.Overview(shop(), false, render.Options{}),
		"overview_table_color.txt": render.Overview(shop(), true, render.Options{Color: true}),
		"overview_table_160.txt":   render.Overview(shop(), false, render.Options{Width: 200}),
		"overview_markdown.md":     render.OverviewMarkdown(shop()),
		"overview_counts.txt":      render.OverviewCounts(shop(), render.Options{}),
	} {
		golden(t, name, got)
	}
}

// What stands below a row follows the last line of a cell that is wrapped.
func TestOverviewWraps(t *testing.T) {
	got := render.Overview(judged("-- @name: a_job_with_a_name_that_is_far_too_long_for_its_column\nCREATE STREAM x AS SELECT k, COUNT(*) AS n FROM t GROUP BY k;",
		"-- @name: b\nCREATE STREAM y AS SELECT * FROM t;"), true, render.Options{Width: 60})
	golden(t, "overview_wrapped.txt", got)
	lines := strings.Split(got, "\n")
	for i, line := range lines {
		if strings.HasPrefix(line, "   a.sql:2") && strings.HasPrefix(lines[i-1], "  n ") {
			return
		}
	}
	t.Errorf("the place does not follow the name:\n%s", got)
}

// Every finding is in a row or belongs to no plan: nothing is lost.
func TestOverviewCountsEveryFinding(t *testing.T) {
	r := shop()
	rows := 0
	for _, row := range strings.Split(render.Overview(r, false, render.Options{Width: 160}), "\n") {
		if strings.HasPrefix(row, "   VP") {
			rows++
			for n := range 9 {
				if strings.HasSuffix(row, fmt.Sprintf("(and %d more)", n)) {
					rows += n
				}
			}
		}
	}
	want := map[string]int{}
	for _, plan := range render.Jobs(r) {
		for _, a := range plan.Advice {
			want[a.Kind]++
		}
	}
	elsewhere := render.Elsewhere(r)
	if n := want["error"] + want["warning"]; rows != n || rows == 0 {
		t.Errorf("%d findings in rows, and there are %d", rows, n)
	}
	if n := len(elsewhere); n <= len(r.Between()) || !strings.HasSuffix(render.OverviewCounts(r, render.Options{}), fmt.Sprintf("%d errors, %d warning\n", n+rows-1, 1)) {
		t.Errorf("%d findings are elsewhere, %d of no plan: %s", n, len(r.Between()), render.OverviewCounts(r, render.Options{}))
	}
}

func TestOverviewMoves(t *testing.T) {
	p := grouped()
	moves := func() string {
		rows := strings.Split(render.Overview(&planner.Result{Plans: []*planner.Plan{p}}, true, render.Options{Width: 160}), "\n")
		return strings.TrimSpace(strings.Split(rows[2], "│")[4])
	}
	copied, kept := p.Inputs[0], p.Inputs[0]
	copied.Route, kept.Exchange = "copy", false
	moving := p.Inputs[0]
	for want, inputs := range map[string][]planner.Input{
		"87.5 %": {moving, copied}, "up to 87.5 %": {moving, kept}, "none": {kept, copied}, "-": {copied},
	} {
		if p.Inputs = inputs; moves() != want {
			t.Errorf("got %q, want %q", moves(), want)
		}
	}
}
