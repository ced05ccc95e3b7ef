package advise

import (
	"slices"
	"strings"

	"github.com/velo-plan/velo-plan/planner"
	"github.com/velo-plan/velo-plan/planner/decide"
	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/planner/logical"
	"github.com/velo-plan/velo-plan/planner/resolve"
	"github.com/velo-plan/velo-plan/planner/syntax"
	"github.com/velo-plan/velo-plan/strategies"
	"github.com/velo-plan/velo-plan/strategies/dist"
)

// splitJob writes the job as two statements with one routing step each, if its own text can be divided where its
// stages are: before a derived table or CTE is read, before LIMIT, after a join, or between two OVERs. It returns
// nil if there is no such place, or if the two would not plan as promised.
func (a *adviser) splitJob(stages []*decide.Stage) []string {
	top := resolve.TopSelect(a.stmt.Query)
	if top == nil || stages[0].Single || stages[0].Copy || len(stages[1].Needs) == 0 {
		return nil
	}
	first, second := stages[0].Needs, stages[1].Needs[0]
	name := a.stageName()
	inner := a.innerQuery(top)
	var parts []string
	switch {
	case stages[0].Any && len(stages) == 2:
		parts = a.splitKey(top, name, second)
	case second.Kind == logical.KindLimit && a.stmt.Query.Limit != nil && second.Span == a.stmt.Query.Limit.Span():
		parts = a.splitLimit(name)
	case inner != nil && allInside(first, inner.Span()) && !covers(inner.Span(), second.Span):
		parts = a.splitInner(top, name)
	case allOf(first, logical.KindJoin):
		parts = a.splitJoin(top, name, smallestJoin(top.From, first), second)
	case allOf(first, logical.KindSubquery):
		parts = a.splitWhere(top, name, first)
	case second.Kind == logical.KindOver && allOf(first, logical.KindOver) && len(stages) == 2:
		parts = a.splitOver(top, name, first)
	}
	if len(parts) != 2 || !a.holds(parts) {
		return nil
	}
	return parts
}

// holds checks the statements that the job is split into, without making the rest of a plan: they must parse, and none
// but the last one may run in one partition.
func (a *adviser) holds(parts []string) bool {
	if len(parts) < 2 {
		return false
	}
	a.ran = nil
	cfg := a.env.Config
	cfg.Job, cfg.Strategy, cfg.NoAutoSelect = "", planner.Named[string]{}, false
	env := a.env.Aside(cfg)
	src := diag.NewSource("", strings.Join(parts, "\n"))
	file, problems := syntax.Parse(src)
	if len(problems) > 0 || len(file.Statements) != len(parts) {
		return false
	}
	for i, stmt := range file.Statements {
		env.Enter(nil, stmt)
		part := resolve.Statement(src, stmt, env)
		if part.Large || slices.ContainsFunc(part.Findings, func(d diag.Diagnostic) bool { return d.Severity == diag.Error }) {
			return false
		}
		ran := decide.Decide(decide.NewCase(part.Tree, a.c.Partitions)).Ran
		if i+1 < len(parts) && ran.Delivered.Kind() == dist.KindSingle {
			return false
		}
		a.ran = append(a.ran, strategies.OnEngine(ran.Strategy, ran.Delivered.Kind() == dist.KindSource))
		env.Remember(stmt, resolve.Made(part.Tree, ""))
	}
	return true
}

// stageName is the name of the stream that the statement before the last one of a split makes.
func (a *adviser) stageName() string { return a.streamName("stage1") }

// streamName is the name of a stream that the job is split at; what is what it is called where the job has no name.
func (a *adviser) streamName(what string) string {
	for _, id := range []syntax.Ident{a.stmt.Target, a.stmt.SinkName, a.stmt.Job} {
		if id.Name != "" && !id.IsParameter() && !id.Quoted {
			return id.Name + "_" + what
		}
	}
	return what
}

// innerQuery returns the derived table or CTE that is the only source of the SELECT, or nil.
func (a *adviser) innerQuery(s *syntax.Select) *syntax.QueryExpr {
	switch src := s.From.(type) {
	case *syntax.DerivedTable:
		return src.Query
	case *syntax.TableRef:
		if with := a.stmt.Query.With; len(with) == 1 && len(src.Name) == 1 && strings.EqualFold(with[0].Name.Name, src.Name[0].Name) && len(with[0].Columns) == 0 {
			return with[0].Query
		}
	}
	return nil
}

func (a *adviser) splitInner(s *syntax.Select, name string) []string {
	inner := a.slice(a.innerQuery(s).Span())
	var edits []diag.Edit
	switch src := s.From.(type) {
	case *syntax.DerivedTable:
		if len(src.Alias.Columns) > 0 {
			return nil
		}
		text := name
		if src.Alias.Name.Name != "" {
			text += " " + a.slice(src.Alias.Name.Span())
		}
		edits = append(edits, diag.Edit{Span: src.Span(), Text: text})
	case *syntax.TableRef:
		alias := src.Alias.Name
		if alias.Name == "" {
			alias = src.Name[0]
		}
		with := diag.Span{Start: a.stmt.Query.Span().Start, End: s.Span().Start}
		edits = append(edits, diag.Edit{Span: with}, diag.Edit{Span: src.Span(), Text: name + " " + a.slice(alias.Span())})
	}
	return []string{createStream(name, inner), a.edited(edits)}
}

func (a *adviser) splitLimit(name string) []string {
	q := a.stmt.Query
	tail := q.Limit.Span()
	outputs := map[string]bool{}
	for _, c := range a.tree.Output {
		outputs[strings.ToLower(c.Name)] = true
	}
	order := ""
	for i, o := range q.OrderBy {
		c, ok := o.Expr.(*syntax.Column)
		if !ok || len(c.Parts) != 1 || (!outputs[strings.ToLower(c.Parts[0].Name)] && !a.tree.Open) {
			return nil
		}
		if i == 0 {
			order = " ORDER BY " + a.slice(diag.Span{Start: o.Span().Start, End: q.OrderBy[len(q.OrderBy)-1].Span().End})
		}
	}
	end := tail.Start
	if len(q.OrderBy) > 0 {
		before := a.src.Text[:q.OrderBy[0].Span().Start]
		for end = len(before) - len("ORDER"); !strings.EqualFold(before[end:end+len("ORDER")], "ORDER"); end-- {
		}
	}
	body := strings.TrimSpace(a.slice(diag.Span{Start: q.Span().Start, End: end}))
	second := "SELECT * FROM " + name + order + " " + a.slice(tail)
	return []string{createStream(name, body), a.edited([]diag.Edit{{Span: diag.Span{Start: q.Span().Start, End: max(tail.End, end)}, Text: second}})}
}

func createStream(name, query string) string { return "CREATE STREAM " + name + " AS\n" + query + ";" }

// edited returns the text of the statement with pieces of it replaced.
func (a *adviser) edited(edits []diag.Edit) string {
	return diag.Apply(a.src, a.stmt.Span(), edits) + ";"
}

func covers(outer, inner diag.Span) bool {
	return !outer.IsZero() && outer.Start <= inner.Start && inner.End <= outer.End
}

func allInside(needs []*logical.Need, at diag.Span) bool {
	return !slices.ContainsFunc(needs, func(n *logical.Need) bool { return !covers(at, n.Span) })
}

func allOf(needs []*logical.Need, kind logical.Kind) bool {
	return !slices.ContainsFunc(needs, func(n *logical.Need) bool { return n.Kind != kind })
}
