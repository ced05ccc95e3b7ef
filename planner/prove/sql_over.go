package prove

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/velo-plan/velo-plan/planner/syntax"
)

// arrivalColumn counts the records of a source in the order in which they arrive.
const arrivalColumn = "order of arrival"

// over writes a function over rows. Where its value depends on their order and the text gives none, they are in the
// order in which they arrive.
func (w *writer) over(e *syntax.Call, name string, ordered bool, sc *scope) string {
	call, o := "", e.Over
	if aggregates[name] {
		call = w.aggregate(e, name, sc)
	} else {
		call = name + "(" + w.exprs(e.Args, sc) + ")"
	}
	call += w.filter(e, sc)
	if o.Ref.Name != "" && len(o.OrderBy) == 0 && len(o.Partition) == 0 && o.Frame == nil {
		return call + " OVER " + quoted(o.Ref.Name)
	}
	if o.Buffer > 0 && !aggregates[name] && !framed[name] && (name != "LAG" || len(e.Args) > 1) {
		return w.cannot(name+" over ROWS WINDOW BUFFER", o.Span())
	}
	ordered = ordered || o.Frame != nil || o.Buffer > 0
	if o.Expire != "" && o.Expire != "NEVER" {
		return w.cannot("EXPIRE AFTER of OVER", o.Span())
	}
	return call + " OVER (" + w.window(o, ordered && o.Ref.Name == "", sc) + ")"
}

// window writes what stands inside the parentheses of OVER.
func (w *writer) window(o *syntax.Over, ordered bool, sc *scope) string {
	var parts []string
	if o.Ref.Name != "" {
		parts = append(parts, quoted(o.Ref.Name))
	}
	if len(o.Partition) > 0 {
		parts = append(parts, "PARTITION BY "+w.exprs(o.Partition, sc))
	}
	frame := o.Frame
	if o.Buffer > 0 {
		frame = w.buffered(o)
	}
	switch {
	case len(o.OrderBy) == 1 && timed(frame):
		parts = append(parts, "ORDER BY "+timeFunction+"("+w.expr(o.OrderBy[0].Expr, sc)+")"+direction(o.OrderBy[0]))
	case len(o.OrderBy) > 0:
		parts = append(parts, w.ordered("ORDER BY ", o.OrderBy, sc))
	case ordered && len(sc.tables) == 1 && sc.tables[0].base != nil && (frame == nil || frame.Unit == "ROWS"):
		w.q.Arrival = true
		w.nest(o.Span())
		parts = append(parts, "ORDER BY "+quoted(syntax.Unqualified(sc.tables[0].name))+"."+quoted(arrivalColumn))
	case ordered:
		return w.cannot("OVER without ORDER BY, of which any order is right", o.Span())
	}
	if frame != nil {
		text := frame.Unit + " " + w.bound(frame.Start, sc)
		if frame.End.Kind != "" {
			text = frame.Unit + " BETWEEN " + w.bound(frame.Start, sc) + " AND " + w.bound(frame.End, sc)
		}
		if frame.Exclude != "" {
			text += " EXCLUDE " + frame.Exclude
		}
		parts = append(parts, text)
	}
	return strings.Join(parts, " ")
}

// timed reports whether a frame is a span of time.
func timed(f *syntax.Frame) bool {
	return f != nil && slices.ContainsFunc([]syntax.Bound{f.Start, f.End}, func(b syntax.Bound) bool {
		lit, ok := b.Offset.(*syntax.Literal)
		return ok && lit.Kind == syntax.Interval
	})
}

func (w *writer) bound(b syntax.Bound, sc *scope) string {
	lit, ok := b.Offset.(*syntax.Literal)
	switch {
	case b.Offset == nil:
		return string(b.Kind)
	case ok && lit.Kind == syntax.Interval && lit.Nanoseconds > 0:
		return fmt.Sprintf("%d %s", lit.Nanoseconds/1e6, b.Kind)
	}
	return w.expr(b.Offset, sc) + " " + string(b.Kind)
}

// framed are the functions of OVER, besides aggregates, whose value is one of the rows of a frame.
var framed = map[string]bool{"FIRST_VALUE": true, "LAST_VALUE": true, "NTH_VALUE": true}

// buffered returns the frame of ROWS WINDOW BUFFER: the last so many rows, or those of them that a frame inside has.
func (w *writer) buffered(o *syntax.Over) *syntax.Frame {
	last := func(n int64) syntax.Bound {
		return syntax.Bound{Kind: syntax.Preceding, Offset: &syntax.Literal{Kind: syntax.Number, Value: fmt.Sprint(n)}}
	}
	f := &syntax.Frame{Unit: "ROWS", Start: last(o.Buffer - 1), End: syntax.Bound{Kind: syntax.CurrentRow}}
	if o.Emit != "" && o.Emit != "EVERY RECORD" {
		w.cannot("EMIT "+o.Emit+" of OVER", o.Span())
	}
	if inner := o.Frame; inner != nil {
		start, ok := inner.Start.Offset.(*syntax.Literal)
		if inner.Unit != "ROWS" || inner.Exclude != "" || inner.Start.Kind != syntax.Preceding || !ok || inner.End.Kind != "" && inner.End.Kind != syntax.CurrentRow {
			w.cannot("a frame inside ROWS WINDOW BUFFER other than ROWS BETWEEN n PRECEDING AND CURRENT ROW", o.Span())
			return f
		}
		if n, err := strconv.ParseInt(start.Value, 10, 64); err == nil && n < o.Buffer {
			f.Start = last(n)
		}
	}
	return f
}
