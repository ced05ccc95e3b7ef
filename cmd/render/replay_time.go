package render

import (
	"fmt"
	"strings"
	"time"

	"github.com/velo-plan/velo-plan/replay/report"
)

// sparkWidth is how many signs a sparkline has at most.
const sparkWidth = 60

// sparks are the signs of a sparkline, from even to the worst.
var sparks = []rune("▁▂▃▄▅▆▇█")

// overTime prints how even the partitions are at each time.
func (p *page) overTime(r *report.Report) {
	o := r.SkewOverTime
	if o == nil {
		return
	}
	if o.Buckets > 0 {
		p.label("in time", dim, piece{fmt.Sprintf("max/mean %.2f", o.MaxOverMean.Mean), bold}, text(overTimeText(r)))
		if line := sparkline(o); line != "" {
			p.label("", dim, text(line))
			p.label("", dim, text(sparkText(o)))
		}
		if hot := worstText(o); hot != "" {
			p.label("", dim, text(hot))
		}
		p.label("order", dim, text(lateText(o)))
	}
	if o.Unread > 0 {
		p.label("no time", yellow, text(unreadText(o)))
	}
}

// overTimeText says how uneven the buckets are, after the mean.
func overTimeText(r *report.Report) string {
	o := r.SkewOverTime
	return fmt.Sprintf(" within %s of %s by %s, %.2f at worst, from %s on; %.1f of %s at work in a bucket, %.1f at worst",
		counted(uint64(o.Buckets), "bucket"), bucketText(o), o.Field, o.MaxOverMean.Worst, instant(*o.MaxOverMean.WorstAt),
		o.AtWork.Mean, Plural(r.Plan.Partitions, "partition"), o.AtWork.Worst)
}

// bucketText is the length of a bucket, and that it is not the one asked for.
func bucketText(o *report.OverTime) string {
	text := span(o.BucketSeconds)
	if o.BucketSeconds != o.AskedSeconds {
		text += " (" + span(o.AskedSeconds) + " would be too many)"
	}
	return text
}

// span writes seconds as 1m30s.
func span(seconds float64) string {
	text := time.Duration(seconds * float64(time.Second)).String()
	for _, zero := range []string{"m0s", "h0m"} {
		if strings.HasSuffix(text, zero) {
			text = text[:len(text)-len(zero)+1]
		}
	}
	return text
}

// instant writes a time.
func instant(t time.Time) string {
	if t.Nanosecond() != 0 {
		return t.Format("2006-01-02 15:04:05.000 UTC")
	}
	return t.Format("2006-01-02 15:04:05 UTC")
}

// worstText names the key that is hot in the worst bucket.
func worstText(o *report.OverTime) string {
	for _, b := range o.Worst[:min(len(o.Worst), 1)] {
		for _, k := range b.HotKeys[:min(len(b.HotKeys), 1)] {
			return fmt.Sprintf("at worst %s has %s of %s, in partition %d", k.Key, percent(k.Share), counted(b.Records, "record"), b.Fullest)
		}
	}
	return ""
}

// lateText says how many records come out of order and late.
func lateText(o *report.OverTime) string {
	some := func(t report.TimeRecords) string {
		least := ""
		if o.AtLeast {
			least = "at least "
		}
		return fmt.Sprintf("%s%s (%s)", least, counted(t.Records, "record"), percent(t.Share))
	}
	text := some(o.OutOfOrder) + " with an earlier time than one before of the same source partition"
	if o.Late == nil {
		return text + "; the job declares no watermark to be late for"
	}
	return text + "; " + some(o.Late.TimeRecords) + " late for a watermark that is " + span(o.Late.WatermarkSeconds) + " behind"
}

// unreadText says how many records are in no bucket.
func unreadText(o *report.OverTime) string {
	return counted(o.Unread, "record") + " without a time that can be read in " + o.Field + ", in no bucket"
}

// unitRemark warns of whole numbers that the engine would take for other times.
func unitRemark(o *report.OverTime) []Note {
	if o == nil || o.Format != "" {
		return nil
	}
	for _, unit := range []string{"epoch_seconds", "epoch_micros", "epoch_nanos"} {
		n := o.Written[unit]
		if n == 0 {
			continue
		}
		out := "write milliseconds"
		if unit == "epoch_seconds" {
			out = "declare 'event.time.format' = 'epoch_seconds'"
		}
		return []Note{{Kind: "note", Text: fmt.Sprintf("%s of %s are read as %s by their size. Without a format Velostream takes whole numbers for milliseconds: %s.",
			counted(n, "time"), o.Field, unit, out)}}
	}
	return nil
}

