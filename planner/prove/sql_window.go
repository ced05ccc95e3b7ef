package prove

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/planner/syntax"
)

// The windows of a SELECT stand in its FROM, beside the sources: SQLite has no such clause.
const (
	// hopsName is the table of the numbers of a record's windows, and hopColumn its column.
	hopsName, hopColumn = "windows of a record", "nth window"
	// sessionsName is the table of the sessions, with a key, and the times of the first and of the last record.
	sessionsName               = "sessions"
	sessionFirst, sessionLast  = "first of session", "last of session"
	sessionTime, sessionNumber = "time of record", "number of session"
)

// maxHops is the most windows that a record may fall into.
const maxHops = 10_000

// milliseconds is a duration in the unit of event times; 0 if it is not known.
func milliseconds(d syntax.Duration) int64 { return d.Nanoseconds / int64(time.Millisecond) }

// hops reports whether a record falls into several windows.
func hops(win *syntax.Window) bool {
	return win != nil && (win.Kind == syntax.Hopping || win.Kind == syntax.Sliding)
}

// windowed adds to FROM and WHERE what the windows of a SELECT need: a row for each window that a record falls into, or
// the session that it belongs to.
func (w *writer) windowed(s *syntax.Select, from, where string, sc *scope) string {
	win := s.Window
	if win == nil || win.Kind == syntax.Tumbling || w.unknownLength(win) {
		return " FROM " + from + where
	}
	if hasStar(s) {
		return w.cannot("* in a SELECT with WINDOW "+string(win.Kind), win.Span())
	}
	if _, join := s.From.(*syntax.Join); join {
		from = "(" + from + ")"
	}
	if hops(win) {
		size, advance := milliseconds(win.Size), milliseconds(win.Advance)
		count := (size + advance - 1) / advance
		if count > maxHops {
			return w.cannot(fmt.Sprintf("WINDOW %s of %d windows a record", win.Kind, count), win.Span())
		}
		numbers := fmt.Sprintf("(WITH RECURSIVE %s(%s) AS (SELECT 0 UNION ALL SELECT %[2]s + 1 FROM %[1]s WHERE %[2]s < %d) SELECT * FROM %[1]s) AS %[1]s",
			quoted(hopsName), quoted(hopColumn), count-1)
		in := w.windowStart(win, sc) + " IS NOT NULL"
		if where == "" {
			return " FROM " + from + ", " + numbers + " WHERE " + in
		}
		return " FROM " + from + ", " + numbers + where + " AND " + in
	}
	return " FROM " + from + w.sessions(s, " FROM "+from+where, sc) + where
}

// sessions writes the table of the sessions of a SELECT, and joins each record with its own. A record that comes more
// than the gap after the one before it begins a session; so does the first one of the window's partition, or of a group.
func (w *writer) sessions(s *syntax.Select, from string, sc *scope) string {
	var list []syntax.Expr
	if p := s.Window.Partition; p != nil {
		list = []syntax.Expr{p}
	} else if s.GroupBy != nil {
		for _, el := range s.GroupBy.Elements {
			for _, e := range el.Exprs {
				if keys := groupKeys(&syntax.Select{Items: s.Items, GroupBy: &syntax.GroupBy{Elements: []*syntax.GroupElement{{Exprs: []syntax.Expr{e}}}}}); len(keys) > 0 {
					list = append(list, keys[len(keys)-1])
				}
			}
		}
	}
	at := w.timeOf(s.Window, sc)
	partition, keys := "", ""
	on := fmt.Sprintf("%s BETWEEN %s.%s AND %[2]s.%[4]s", at, quoted(sessionsName), quoted(sessionFirst), quoted(sessionLast))
	named := ""
	for i, e := range list {
		text, name := w.expr(e, sc), quoted(fmt.Sprint("key ", i+1))
		named += text + " AS " + name + ", "
		keys += name + ", "
		on += fmt.Sprintf(" AND %s IS %s.%s", text, quoted(sessionsName), name)
	}
	if keys != "" {
		partition = "PARTITION BY " + strings.TrimSuffix(keys, ", ") + " "
	}
	order := "OVER (" + partition + "ORDER BY " + quoted(sessionTime) + ")"
	records := "SELECT " + named + at + " AS " + quoted(sessionTime) + from
	starts := fmt.Sprintf("SELECT *, %s - LAG(%[1]s) %s IS NULL OR %[1]s - LAG(%[1]s) %[2]s > %d AS `starts` FROM (%s)", quoted(sessionTime), order, milliseconds(s.Window.Gap), records)
	numbers := fmt.Sprintf("SELECT *, SUM(`starts`) %s AS %s FROM (%s)", order, quoted(sessionNumber), starts)
	return fmt.Sprintf(" JOIN (SELECT %[1]sMIN(%[2]s) AS %[3]s, MAX(%[2]s) AS %[4]s FROM (%[5]s) GROUP BY %[1]s%[6]s) AS %[7]s ON %[8]s",
		keys, quoted(sessionTime), quoted(sessionFirst), quoted(sessionLast), numbers, quoted(sessionNumber), quoted(sessionsName), on)
}

