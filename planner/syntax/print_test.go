package syntax

import (
	"fmt"
	"strings"

	"github.com/velo-plan/velo-plan/planner/diag"
)

// printer writes trees for the data-driven tests: one line a clause, expressions in prefix form.
type printer struct {
	b      strings.Builder
	indent int
}

func (p *printer) line(format string, args ...any) {
	p.b.WriteString(strings.Repeat("  ", p.indent) + fmt.Sprintf(format, args...) + "\n")
}

func (p *printer) under(f func()) {
	p.indent++
	f()
	p.indent--
}

func name(id Ident) string {
	if id.Quoted {
		return `"` + id.Name + `"`
	}
	return id.Name
}

func namesOf(list []Ident) string {
	out := make([]string, len(list))
	for i, id := range list {
		out[i] = name(id)
	}
	return strings.Join(out, ", ")
}

func (p *printer) statement(s *Statement) {
	head := string(s.Kind) + " verb=" + s.Verb
	attr := func(key, value string) {
		if value != "" && value != `""` {
			head += " " + key + "=" + value
		}
	}
	if s.Explain {
		head += " explain"
	}
	attr("job", name(s.Job))
	attr("create", string(s.Create))
	attr("target", name(s.Target))
	attr("sink", name(s.SinkName))
	attr("dropped", name(s.Dropped))
	attr("into", name(s.Into))
	attr("strategy", s.Strategy)
	attr("primary_key", namesOf(s.PrimaryKey))
	if !s.DistributedSpan.IsZero() {
		head += fmt.Sprintf(" distributed=%s(%s) buckets=%d", s.DistributedMethod, namesOf(s.DistributedBy), s.Buckets)
	}
	p.line("%s", head)
	p.under(func() {
		for _, a := range s.Annotations {
			p.line("annotation %s=%q header=%t", a.Name, a.Value, a.Header)
		}
		for _, c := range s.Columns {
			text := name(c.Name) + " " + c.Type
			if c.Collation != "" {
				text += " COLLATE " + c.Collation
			}
			if c.PrimaryKey {
				text += " PRIMARY KEY"
			}
			if c.Key {
				text += " KEY"
			}
			if c.Computed != nil {
				text += " AS " + sexpr(c.Computed)
			}
			p.line("column %s", strings.TrimRight(text, " "))
		}
		for _, prop := range s.Props {
			p.line("prop %s=%q", prop.Name, prop.Value)
		}
		if s.Query != nil {
			p.query(s.Query)
		}
	})
}

func (p *printer) query(q *QueryExpr) {
	for _, c := range q.With {
		recursive := ""
		if c.Recursive {
			recursive = " recursive"
		}
		p.line("cte %s(%s)%s", name(c.Name), namesOf(c.Columns), recursive)
		p.under(func() { p.query(c.Query) })
	}
	p.body(q.Body)
	p.order("order by", q.OrderBy)
	if q.Limit != nil {
		p.line("limit %s offset %s", sexpr(q.Limit.Count), sexpr(q.Limit.Offset))
	}
	if q.Emit != nil {
		p.line("emit %s", q.Emit.Mode)
	}
}

func (p *printer) order(what string, items []*OrderItem) {
	for _, o := range items {
		desc := ""
		if o.Desc {
			desc = " desc"
		}
		if o.Nulls != "" {
			desc += " nulls " + o.Nulls
		}
		p.line("%s %s%s", what, sexpr(o.Expr), desc)
	}
}

func (p *printer) body(b Body) {
	switch b := b.(type) {
	case *QueryExpr:
		p.line("query")
		p.under(func() { p.query(b) })
	case *SetOp:
		all := ""
		if b.All {
			all = " ALL"
		}
		p.line("%s%s", b.Op, all)
		p.under(func() { p.body(b.Left); p.body(b.Right) })
	case *Values:
		for _, row := range b.Rows {
			p.line("values %s", sexprs(row))
		}
	case *Select:
		p.selectCore(b)
	}
}

func (p *printer) selectCore(s *Select) {
	head := "select"
	if s.Distinct {
		head += " distinct"
	}
	if len(s.DistinctOn) > 0 {
		head += " on " + sexprs(s.DistinctOn)
	}
	p.line("%s", head)
	p.under(func() {
		p.items("item", s.Items)
		if s.From != nil {
			p.source(s.From)
		}
		if s.Where != nil {
			p.line("where %s", sexpr(s.Where))
		}
		if s.GroupBy != nil {
			for _, e := range s.GroupBy.Elements {
				p.group(e)
			}
		}
		if s.Window != nil {
			p.window(s.Window)
		}
		for _, w := range s.NamedWindows {
			p.line("window %s %s", name(w.Name), over(w.Over))
		}
		if s.Having != nil {
			p.line("having %s", sexpr(s.Having))
		}
		if s.PartitionBy != nil {
			p.line("partition by %s", sexprs(s.PartitionBy))
		}
	})
}

func (p *printer) items(what string, items []*Item) {
	for _, i := range items {
		text := sexpr(i.Expr)
		if i.Alias.Name != "" {
			text += " as " + name(i.Alias)
		}
		if i.PrimaryKey {
			text += " primary key"
		}
		p.line("%s %s", what, text)
	}
}

func (p *printer) group(e *GroupElement) {
	if e.Keyword == "" && len(e.Sets[0]) == 1 {
		p.line("group %s", sexpr(e.Sets[0][0]))
		return
	}
	sets := make([]string, len(e.Sets))
	for i, set := range e.Sets {
		sets[i] = sexprs(set)
	}
	p.line("group %s{%s}", e.Keyword, strings.Join(sets, " "))
}

func (p *printer) window(w *Window) {
	text := fmt.Sprintf("window %s", w.Kind)
	if w.Time != nil {
		text += " time=" + sexpr(w.Time)
	}
	for _, d := range []struct {
		name string
		d    Duration
	}{{"size", w.Size}, {"advance", w.Advance}, {"gap", w.Gap}, {"grace", w.Grace}, {"retention", w.Retention}} {
		if d.d.Text != "" {
			text += fmt.Sprintf(" %s=%dms", d.name, d.d.Nanoseconds/1e6)
		}
	}
	if w.Partition != nil {
		text += " partition=" + sexpr(w.Partition)
	}
	p.line("%s", text)
}

// printDiags writes diagnostics with their places and the text under them.
func printDiags(b *strings.Builder, src *diag.Source, ds []diag.Diagnostic) {
	for _, d := range ds {
		from, to := src.Position(d.Span.Start), src.Position(d.Span.End)
		fmt.Fprintf(b, "%d:%d-%d:%d %s %s: %s\n", from.Line, from.Column, to.Line, to.Column, d.Severity, d.Code(), d.Message)
		if d.Help != "" {
			fmt.Fprintf(b, "  help: %s\n", d.Help)
		}
	}
}
