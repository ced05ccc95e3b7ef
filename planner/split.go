package planner

import (
	"maps"
	"sort"
	"strings"

	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/planner/syntax"
	"github.com/velo-plan/velo-plan/strategies"
)

// textEdit replaces a piece of the text.
type textEdit struct {
	at   diag.Span
	text string
}

// splitJob writes the job as two statements with one routing step each, where its stages can be cut
// apart in its own text: before a derived table or CTE is read, before LIMIT, behind a join, or
// between two OVERs. nil where no such cut is found, or where the two would not plan as promised.
func (a *analysis) splitJob(stages []*stage) []string {
	if len(stages) < 2 {
		return nil
	}
	first, second := stages[0].needs, stages[1].needs[0].op
	top := topSelect(a.stmt.Query)
	if top == nil || stages[0].single {
		return nil
	}
	name := a.stageName()
	var parts []string
	switch {
	case second.Kind == OpLimit && a.stmt.Query.Limit != nil && second.Span == a.stmt.Query.Limit.Span():
		parts = a.splitLimit(name)
	case a.innerQuery(top) != nil && allInside(first, a.innerQuery(top).Span()) && !covers(a.innerQuery(top).Span(), second.Span):
		parts = a.splitInner(top, name)
	case allOf(first, OpJoin):
		parts = a.splitJoin(top, name, first, second)
	case allOf(first, OpSubquery):
		parts = a.splitWhere(top, name, first)
	case second.Kind == OpOver && allOf(first, OpOver) && len(stages) == 2:
		parts = a.splitOver(top, name, first)
	}
	if len(parts) != 2 || !a.splitHolds(parts) {
		return nil
	}
	return parts
}

// splitHolds decides on the two statements, without the rest of a plan: both must parse, and the
// first must not run in one partition.
func (a *analysis) splitHolds(parts []string) bool {
	env := &environment{cfg: a.env.cfg, declared: a.env.declared.Clone(), views: maps.Clone(a.env.views), tables: maps.Clone(a.env.tables), project: a.env.project}
	env.cfg.Job, env.cfg.Strategy, env.cfg.NoAutoSelect = "", Named[string]{}, false
	src := diag.NewSource("", strings.Join(parts, "\n"))
	file, problems := syntax.Parse(src)
	if len(problems) > 0 || len(file.Statements) != 2 {
		return false
	}
	for i, stmt := range file.Statements {
		env.stmt, env.at = annotated(stmt), stmt
		part := analyze(src, stmt, env)
		if part.large {
			return false
		}
		c, _ := part.newCase()
		if len(part.findings) > 0 || i == 0 && part.walk(c).strategy == strategies.FanIn.Name {
			return false
		}
		env.remember(stmt, part, "")
	}
	return true
}

// stageName is the name of the stream between the two statements.
func (a *analysis) stageName() string {
	for _, id := range []syntax.Ident{a.stmt.Target, a.stmt.SinkName, a.stmt.Job} {
		if id.Name != "" && !id.IsParameter() && !id.Quoted {
			return id.Name + "_stage1"
		}
	}
	return "stage1"
}

