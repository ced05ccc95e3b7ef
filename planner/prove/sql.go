package prove

import (
	"fmt"
	"strings"

	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/planner/pipeline"
	"github.com/velo-plan/velo-plan/planner/syntax"
)

// Query is a statement's query as SQLite runs it. The k-th source of the plan is read from a table in<k>, because each
// reading of a source has a route of its own. Views and CTEs are put in where they are read.
type Query struct {
	Text string
	// Unlimited is the text without the LIMIT of the whole statement, where that takes any rows; "" where one answer is
	// right.
	Unlimited string
	// Arrival reports whether it reads the order in which records arrive.
	Arrival bool
	// System are the canonical names of the system columns that it reads.
	System []string
	// TimeField is the field that gives the event time of records, if a window needs it and the text does not name it.
	TimeField string
	// Times are the columns that give the event time of a window, by their names in SQLite.
	Times []string
	// Star is the place where it names all columns of a source of which the columns are not declared; zero if nowhere.
	Star diag.Span
	// Groups are the columns of the answer by which its rows are the groups of a GROUP BY: none for a total. It is nil if
	// the rows are no groups, or do not show which.
	Groups []int
}

// SQL writes the query of a job for SQLite. The error is a *NotExecutable.
func SQL(job *pipeline.Job) (*Query, error) {
	w := &writer{job: job, q: &Query{}, used: make([]bool, len(job.Case.Tree.Scans))}
	w.outermost = job.Statement.Query
	w.q.Text = w.query(job.Statement.Query, nil, nil)
	for i, used := range w.used {
		if !used {
			in := job.Case.Tree.Scans[i]
			w.cannot("source "+in.Name+", which the plan reads and the text does not name", in.Place)
		}
	}
	if !w.starred.IsZero() && !w.nested.IsZero() {
		w.cannot("a field inside a record, or a system column, beside *: name the columns", w.nested)
	}
	if w.err != nil {
		return nil, w.err
	}
	if s, ok := job.Statement.Query.Body.(*syntax.Select); ok {
		w.q.Groups = groupColumns(clause(s))
	}
	return w.q, nil
}

// writer writes a query for SQLite. Parentheses are around every operation, because SQLite's operators bind in an order
// of their own. It writes on after a mistake, of which the first counts.
type writer struct {
	job     *pipeline.Job
	q       *Query
	err     error
	used    []bool    // sources that have found their place
	place   diag.Span // of the name of the outermost view at hand
	starred diag.Span // of a *
	nested  diag.Span // of a column that is read by more than its own name
	sets    *sets     // the grouping set that is written; nil if there is none
	// outermost is the query of the statement.
	outermost *syntax.QueryExpr
}

// scopedCTE is a CTE with what is visible inside it.
type scopedCTE struct {
	cte *syntax.CTE
	up  *scopedCTE
}

// cannot notes what cannot be executed.
func (w *writer) cannot(what string, at diag.Span) string {
	if w.err == nil {
		if !w.place.IsZero() {
			at = w.place
		}
		w.err = &NotExecutable{what, at}
	}
	return "NULL"
}

// query writes a query. A CTE is written where it is read.
func (w *writer) query(q *syntax.QueryExpr, ctes *scopedCTE, outer *scope) string {
	for _, c := range q.With {
		if c.Recursive {
			return w.cannot("WITH RECURSIVE", c.Span())
		}
		ctes = &scopedCTE{cte: c, up: ctes}
	}
	s, ok := q.Body.(*syntax.Select)
	if ok && len(s.DistinctOn) > 0 {
		return w.distinctOn(q, s, ctes, outer)
	}
	var text string
	inner := &scope{ctes: ctes, outer: outer}
	if ok {
		text = w.selectCore(s, inner)
	} else {
		text = w.body(q.Body, ctes, outer)
	}
	text += w.ordered(" ORDER BY ", q.OrderBy, inner)
	limit := w.limit(q, inner)
	if limit != "" && q == w.outermost && len(q.OrderBy) == 0 {
		w.q.Unlimited = text
	}
	return text + limit
}

