package prove

import (
	"strconv"
	"strings"

	"github.com/velo-plan/velo-plan/planner/syntax"
)

// named notes what an item of a select list says of its alias: it has the values of a column, also where an aggregate
// picks or adds up these, or it counts rows.
func (d *domains) named(it *syntax.Item) {
	if it.Alias.Name == "" {
		return
	}
	e := it.Expr
	if c, ok := e.(*syntax.Call); ok && counting(c) {
		d.counts[d.root(it.Alias.Name)] = true
		return
	} else if ok && aggregates[strings.ToUpper(c.Name)] && len(c.Args) == 1 {
		e = c.Args[0]
	}
	if c, ok := e.(*syntax.Column); ok {
		d.join(lastName(c), it.Alias.Name)
	}
}

// counting reports whether a call counts rows.
func counting(c *syntax.Call) bool {
	name := strings.ToUpper(c.Name)
	return name == "COUNT" || name == "COUNT_DISTINCT" || ranked[name]
}

// rows notes that a number of rows matters: more of them, up to a bound, are in some data sets.
func (d *domains) rows(n int64) {
	if n <= mostWanted {
		d.most = max(d.most, int(n))
	}
}

// number is the whole number of a literal; 0 if an expression is none.
func number(e syntax.Expr) int64 {
	if lit, ok := e.(*syntax.Literal); ok && lit.Kind == syntax.Number {
		n, _ := strconv.ParseInt(lit.Value, 10, 64)
		return n
	}
	return 0
}
