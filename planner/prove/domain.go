package prove

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/velo-plan/velo-plan/planner/pipeline"
	"github.com/velo-plan/velo-plan/planner/syntax"
	"github.com/velo-plan/velo-plan/strategies/scalar"
)

// domains are the values that random records take, by column names in lower case. Columns that are compared share one:
// only equal values meet in a join. The constants that a column is compared with are among its values, because no
// record would pass a filter else.
type domains struct {
	up     map[string]string // to a name that shares the domain
	texts  map[string]bool   // by the last of these: the values are texts
	values map[string][]scalar.Value
	digits map[string]bool // likewise: texts are whole numbers
	bools  map[string]bool // likewise: the values are booleans; SQLite does not tell these from numbers
	times  map[string]bool // likewise: the values are event times
	counts map[string]bool // likewise: the values count rows
	most   int             // the most rows that a LIMIT or a comparison of a count asks for
	clock  int64           // the longest of the windows and intervals in milliseconds; 0: there are none
}

// newDomains looks at a statement, with the views that it reads.
func newDomains(job *pipeline.Job) *domains {
	d := &domains{up: map[string]string{}, texts: map[string]bool{}, times: map[string]bool{}, bools: map[string]bool{}, digits: map[string]bool{}, counts: map[string]bool{}, values: map[string][]scalar.Value{}}
	seen := map[*syntax.QueryExpr]bool{}
	var look func(q *syntax.QueryExpr)
	look = func(q *syntax.QueryExpr) {
		if seen[q] {
			return
		}
		seen[q] = true
		syntax.Inspect(q, func(n syntax.Node) bool {
			if ref, ok := n.(*syntax.TableRef); ok {
				if v := job.Env.View(syntax.Dotted(ref.Name)); v != nil {
					look(v.Query)
				}
			}
			d.note(n)
			return true
		})
	}
	look(job.Statement.Query)
	for _, in := range job.Case.Tree.Scans {
		for _, c := range in.Known.Columns {
			if (Column{Type: c.Type}).affinity() == " TEXT" {
				d.texts[d.root(c.Name)] = true
			}
		}
	}
	return d
}

// root is the name that stands for all that share a domain.
func (d *domains) root(name string) string {
	name = strings.ToLower(name)
	for d.up[name] != "" {
		name = d.up[name]
	}
	return name
}

// join makes two names share their domain.
func (d *domains) join(a, b string) {
	a, b = d.root(a), d.root(b)
	if a == b {
		return
	}
	d.up[b] = a
	d.texts[a] = d.texts[a] || d.texts[b]
	d.digits[a] = d.digits[a] || d.digits[b]
	d.bools[a] = d.bools[a] || d.bools[b]
	d.times[a] = d.times[a] || d.times[b]
	d.counts[a] = d.counts[a] || d.counts[b]
	d.values[a] = append(d.values[a], d.values[b]...)
}

// note takes what a node says of the values of columns.
func (d *domains) note(n syntax.Node) {
	switch n := n.(type) {
	case *syntax.Item:
		d.named(n)
	case *syntax.QueryExpr:
		if l := n.Limit; l != nil {
			d.rows(number(l.Count) + number(l.Offset))
		}
	case *syntax.Binary:
		d.compared(n.Left, n.Right)
		if at, ms := shiftOf(n); at != nil {
			d.clock = max(d.clock, ms, -ms)
			d.timed(at)
		}
		if n.Op == "||" || strings.HasSuffix(n.Op, "LIKE") {
			d.text(n.Left, n.Right)
		}
	case *syntax.Between:
		d.compared(n.X, n.Lo)
		d.compared(n.X, n.Hi)
	case *syntax.In:
		for _, e := range n.List {
			d.compared(n.X, e)
		}
		d.answered(n.X, n.Query)
	case *syntax.Case:
		for _, w := range n.Whens {
			if n.Operand != nil {
				d.compared(n.Operand, w.Cond)
			}
		}
	case *syntax.Call:
		if build, ok := scalar.Lookup(strings.ToUpper(n.Name), len(n.Args)); ok {
			if name := build(make([]scalar.Expr, len(n.Args))...).(scalar.Op).Name; name != "%" && slices.Contains(computed, name) {
				d.text(n.Args[:1]...)
			}
		}
	case *syntax.Cast:
		if castName(n.Type) == "CAST AS INTEGER" {
			for _, c := range syntax.ColumnsIn(n.X) {
				d.digits[d.root(lastName(c))] = true
			}
		}
	case *syntax.Select:
		if win := clause(n).Window; win != nil {
			d.clock = max(d.clock, milliseconds(win.Size), milliseconds(win.Gap))
		}
	case *syntax.Join:
		d.clock = max(d.clock, milliseconds(n.Within))
	case *syntax.Over:
		if timed(n.Frame) {
			for _, o := range n.OrderBy {
				d.timed(o.Expr)
			}
		}
	}
}

// timed notes that an expression is a time.
func (d *domains) timed(e syntax.Expr) {
	for _, c := range syntax.ColumnsIn(e) {
		d.times[d.root(lastName(c))] = true
	}
}