// body writes what is no single SELECT.
func (w *writer) body(b syntax.Body, ctes *scopedCTE, outer *scope) string {
	switch b := b.(type) {
	case *syntax.Select:
		return w.selectCore(b, &scope{ctes: ctes, outer: outer})
	case *syntax.QueryExpr:
		return "SELECT * FROM (" + w.query(b, ctes, outer) + ")"
	case *syntax.Values:
		var rows []string
		for _, row := range b.Rows {
			rows = append(rows, "("+w.exprs(row, &scope{ctes: ctes, outer: outer})+")")
		}
		return "VALUES " + strings.Join(rows, ", ")
	case *syntax.SetOp:
		op := string(b.Op)
		if b.All && b.Op != syntax.Union {
			return w.counted(b, ctes, outer)
		}
		if b.All {
			op += " ALL"
		}
		return w.arm(b.Left, ctes, outer) + " " + op + " " + w.arm(b.Right, ctes, outer)
	}
	return w.cannot(fmt.Sprintf("%T", b), b.Span())
}

// arm writes a side of a set operation. SQLite takes only single SELECTs there, from left to right.
func (w *writer) arm(b syntax.Body, ctes *scopedCTE, outer *scope) string {
	text := w.body(b, ctes, outer)
	if s, ok := b.(*syntax.Select); ok && !hasSets(s) {
		return text
	}
	return "SELECT * FROM (" + text + ")"
}

// counted writes EXCEPT ALL and INTERSECT ALL without ALL, of rows that are numbered among their equals.
func (w *writer) counted(op *syntax.SetOp, ctes *scopedCTE, outer *scope) string {
	first := op.Left
	for left, ok := first.(*syntax.SetOp); ok; left, ok = first.(*syntax.SetOp) {
		first = left.Left
	}
	s, ok := first.(*syntax.Select)
	if !ok || hasStar(s) {
		return w.cannot(string(op.Op)+" ALL of anything but SELECTs that name their columns", op.OpSpan)
	}
	var columns []syntax.Ident
	var names []string
	for i := range s.Items {
		columns = append(columns, syntax.Ident{Name: itemName(s, i)})
		names = append(names, quoted(columns[i].Name))
	}
	list := strings.Join(names, ", ")
	arm := func(b syntax.Body) string {
		return fmt.Sprintf("SELECT %s, ROW_NUMBER() OVER (PARTITION BY %[1]s) FROM %s", list, wrapped("arm", columns, w.body(b, ctes, outer)))
	}
	return fmt.Sprintf("SELECT %s FROM (%s %s %s)", list, arm(op.Left), op.Op, arm(op.Right))
}

// ordered writes the items of an ORDER BY after its words; nothing if there are none.
func (w *writer) ordered(words string, items []*syntax.OrderItem, sc *scope) string {
	var out []string
	for _, o := range items {
		out = append(out, w.expr(o.Expr, sc)+direction(o))
	}
	if len(out) == 0 {
		return ""
	}
	return words + strings.Join(out, ", ")
}

func direction(o *syntax.OrderItem) string {
	text := ""
	if o.Desc {
		text = " DESC"
	}
	if o.Nulls != "" {
		text += " NULLS " + o.Nulls
	}
	return text
}

// limit writes LIMIT and OFFSET. Without an ORDER BY any rows are right: those of the statement can be told from others,
// but nothing can be said of what a query around reads.
func (w *writer) limit(q *syntax.QueryExpr, sc *scope) string {
	l := q.Limit
	if l == nil || l.Count == nil && l.Offset == nil {
		return ""
	}
	none, _ := l.Count.(*syntax.Literal)
	if len(q.OrderBy) == 0 && q != w.outermost && (none == nil || none.Value != "0") {
		return w.cannot("LIMIT without ORDER BY inside a query, of which any rows are right", l.Span())
	}
	if _, column := l.Count.(*syntax.Column); column {
		return w.cannot("LIMIT "+syntax.Format(l.Count), l.Span())
	}
	text := " LIMIT -1"
	if l.Count != nil {
		text = " LIMIT " + w.expr(l.Count, sc)
	}
	if l.Offset != nil {
		text += " OFFSET " + w.expr(l.Offset, sc)
	}
	return text
}
