package lint

import (
	"strings"

	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/planner/syntax"
)

var vp205 = Rule{
	Name: "unbounded-state", Severity: diag.Warning,
	Doc: Doc{
		Finds: "state that grows without bound: groups, distinct rows, buffers or joins",
		Why: "The job keeps something for every key that it has ever seen, and a stream never ends: memory grows until the job " +
			"dies. A window, a buffer or a time limit lets it forget. How many groups records have, what they take and how fast " +
			"they grow, explain --analyze tells of records. CREATE TABLE is not reported, because its rows are what " +
			"the job is for; nor are sources that end, such as files.",
		Bad: `-- @job_mode: adaptive
-- @partitioning_strategy: hash
CREATE STREAM customer_spend AS
SELECT customer_id, SUM(amount) AS spent
FROM orders
GROUP BY customer_id;
`,
		Good: `-- @job_mode: adaptive
-- @partitioning_strategy: hash
CREATE STREAM customer_spend AS
SELECT customer_id, SUM(amount) AS spent
FROM orders
GROUP BY customer_id
WINDOW TUMBLING(1d);
`,
		Since: "0.1.0",
	},
	Check: checkUnboundedState,
}

// grows tells what becomes of a job that never forgets.
const grows = ", so its memory grows until the job dies"

func checkUnboundedState(p *Pass) {
	if p.Job() == nil || !p.endless() {
		return
	}
	if p.kind() != syntax.KindTable && p.kind() != syntax.KindMatView {
		for _, s := range p.selects() {
			if !p.inTable(s) {
				p.checkGroups(s)
			}
		}
		p.checkUnions()
	}
	for _, s := range p.selects() {
		if p.Project.noEngine && s.Window == nil {
			p.checkJoins(s.From, s.Where)
		}
	}
}

// inTable reports whether a SELECT is a subquery that the engine evaluates on the rows of a table, each time anew. It
// groups nothing there (processors/query_parsing.rs).
func (p *Pass) inTable(s *syntax.Select) bool {
	if p.Project.noEngine {
		return false
	}
	outer, ok := p.Statement.Query.Body.(*syntax.Select)
	if !ok || outer == s {
		return false
	}
	list := []syntax.Expr{outer.Where, outer.Having}
	for _, item := range outer.Items {
		list = append(list, item.Expr)
	}
	inside := false
	for _, e := range list {
		syntax.Inspect(e, func(n syntax.Node) bool {
			inside = inside || n == syntax.Node(s)
			return !inside
		})
	}
	return inside
}

// endless reports whether the statement reads anything that does not end.
func (p *Pass) endless() bool {
	for _, in := range p.Plan.Inputs {
		if in.Kind != "table" && !p.ends(in.Source) {
			return true
		}
	}
	return false
}

// ends reports whether a source ends, or has no more rows than keys: the statement's properties make it a file or
// the like, or a statement makes it a table.
func (p *Pass) ends(source string) bool {
	if p.Project.tables[syntax.Unqualified(source)] {
		return true
	}
	switch strings.ToLower(p.Statement.Property(source + ".type")) {
	case "file_source", "file_source_mmap", "s3_source", "database_source":
		return true
	}
	return strings.HasPrefix(source, "file://")
}

// checkGroups looks for groups, distinct rows and buffers that are kept forever.
func (p *Pass) checkGroups(s *syntax.Select) {
	if s.Window != nil || s.GroupBy != nil && windowed(s.GroupBy) || windowFunction(s.From) {
		return
	}
	if s.GroupBy != nil {
		p.Report(s.GroupBy.Span(), "GROUP BY without a window keeps every group forever"+grows, "add WINDOW TUMBLING(..), or make a table of it: CREATE TABLE")
	}
	if s.Distinct || len(s.DistinctOn) > 0 {
		p.Report(s.DistinctSpan, "DISTINCT without a window remembers every row that it has seen"+grows, "add a window, or make a table of it: CREATE TABLE .. GROUP BY")
	}
	for _, item := range s.Items {
		syntax.Inspect(item.Expr, func(n syntax.Node) bool {
			if c, ok := n.(*syntax.Call); ok && c.Over != nil && unbounded(c.Over) {
				p.Report(c.Over.Span(), "OVER without a bound keeps every row that it has seen"+grows, "bound it: ROWS WINDOW BUFFER 100 ROWS, or a frame of n PRECEDING")
			}
			_, query := n.(*syntax.QueryExpr)
			return !query
		})
	}
}

// unbounded reports whether OVER needs all rows: it has neither a buffer nor a frame, and an order in which later
// rows change the result of earlier ones, or a frame that reaches to the end.
func unbounded(o *syntax.Over) bool {
	return o.Buffer == 0 && o.Ref.Name == "" && o.Frame != nil && o.Frame.End.Kind == syntax.UnboundedFollowing
}

// windowed reports whether one of the group keys is a window, by a function or by its bounds.
func windowed(g *syntax.GroupBy) bool {
	return syntax.Has(g, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.Call:
			return syntax.IsWindowFunction(n.Name)
		case *syntax.Column:
			name := strings.TrimPrefix(columnName(n), "_")
			return name == "window_start" || name == "window_end"
		}
		return false
	})
}

// windowFunction reports whether a source assigns the records of another one to windows.
func windowFunction(s syntax.Source) bool {
	f, ok := s.(*syntax.TableFunc)
	return ok && syntax.IsWindowFunction(f.Name.Name)
}

// checkUnions looks for set operations that remember rows.
func (p *Pass) checkUnions() {
	syntax.Inspect(p.Statement.Query, func(n syntax.Node) bool {
		if op, ok := n.(*syntax.SetOp); ok && !op.All {
			p.Report(op.OpSpan, string(op.Op)+" remembers every row that it has seen"+grows, "write "+string(op.Op)+" ALL if rows need not be told apart, or make a table of it")
		}
		return true
	})
}

// checkJoins looks for joins of two streams without a limit in time. The engine's own joins always have one: what it
// makes of another is reported as VP306.
func (p *Pass) checkJoins(from syntax.Source, where syntax.Expr) {
	j, ok := from.(*syntax.Join)
	if !ok {
		return
	}
	p.checkJoins(j.Left, where)
	if j.Kind == syntax.JoinComma || j.Kind == syntax.JoinCross || j.Asof || j.Within.Text != "" || timed(j.On) || timed(where) {
		return
	}
	if p.streams(j.Left) && p.streams(j.Right) {
		p.Report(j.OpSpan, "a join of two streams without a limit in time keeps every record of both"+grows, "limit it: ON .. WITHIN 1h, or a BETWEEN over the two times")
	}
}

// timed reports whether a condition compares with an interval of time.
func timed(e syntax.Expr) bool {
	return syntax.Has(e, func(n syntax.Node) bool {
		l, ok := n.(*syntax.Literal)
		return ok && l.Kind == syntax.Interval
	})
}

// streams reports whether a side of a join has records of a stream.
func (p *Pass) streams(s syntax.Source) bool {
	switch s := s.(type) {
	case *syntax.Join:
		return p.streams(s.Left) || p.streams(s.Right)
	case *syntax.TableRef:
		for _, in := range p.Plan.Inputs {
			if in.Source == syntax.Dotted(s.Name) {
				return in.Kind != "table" && s.AsOf == nil && !p.ends(in.Source)
			}
		}
	}
	return false
}