// unknownLength refuses a window of which a length is a month, or a variable.
func (w *writer) unknownLength(win *syntax.Window) bool {
	known := milliseconds(win.Size) > 0
	switch {
	case win.Kind == syntax.Session:
		known = milliseconds(win.Gap) > 0
	case hops(win):
		known = known && milliseconds(win.Advance) > 0
	}
	if !known {
		w.cannot("WINDOW "+string(win.Kind)+" of an unknown length", win.Span())
	}
	return !known
}

// clause returns a SELECT that groups by TUMBLE(time, size), HOP(time, advance, size) or SESSION(time, gap) with that as
// its WINDOW, and any other as it is.
func clause(s *syntax.Select) *syntax.Select {
	if s.GroupBy == nil || s.Window != nil || hasSets(s) {
		return s
	}
	for i, el := range s.GroupBy.Elements {
		if len(el.Exprs) != 1 {
			continue
		}
		call, ok := el.Exprs[0].(*syntax.Call)
		if !ok || len(call.Args) < 2 {
			continue
		}
		win := &syntax.Window{At: call.At, Time: call.Args[0]}
		var lengths []syntax.Duration
		for _, e := range call.Args[1:] {
			if lit, ok := e.(*syntax.Literal); ok && lit.Kind == syntax.Interval {
				lengths = append(lengths, syntax.Duration{At: lit.At, Text: lit.Value, Nanoseconds: lit.Nanoseconds})
			}
		}
		switch name := strings.ToUpper(call.Name); {
		case len(lengths) != len(call.Args)-1:
			continue
		case name == "TUMBLE" && len(lengths) == 1:
			win.Kind, win.Size = syntax.Tumbling, lengths[0]
		case name == "HOP" && len(lengths) == 2:
			win.Kind, win.Advance, win.Size = syntax.Hopping, lengths[0], lengths[1]
		case name == "SESSION" && len(lengths) == 1:
			win.Kind, win.Gap = syntax.Session, lengths[0]
		default:
			continue
		}
		out, by := *s, *s.GroupBy
		by.Elements = slices.Delete(slices.Clone(by.Elements), i, i+1)
		out.Window, out.GroupBy = win, &by
		return &out
	}
	return s
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
	case "_WINDOW_START", "WINDOW_START", "TUMBLE_START", "HOP_START", "SESSION_START":
		return "start"
	case "_WINDOW_END", "WINDOW_END", "TUMBLE_END", "HOP_END", "SESSION_END":
		return "end"
	}
	return ""
}

// windowColumn writes a bound of the window, in milliseconds. A session ends the gap after its last record.
func (w *writer) windowColumn(bound string, sc *scope) string {
	win := sc.window
	switch {
	case bound == "start":
		return w.windowStart(win, sc)
	case win.Kind == syntax.Session:
		return fmt.Sprintf("(%s.%s + %d)", quoted(sessionsName), quoted(sessionLast), milliseconds(win.Gap))
	}
	return fmt.Sprintf("(%s + %d)", w.windowStart(win, sc), milliseconds(win.Size))
}

// windowStart writes the beginning of the window of a row, in milliseconds: one more key of the group. Windows begin at
// multiples of their advance since 1970.
func (w *writer) windowStart(win *syntax.Window, sc *scope) string {
	size, advance := milliseconds(win.Size), milliseconds(win.Advance)
	switch {
	case w.unknownLength(win):
		return "NULL"
	case win.Kind == syntax.Session:
		return quoted(sessionsName) + "." + quoted(sessionFirst)
	case win.Kind == syntax.Tumbling:
		return fmt.Sprintf("%s(%s, %d)", windowFunction, w.timeOf(win, sc), size)
	}
	return fmt.Sprintf("%s(%s, %d, %d, %s.%s)", windowFunction, w.timeOf(win, sc), size, advance, quoted(hopsName), quoted(hopColumn))
}

// timeOf writes the event time of a row for a window, in milliseconds.
func (w *writer) timeOf(win *syntax.Window, sc *scope) string {
	if win.Time == nil {
		if len(sc.tables) != 1 || sc.tables[0].base == nil {
			return w.cannot("WINDOW without a time column over anything but one source", win.Span())
		}
		return w.eventTime("", win.Span(), sc)
	}
	if c, ok := win.Time.(*syntax.Column); ok {
		w.q.Times = append(w.q.Times, lastName(c))
	}
	w.timeFormat()
	return timeFunction + "(" + w.expr(win.Time, sc) + ")"
}

// eventTime writes the event time of a record of a source, which a prefix names: that of event.time.field, or
// _TIMESTAMP.
func (w *writer) eventTime(prefix string, at diag.Span, sc *scope) string {
	w.timeFormat()
	field := w.job.Case.Tree.TimeField
	if field == "" {
		w.system("_TIMESTAMP", at)
		return timeFunction + "(" + prefix + quoted("_TIMESTAMP") + ")"
	}
	if !declares(sc, field) {
		w.nest(at)
	}
	w.q.TimeField, w.q.Times = field, append(w.q.Times, field)
	return timeFunction + "(" + prefix + quoted(field) + ")"
}

// timeFormat refuses times that are no milliseconds.
func (w *writer) timeFormat() {
	if format := w.job.Statement.Property("event.time.format"); !slices.Contains([]string{"", "epoch_millis", "iso8601"}, strings.ToLower(format)) {
		w.cannot("event.time.format "+format, w.job.Statement.PropertySpan("event.time.format"))
	}
}