// sparkline draws the buckets in turn, but for those with few records: where there are too many of them, the worst of some
// neighbours. It is "" if there is nothing to compare.
func sparkline(o *report.OverTime) string {
	values := worstOf(o.Full(), sparkWidth)
	if len(values) < 2 {
		return ""
	}
	top := max(o.MaxOverMean.Worst, 2)
	var line strings.Builder
	for _, v := range values {
		at := int((v - 1) / (top - 1) * float64(len(sparks)))
		line.WriteRune(sparks[min(max(at, 0), len(sparks)-1)])
	}
	return line.String()
}

// sparkText says what a sparkline spans.
func sparkText(o *report.OverTime) string {
	return fmt.Sprintf("from %s to %s, up to %.2f", instant(o.Series[0].Start), instant(o.Series[len(o.Series)-1].Start), max(o.MaxOverMean.Worst, 2))
}

// worstOf returns at most so many values: each is the worst of some neighbours.
func worstOf(series []report.BucketSkew, most int) []float64 {
	each := (len(series) + most - 1) / most
	var values []float64
	for i, b := range series {
		if i%each == 0 {
			values = append(values, b.MaxOverMean)
		} else {
			values[len(values)-1] = max(values[len(values)-1], b.MaxOverMean)
		}
	}
	return values
}

// overTime prints how even the partitions are at each time.
func (m *markdown) overTime(r *report.Report) {
	o := r.SkewOverTime
	if o == nil {
		return
	}
	if o.Buckets > 0 {
		m.printf("In time: max/mean **%.2f**%s.", o.MaxOverMean.Mean, escape(overTimeText(r)))
		if hot := worstText(o); hot != "" {
			m.printf(" %s.", escape(capital(hot)))
		}
		m.printf(" Order: %s.", escape(lateText(o)))
	}
	if o.Unread > 0 {
		m.printf(" %s.", escape(capital(unreadText(o))))
	}
	m.WriteString("\n\n")
}

// htmlOverTime is the skew by time, with a chart of columns.
type htmlOverTime struct {
	Lead, Hot, Order, Unread string
	Columns                  *htmlTimeColumns // nil: one bucket is no chart
	Rows                     []htmlTimeRow
}

// htmlTimeColumns is a chart: a column for each bucket, or for the worst of some neighbours.
type htmlTimeColumns struct {
	Width                  int
	Path, Label            string
	From, To, Top, Caption string
}

// htmlTimeRow is one of the worst buckets.
type htmlTimeRow struct {
	Start, Records, MaxOverMean, AtWork string
	Fullest                             int
	Keys                                string
}

// timeColumns is how many columns the chart has at most.
const timeColumns = 240

// newHTMLOverTime draws the skew by time; nil if no time was looked at.
func newHTMLOverTime(r *report.Report) *htmlOverTime {
	o := r.SkewOverTime
	if o == nil {
		return nil
	}
	h := &htmlOverTime{}
	if o.Unread > 0 {
		h.Unread = Clean(capital(sentence(unreadText(o))))
	}
	if o.Buckets == 0 {
		return h
	}
	h.Lead = Clean(fmt.Sprintf("Max/mean %.2f%s.", o.MaxOverMean.Mean, overTimeText(r)))
	h.Order = Clean(capital(sentence(lateText(o))))
	if values := worstOf(o.Full(), timeColumns); len(values) > 1 {
		top := max(o.MaxOverMean.Worst, 2)
		c := &htmlTimeColumns{Width: len(values), From: instant(o.Series[0].Start), To: instant(o.Series[len(o.Series)-1].Start), Top: fmt.Sprintf("%.2f", top)}
		var path strings.Builder
		for i, v := range values {
			fmt.Fprintf(&path, "M%d 100V%sh1V100z", i, place1(100-100*(v-1)/(top-1)))
		}
		c.Path = path.String()
		c.Label = fmt.Sprintf("max/mean by time, from %s to %s: %.2f on average, %.2f at worst", c.From, c.To, o.MaxOverMean.Mean, o.MaxOverMean.Worst)
		h.Columns = c
	}
	for _, b := range o.Worst {
		var keys []string
		for _, k := range b.HotKeys {
			keys = append(keys, k.Key+" "+percent(k.Share))
		}
		h.Rows = append(h.Rows, htmlTimeRow{instant(b.Start), count(b.Records), fmt.Sprintf("%.2f", b.MaxOverMean), fmt.Sprintf("%.1f", b.AtWork),
			b.Fullest, Clean(names(keys))})
	}
	return h
}
