package render

import (
	"cmp"
	"fmt"
	"math"
	"strings"

	"github.com/velo-plan/velo-plan/replay/checks"
	"github.com/velo-plan/velo-plan/replay/report"
)

// htmlWhatIf is the skew for other numbers of partitions.
type htmlWhatIf struct {
	Gain      string
	Estimated bool
	Curves    []htmlCurve
	Rows      []htmlWhatIfRow
	Moves     []string
}

// htmlWhatIfRow is one number of partitions.
type htmlWhatIfRow struct {
	Now    bool
	Cells  []string
	Remark string
}

// htmlCurve is a measure over the number of partitions, drawn in curveWidth by curveHeight.
type htmlCurve struct {
	Title, Label, Path string
	Ticks              []htmlTick
	Points             []htmlPoint
}

// htmlTick is a line across with its value.
type htmlTick struct{ Y, Text string }

// htmlPoint is a value; Name, the number of partitions, is empty where there is no room for it.
type htmlPoint struct {
	X, Y, TextY, Value, Name string
	Now, Estimated           bool
}

// The place of a curve in its picture. The template has the same numbers.
const (
	curveLeft, curveRight, curveTop, curveBottom = 40.0, 340.0, 34.0, 172.0

	// maxNames is how many points of a curve are labelled.
	maxNames = 9
)

// newHTMLWhatIf draws the curves; nil if no other number was asked for.
func newHTMLWhatIf(r *report.Report) *htmlWhatIf {
	rows := whatIfRows(r)
	if rows == nil {
		return nil
	}
	h := &htmlWhatIf{Gain: gain(r, rows), Moves: cleanAll(rescaleTexts(r))}
	for _, row := range rows {
		h.Estimated = h.Estimated || !row.Exact
		h.Rows = append(h.Rows, htmlWhatIfRow{row.now, append(row.cells(), row.moves()), row.remark()})
	}
	skew := func(w whatIfRow) float64 { return w.MaxOverMean }
	work := func(w whatIfRow) float64 { return w.EffectiveParallelism }
	h.Curves = []htmlCurve{
		newHTMLCurve("max / mean (lower is better)", "%.2f", 1, rows, skew),
		newHTMLCurve("partitions at work (higher is better)", "%.1f", 0, rows, work),
	}
	return h
}

// newHTMLCurve draws a measure from its best or smallest value on. The points are at equal
// distances, because the numbers of partitions mostly double.
func newHTMLCurve(title, format string, low float64, rows []whatIfRow, of func(whatIfRow) float64) htmlCurve {
	c := htmlCurve{Title: title}
	high, now := low, 0
	for i, row := range rows {
		high = max(high, of(row))
		if row.now {
			now = i
		}
	}
	step := niceStep(high - low)
	high = low + step*max(math.Ceil((high-low)/step-1e-9), 1)
	y := func(value float64) float64 {
		return curveBottom - (curveBottom-curveTop)*(max(value, low)-low)/(high-low)
	}
	for value := low; value < high+step/2; value += step {
		c.Ticks = append(c.Ticks, htmlTick{place1(y(value)), fmt.Sprintf("%.4g", value)})
	}
	every := (len(rows) + maxNames - 1) / maxNames
	var path, said []string
	for i, row := range rows {
		x := (curveLeft + curveRight) / 2
		if len(rows) > 1 {
			x = curveLeft + 14 + (curveRight-curveLeft-28)*float64(i)/float64(len(rows)-1)
		}
		value := fmt.Sprintf(format, of(row))
		p := htmlPoint{X: place1(x), Y: place1(y(of(row))), TextY: place1(labelAt(rows, i, of, y)), Now: row.now, Estimated: !row.Exact}
		if i%every == now%every {
			p.Name, p.Value = fmt.Sprint(row.Partitions), value
		}
		c.Points = append(c.Points, p)
		path = append(path, p.X+" "+p.Y)
		said = append(said, fmt.Sprintf("%s with %s", value, Plural(row.Partitions, "partition")))
	}
	c.Path, c.Label = "M"+strings.Join(path, "L"), title+": "+names(said)
	return c
}

// labelAt is where the label of a point goes: above it, or below it where the curve comes down to it
// from both sides and there is room.
func labelAt(rows []whatIfRow, i int, of func(whatIfRow) float64, y func(float64) float64) float64 {
	here := y(of(rows[i]))
	lower := func(other int) bool { return other >= 0 && other < len(rows) && y(of(rows[other])) < here }
	if lower(i-1) && lower(i+1) && here < curveBottom-20 {
		return here + 19
	}
	return here - 10
}

// niceStep is a round step that divides a range into two to five.
func niceStep(span float64) float64 {
	if span <= 0 {
		return 0.5
	}
	unit := math.Pow(10, math.Floor(math.Log10(span/4)))
	for _, factor := range []float64{1, 2, 2.5, 5} {
		if span/(factor*unit) <= 4.5 {
			return factor * unit
		}
	}
	return 10 * unit
}

// place1 is a coordinate.
func place1(x float64) string { return fmt.Sprintf("%.1f", x) }

// htmlStrategy is one of the strategies side by side.
type htmlStrategy struct {
	Now                                                 bool
	Strategy, Keys, MaxOverMean, AtWork, Moved, Seconds string
	Overhead, Cause                                     string
	Groups, Order                                       htmlFact
}

// htmlStrategies compares the strategies.
func htmlStrategies(r *report.Report) []htmlStrategy {
	var list []htmlStrategy
	result := func(row compareRow, check string) htmlFact {
		found := cmp.Or(row.result(check), checks.NotChecked)
		return htmlFact{Value: Clean(resultText(found)), Mark: resultMark(found)}
	}
	for _, row := range compareRows(r) {
		list = append(list, htmlStrategy{
			Now: row.now, Strategy: Clean(row.Strategy), Keys: Clean(names(row.Keys)), MaxOverMean: fmt.Sprintf("%.2f", row.Skew.MaxOverMean),
			AtWork: fmt.Sprintf("%.1f", row.Skew.EffectiveParallelism), Moved: movedText(r, row.Moved),
			Cause:   Clean(strings.ReplaceAll(row.Skew.Cause, "_", " ")),
			Seconds: row.seconds(), Overhead: row.overhead(),
			Groups: result(row, checks.GroupsWhole), Order: result(row, checks.OrderKept),
		})
	}
	return list
}
