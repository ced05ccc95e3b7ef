package prove

import (
	"fmt"
	"time"

	"github.com/velo-plan/velo-plan/planner/syntax"
)

// shift writes a time plus or minus an interval; "" if the operation is another one. Beside a number the interval is in
// milliseconds.
func (w *writer) shift(e *syntax.Binary, sc *scope) string {
	at, ms := shiftOf(e)
	if at == nil || ms == 0 {
		return ""
	}
	return fmt.Sprintf("%s(%s, %d)", shiftFunction, w.expr(at, sc), ms)
}

// shiftOf returns the time that an operation moves and by how many milliseconds; nil if it moves none.
func shiftOf(e *syntax.Binary) (at syntax.Expr, ms int64) {
	length := func(x syntax.Expr) int64 {
		if lit, ok := x.(*syntax.Literal); ok && lit.Kind == syntax.Interval {
			return lit.Nanoseconds / int64(time.Millisecond)
		}
		return 0
	}
	switch right := length(e.Right); {
	case e.Op == "+" && right != 0:
		return e.Left, right
	case e.Op == "-" && right != 0:
		return e.Left, -right
	case e.Op == "+" && length(e.Left) != 0:
		return e.Right, length(e.Left)
	}
	return nil, 0
}

// bounded writes the condition of WITHIN: the event times of the two records are at most so far apart, whichever is the
// later one. It is "" for a join without.
func (w *writer) bounded(j *syntax.Join, sc *scope) string {
	if j.Within.Text == "" {
		return ""
	}
	ms := milliseconds(j.Within)
	if ms <= 0 {
		return w.cannot("WITHIN of an unknown length", j.Within.Span())
	}
	if len(j.Using) > 0 && j.Kind != syntax.JoinInner || j.Natural {
		return w.cannot("WITHIN of an outer join with USING, or of NATURAL JOIN: write ON", j.Within.Span())
	}
	left, right := w.sideTime(j.Left, j, sc), w.sideTime(j.Right, j, sc)
	return fmt.Sprintf("ABS(%s - %s) <= %d", left, right, ms)
}

// sideTime writes the event time of a side of a join with WITHIN.
func (w *writer) sideTime(side syntax.Source, j *syntax.Join, sc *scope) string {
	if ref, ok := side.(*syntax.TableRef); ok {
		for i := range sc.tables {
			if t := &sc.tables[i]; t.base != nil && t.base.Span == ref.Span() {
				return w.eventTime(quoted(syntax.Unqualified(t.name))+".", j.Within.Span(), sc)
			}
		}
	}
	return w.cannot("WITHIN of a join with anything but two sources", j.Within.Span())
}