// unshifted is an expression without the intervals that it is moved by.
func unshifted(e syntax.Expr) syntax.Expr {
	for {
		b, ok := e.(*syntax.Binary)
		if !ok {
			return e
		}
		at, _ := shiftOf(b)
		if at == nil {
			return e
		}
		e = at
	}
}

// compared notes that two expressions are compared.
func (d *domains) compared(a, b syntax.Expr) {
	a, b = unshifted(a), unshifted(b)
	for _, side := range [][2]syntax.Expr{{a, b}, {b, a}} {
		c, call := side[0].(*syntax.Call)
		column, name := side[0].(*syntax.Column)
		if call && counting(c) || name && d.counts[d.root(lastName(column))] {
			d.rows(number(side[1]) + 1)
		}
	}
	left, right := syntax.ColumnsIn(a), syntax.ColumnsIn(b)
	switch {
	case len(left) > 0 && len(right) > 0:
		if x, ok := a.(*syntax.Column); ok {
			if y, ok := b.(*syntax.Column); ok {
				d.join(lastName(x), lastName(y))
			}
		}
	case len(left) > 0:
		d.constant(left, b, isColumn(a))
	case len(right) > 0:
		d.constant(right, a, isColumn(b))
	}
	if x, ok := a.(*syntax.Tuple); ok {
		if y, ok := b.(*syntax.Tuple); ok && len(x.Items) == len(y.Items) {
			for i := range x.Items {
				d.compared(x.Items[i], y.Items[i])
			}
		}
	}
	if q, ok := b.(*syntax.Quantified); ok {
		d.answered(a, q.Query)
	}
}

// answered notes that an expression is compared with the rows of a query.
func (d *domains) answered(e syntax.Expr, q *syntax.QueryExpr) {
	if q == nil {
		return
	}
	if s, ok := q.Body.(*syntax.Select); ok && len(s.Items) == 1 {
		d.compared(e, s.Items[0].Expr)
	}
}

func isColumn(e syntax.Expr) bool {
	_, ok := e.(*syntax.Column)
	return ok
}

// constant adds a constant, and for a number those next to it, to the values of columns.
// A boolean says something of a plain column only.
func (d *domains) constant(columns []*syntax.Column, e syntax.Expr, plain bool) {
	lit, ok := e.(*syntax.Literal)
	if !ok || lit.Kind == syntax.Bool && !plain {
		return
	}
	var list []scalar.Value
	switch lit.Kind {
	case syntax.String:
		list = []scalar.Value{scalar.String(lit.Value)}
	case syntax.Bool:
		for _, c := range columns {
			d.bools[d.root(lastName(c))] = true
		}
		return
	case syntax.Number:
		v, ok := scalar.ParseNumber([]byte(lit.Value))
		if !ok {
			return
		}
		list = []scalar.Value{v}
		if i, whole := v.Int64(); whole {
			list = append(list, scalar.Int(i+1), scalar.Int(i-1))
		} else if f, err := strconv.ParseFloat(lit.Value, 64); err == nil && math.Abs(f) < 1<<52 {
			list = append(list, scalar.Int(int64(math.Ceil(f))), scalar.Int(int64(math.Floor(f))))
		}
	}
	for _, c := range columns {
		root := d.root(lastName(c))
		d.values[root] = append(d.values[root], list...)
		d.texts[root] = d.texts[root] || lit.Kind == syntax.String
	}
}

// text notes that columns are texts.
func (d *domains) text(list ...syntax.Expr) {
	for _, e := range list {
		for _, c := range syntax.ColumnsIn(e) {
			d.texts[d.root(lastName(c))] = true
		}
	}
}

func lastName(c *syntax.Column) string { return c.Parts[len(c.Parts)-1].Name }

// of returns the values of a column, in a fixed order: the constants that it is compared with, and so many usual ones
// from the nth on. Other usual ones have other hashes.
func (d *domains) of(c Column, from, many int) []scalar.Value {
	if c.System != "" {
		return d.moments()
	}
	root := d.root(c.Path[len(c.Path)-1])
	if d.bools[root] {
		return []scalar.Value{scalar.Bool(true), scalar.Bool(false)}
	}
	var usual []scalar.Value
	for n := range many {
		switch {
		case d.texts[root] && d.digits[root]:
			usual = append(usual, scalar.String(strconv.Itoa(1+from+n)))
		case d.texts[root]:
			usual = append(usual, scalar.String(string(rune('a'+from+n))))
		default:
			usual = append(usual, scalar.Int(int64(1+from+n)))
		}
	}
	if !d.texts[root] {
		usual = append(usual, scalar.Int(0))
	}
	return append(slices.Clip(d.values[root]), usual...)
}

// fewUsual and manyUsual are how many values a column takes besides constants, and lastUsual where they begin at most.
const fewUsual, manyUsual, lastUsual = 3, 9, 17

// moments are event times in two windows.
func (d *domains) moments() []scalar.Value {
	size := max(d.clock, 1000)
	return []scalar.Value{scalar.Int(0), scalar.Int(1), scalar.Int(size - 1), scalar.Int(size), scalar.Int(size + 1)}
}
