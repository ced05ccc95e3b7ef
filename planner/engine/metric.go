package engine

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode"

	"github.com/velo-plan/velo-plan/planner/diag"
)

// metric is one @metric with what the lines after it say.
type metric struct {
	at    diag.Span // of the name; zero before the first @metric
	name  string
	kind  string // counter, gauge or histogram
	field bool
}

// metricReader goes through the comments of a statement.
type metricReader struct {
	current metric
	open    bool // a @metric has begun
	bad     []Complaint
}

// metricErrors returns what is wrong with the metric annotations in the comments of a statement, in the order in
// which the engine meets them. The engine reads them only in CREATE STREAM, and rejects the statement because of the
// first error (parser/annotations.rs).
func metricErrors(text string, comments []comment) []Complaint {
	var r metricReader
	for _, c := range comments {
		if d, ok := directiveIn(text, c.inner); ok {
			r.read(text, d)
		}
	}
	r.close()
	return r.bad
}

// directive is "@name: value" in a comment.
type directive struct {
	name   string
	at     diag.Span // the whole of it
	value  diag.Span // without surrounding blanks; empty if there is none
	nameAt diag.Span
}

// directiveIn splits a comment into name and value; ok is false if it does not begin with @ or has no colon.
func directiveIn(text string, inner diag.Span) (d directive, ok bool) {
	body := text[inner.Start:inner.End]
	if !strings.HasPrefix(body, "@") {
		return directive{}, false
	}
	colon := strings.IndexByte(body, ':')
	if colon < 0 {
		return directive{}, false
	}
	ats := len(body) - len(strings.TrimLeft(body, "@"))
	d.at = inner
	d.nameAt = trim(text, diag.Span{Start: inner.Start + ats, End: inner.Start + colon})
	d.name = text[d.nameAt.Start:d.nameAt.End]
	d.value = trim(text, diag.Span{Start: inner.Start + colon + 1, End: inner.End})
	return d, true
}

func (r *metricReader) fail(at diag.Span, message, form string) {
	r.bad = append(r.bad, Complaint{Span: at, Message: "metric: " + message, Form: form})
}

// read takes one directive. Before the first @metric only a @metric_type is an error; the others are skipped.
func (r *metricReader) read(text string, d directive) {
	value := text[d.value.Start:d.value.End]
	if d.name == "metric" {
		r.close()
		r.current, r.open = metric{at: d.at, name: value, kind: "counter"}, true
		return
	}
	if !r.open {
		if d.name == "metric_type" {
			r.fail(d.at, "@metric_type stands before any @metric", "-- @metric: name first")
		}
		return
	}
	switch d.name {
	case "metric_type":
		r.kind(d, value)
	case "metric_field":
		r.current.field = true
	case "metric_sample_rate":
		if rate, ok := rustFloat(value); !ok || rate < 0 || rate > 1 {
			r.fail(d.at, "@metric_sample_rate is "+short(value)+", and must be a number from 0 to 1", "-- @metric_sample_rate: 0.5")
		}
	case "metric_buckets":
		r.buckets(d, value)
	}
}

func (r *metricReader) kind(d directive, value string) {
	switch kind := strings.ToLower(value); kind {
	case "counter", "gauge", "histogram":
		r.current.kind = kind
	default:
		r.fail(d.at, "no @metric_type "+short(value), "-- @metric_type: counter, gauge or histogram")
	}
}

// buckets checks [a, b, ..]: numbers over 0, each greater than the one before.
func (r *metricReader) buckets(d directive, value string) {
	const form = "-- @metric_buckets: [0.1, 0.5, 1]"
	last := 0.0
	for _, s := range strings.Split(strings.TrimRight(strings.TrimLeft(value, "["), "]"), ",") {
		limit, ok := rustFloat(strings.TrimSpace(s))
		if !ok || !(limit > last) {
			r.fail(d.at, "the @metric_buckets must be numbers over 0, each greater than the one before, and not "+short(value), form)
			return
		}
		last = limit
	}
}

// close checks the metric that ends here.
func (r *metricReader) close() {
	m := r.current
	if !r.open {
		return
	}
	if at, ok := metricName(m.name); !ok {
		r.fail(m.at, fmt.Sprintf("a metric can't be named %q", at), "a letter, _ or : in front, then letters, digits, _ and :")
	}
	if m.kind != "counter" && !m.field {
		r.fail(m.at, "the "+m.kind+" "+short(m.name)+" has no @metric_field", "-- @metric_field: column")
	}
}

// metricName reports whether a metric may be named so; letters and digits are Unicode's here.
func metricName(name string) (shown string, ok bool) {
	for i, r := range name {
		if !isLetter(r) && r != ':' && (i == 0 || !unicode.IsNumber(r)) {
			return short(name), false
		}
	}
	return short(name), name != ""
}

// rustFloat reads a number as Rust's f64 does, which has no hexadecimal form and no underscores.
func rustFloat(text string) (float64, bool) {
	if strings.ContainsAny(text, "xXpP_") {
		return 0, false
	}
	f, err := strconv.ParseFloat(text, 64)
	return f, err == nil || errors.Is(err, strconv.ErrRange)
}
