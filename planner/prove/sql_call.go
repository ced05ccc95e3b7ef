package prove

import (
	"fmt"
	"slices"
	"strings"
	"time"

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
var computed = []string{"UPPER", "LOWER", "TRIM", "LTRIM", "RTRIM", "SUBSTRING", "LENGTH", "CONCAT", "CAST AS STRING", "CAST AS INTEGER"}

// function is the name by which SQLite knows a function of the router.
func function(name string) string {
	return "velo_" + strings.ToLower(strings.ReplaceAll(name, " ", "_"))
}

// call writes a call.
func (w *writer) call(e *syntax.Call, sc *scope) string {
	name := strings.ToUpper(e.Name)
	rank, ranks := ranked[name]
	switch {
	case e.Nulls == "IGNORE" || slices.ContainsFunc(e.ArgNames, func(n string) bool { return n != "" }) || len(e.OrderBy) > 0:
		return w.cannot(syntax.Format(e), e.Span())
	case windowBound(e) != "" && sc.window != nil && len(e.Args) == 0:
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

// over writes a function over rows. Where its value depends on their order, something must give that order.
func (w *writer) over(e *syntax.Call, name string, ordered bool, sc *scope) string {
	call := name + "(" + w.exprs(e.Args, sc) + ")"
	if aggregates[name] {
		call = w.aggregate(e, name, sc)
	}
	call += w.filter(e, sc)
	o := e.Over
	ordered = ordered || o.Frame != nil
	if ordered && len(o.OrderBy) == 0 && o.Ref.Name == "" {
		return w.cannot(name+" OVER without ORDER BY, of which any order is right", o.Span())
	}
	if o.Ref.Name != "" && len(o.OrderBy) == 0 && len(o.Partition) == 0 && o.Frame == nil {
		return call + " OVER " + quoted(o.Ref.Name)
	}
	return call + " OVER (" + w.window(o, sc) + ")"
}

// window writes what stands inside the parentheses of OVER.
func (w *writer) window(o *syntax.Over, sc *scope) string {
	if o.Buffer > 0 || o.Expire != "" {
		return w.cannot("ROWS WINDOW BUFFER and EXPIRE AFTER of OVER", o.Span())
	}
	var parts []string
	if o.Ref.Name != "" {
		parts = append(parts, quoted(o.Ref.Name))
	}
	if len(o.Partition) > 0 {
		parts = append(parts, "PARTITION BY "+w.exprs(o.Partition, sc))
	}
	if text := w.ordered("ORDER BY ", o.OrderBy, sc); text != "" {
		parts = append(parts, text)
	}
	if f := o.Frame; f != nil {
		text := f.Unit + " " + w.bound(f.Start, sc)
		if f.End.Kind != "" {
			text = f.Unit + " BETWEEN " + w.bound(f.Start, sc) + " AND " + w.bound(f.End, sc)
		}
		if f.Exclude != "" {
			text += " EXCLUDE " + f.Exclude
		}
		parts = append(parts, text)
	}
	return strings.Join(parts, " ")
}

func (w *writer) bound(b syntax.Bound, sc *scope) string {
	if b.Offset == nil {
		return string(b.Kind)
	}
	return w.expr(b.Offset, sc) + " " + string(b.Kind)
}

// windowBound tells which bound of the window of WINDOW a name or a call means: "start", "end", or "" for none.
func windowBound(e syntax.Expr) string {
	name := ""
	switch e := e.(type) {
	case *syntax.Column:
		name = e.Parts[len(e.Parts)-1].Name
	case *syntax.Call:
		name = e.Name
	}
	switch strings.ToUpper(name) {
	case "_WINDOW_START", "WINDOW_START", "TUMBLE_START":
		return "start"
	case "_WINDOW_END", "WINDOW_END", "TUMBLE_END":
		return "end"
	}
	return ""
}

func (w *writer) windowColumn(bound string, sc *scope) string {
	start := w.windowStart(sc.window, sc)
	if bound == "end" {
		return fmt.Sprintf("(%s + %d)", start, sc.window.Size.Nanoseconds/int64(time.Millisecond))
	}
	return start
}

// windowStart writes the beginning of the window that a record falls into, in milliseconds: one more key of the group.
func (w *writer) windowStart(win *syntax.Window, sc *scope) string {
	size := win.Size.Nanoseconds / int64(time.Millisecond)
	if win.Kind != syntax.Tumbling || size <= 0 {
		return w.cannot("WINDOW "+string(win.Kind), win.Span())
	}
	if format := w.job.Statement.Property("event.time.format"); !slices.Contains([]string{"", "epoch_millis", "iso8601"}, strings.ToLower(format)) {
		return w.cannot("event.time.format "+format, w.job.Statement.PropertySpan("event.time.format"))
	}
	var at string
	switch field := w.job.Case.Tree.TimeField; {
	case win.Time != nil:
		at = w.expr(win.Time, sc)
		if c, ok := win.Time.(*syntax.Column); ok {
			w.q.Times = append(w.q.Times, lastName(c))
		}
	case len(sc.tables) != 1 || sc.tables[0].base == nil:
		return w.cannot("WINDOW without a time column over anything but one source", win.Span())
	case field != "":
		at = quoted(field)
		w.q.TimeField, w.q.Times = field, append(w.q.Times, field)
	default:
		at = quoted("_TIMESTAMP")
		w.system("_TIMESTAMP", win.Span())
	}
	return fmt.Sprintf("%s(%s, %d)", windowFunction, at, size)
}
