package prove

import (
	"slices"
	"strings"

	"github.com/velo-plan/velo-plan/planner/logical"
	"github.com/velo-plan/velo-plan/planner/syntax"
	"github.com/velo-plan/velo-plan/strategies/scalar"
)

// aggregates are those that SQLite has, and of which the order of rows does not change the value.
var aggregates = map[string]bool{"COUNT": true, "SUM": true, "AVG": true, "MIN": true, "MAX": true}

// ranked are the functions that only OVER gives a meaning, and whether their value depends on the order of rows.
var ranked = map[string]bool{"ROW_NUMBER": true, "NTILE": true, "LAG": true, "LEAD": true, "FIRST_VALUE": true, "LAST_VALUE": true, "NTH_VALUE": true,
	"RANK": false, "DENSE_RANK": false, "PERCENT_RANK": false, "CUME_DIST": false}

// plain are the functions of one row that SQLite computes as every engine does.
var plain = map[string]string{"ABS": "ABS", "COALESCE": "COALESCE", "IFNULL": "COALESCE", "NVL": "COALESCE", "NULLIF": "NULLIF"}

// computed are the functions that the router computes, and SQLite with it: it refuses what engines do differently.
var computed = []string{"UPPER", "LOWER", "TRIM", "LTRIM", "RTRIM", "SUBSTRING", "LENGTH", "CONCAT", "CAST AS STRING", "CAST AS INTEGER", "%"}

// function is the name by which SQLite knows a function of the router.
func function(name string) string {
	return "velo_" + strings.NewReplacer(" ", "_", "%", "mod").Replace(strings.ToLower(name))
}

// call writes a call.
func (w *writer) call(e *syntax.Call, sc *scope) string {
	name := strings.ToUpper(e.Name)
	rank, ranks := ranked[name]
	switch {
	case e.Nulls == "IGNORE" || slices.ContainsFunc(e.ArgNames, func(n string) bool { return n != "" }) || len(e.OrderBy) > 0:
		return w.cannot(syntax.Format(e), e.Span())
	case windowBound(e) != "" && sc.window != nil:
		return w.windowColumn(windowBound(e), sc)
	case e.Over != nil && (ranks || aggregates[name]):
		return w.over(e, name, rank, sc)
	case e.Over != nil:
		return w.cannot(name+" OVER", e.Span())
	case name == "COUNT_DISTINCT" && len(e.Args) == 1:
		return "COUNT(DISTINCT " + w.expr(e.Args[0], sc) + ")" + w.filter(e, sc)
	case name == "MOD" && len(e.Args) == 2:
		return w.expr(&syntax.Binary{At: e.At, Op: "%", Left: e.Args[0], Right: e.Args[1]}, sc)
	case aggregates[name]:
		return w.aggregate(e, name, sc) + w.filter(e, sc)
	case logical.IsAggregate(e):
		return w.cannot(name, e.NameSpan)
	case plain[name] != "":
		if plain[name] == "COALESCE" && len(e.Args) == 1 {
			return w.expr(e.Args[0], sc)
		}
		return plain[name] + "(" + w.exprs(e.Args, sc) + ")"
	}
	if build, ok := scalar.Lookup(name, len(e.Args)); ok {
		if op := build().(scalar.Op); slices.Contains(computed, op.Name) {
			return function(op.Name) + "(" + w.exprs(e.Args, sc) + ")"
		}
	}
	return w.cannot(name, e.NameSpan)
}

func (w *writer) aggregate(e *syntax.Call, name string, sc *scope) string {
	if len(e.Args) == 0 {
		return w.cannot(syntax.Format(e), e.Span())
	}
	if _, star := e.Args[0].(*syntax.Star); star {
		return name + "(*)"
	}
	distinct := ""
	if e.Distinct {
		distinct = "DISTINCT "
	}
	if len(e.Args) > 1 { // MIN and MAX of several are no aggregates to SQLite
		return w.cannot(syntax.Format(e), e.Span())
	}
	return name + "(" + distinct + w.expr(e.Args[0], sc) + ")"
}

func (w *writer) filter(e *syntax.Call, sc *scope) string {
	if e.Filter == nil {
		return ""
	}
	return " FILTER (WHERE " + w.expr(e.Filter, sc) + ")"
}