// innerQuery is the derived table or CTE that the SELECT reads as its only source; nil otherwise.
func (a *analysis) innerQuery(s *syntax.Select) *syntax.QueryExpr {
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

func (a *analysis) splitInner(s *syntax.Select, name string) []string {
	inner := a.src.Slice(a.innerQuery(s).Span())
	var edits []textEdit
	switch src := s.From.(type) {
	case *syntax.DerivedTable:
		if len(src.Alias.Columns) > 0 {
			return nil
		}
		text := name
		if src.Alias.Name.Name != "" {
			text += " " + a.src.Slice(src.Alias.Name.Span())
		}
		edits = append(edits, textEdit{src.Span(), text})
	case *syntax.TableRef:
		alias := src.Alias.Name
		if alias.Name == "" {
			alias = src.Name[0]
		}
		with := diag.Span{Start: a.stmt.Query.Span().Start, End: s.Span().Start}
		edits = append(edits, textEdit{with, ""}, textEdit{src.Span(), name + " " + a.src.Slice(alias.Span())})
	}
	return []string{createStream(name, inner), a.edited(a.stmt.Span(), edits) + ";"}
}

func (a *analysis) splitLimit(name string) []string {
	q := a.stmt.Query
	tail := q.Limit.Span()
	outputs := map[string]bool{}
	for _, c := range a.q.Output {
		outputs[strings.ToLower(c.Name)] = true
	}
	order := ""
	for i, o := range q.OrderBy {
		c, ok := o.Expr.(*syntax.Column)
		if !ok || len(c.Parts) != 1 || (!outputs[strings.ToLower(c.Parts[0].Name)] && !a.q.OpenStar) {
			return nil
		}
		if i == 0 {
			order = " ORDER BY " + a.src.Slice(diag.Span{Start: o.Span().Start, End: q.OrderBy[len(q.OrderBy)-1].Span().End})
		}
	}
	end := tail.Start
	if len(q.OrderBy) > 0 {
		before := a.src.Text[:q.OrderBy[0].Span().Start]
		end = strings.LastIndex(strings.ToUpper(before), "ORDER")
	}
	body := strings.TrimSpace(a.src.Slice(diag.Span{Start: q.Span().Start, End: end}))
	second := "SELECT * FROM " + name + order + " " + a.src.Slice(tail)
	return []string{createStream(name, body), a.edited(a.stmt.Span(), []textEdit{{diag.Span{Start: q.Span().Start, End: max(tail.End, end)}, second}}) + ";"}
}

// splitOver computes the OVERs of the first stage in a statement of their own, beside all columns.
func (a *analysis) splitOver(s *syntax.Select, name string, first []*need) []string {
	var list []string
	var edits []textEdit
	for _, it := range s.Items {
		inFirst := false
		for _, n := range first {
			inFirst = inFirst || covers(it.Span(), n.op.Span)
		}
		if !inFirst {
			continue
		}
		if it.Alias.Name == "" {
			return nil
		}
		list = append(list, a.src.Slice(it.Span()))
		edits = append(edits, textEdit{it.Span(), a.src.Slice(it.Alias.Span())})
	}
	if len(list) == 0 || s.From == nil {
		return nil
	}
	text := "SELECT *, " + strings.Join(list, ", ") + " FROM " + a.src.Slice(s.From.Span())
	cut := s.From.Span()
	if !s.WhereSpan.IsZero() {
		text += " " + a.src.Slice(s.WhereSpan)
		cut = cut.Join(s.WhereSpan)
	}
	edits = append(edits, textEdit{cut, name})
	return []string{createStream(name, text), a.edited(a.stmt.Span(), edits) + ";"}
}

func createStream(name, query string) string { return "CREATE STREAM " + name + " AS\n" + query + ";" }

// edited is the text of a span with pieces of it replaced.
func (a *analysis) edited(at diag.Span, edits []textEdit) string {
	sort.Slice(edits, func(i, j int) bool { return edits[i].at.Start < edits[j].at.Start })
	var b strings.Builder
	pos := at.Start
	for _, e := range edits {
		if e.at.Start < pos {
			continue // inside a piece that is replaced as a whole
		}
		b.WriteString(a.src.Slice(diag.Span{Start: pos, End: e.at.Start}))
		b.WriteString(e.text)
		pos = e.at.End
	}
	b.WriteString(a.src.Slice(diag.Span{Start: pos, End: at.End}))
	return b.String()
}

func covers(outer, inner diag.Span) bool {
	return !outer.IsZero() && outer.Start <= inner.Start && inner.End <= outer.End
}

func allInside(needs []*need, at diag.Span) bool {
	for _, n := range needs {
		if !covers(at, n.op.Span) {
			return false
		}
	}
	return true
}

func allOf(needs []*need, kind OpKind) bool {
	for _, n := range needs {
		if n.op.Kind != kind {
			return false
		}
	}
	return true
}
