package engine

import (
	"sort"
	"strings"

	"github.com/velo-plan/velo-plan/planner/diag"
)

// Annotation is an "@name: value" in a comment, and what the engine makes of it.
type Annotation struct {
	Name  string // without the @, as written
	Value string // without surrounding blanks; "" if there is no colon
	Span  diag.Span
	// ValueSpan is where Value stands; empty if there is none.
	ValueSpan diag.Span
	// Status tells whether the engine reads it.
	Status Status
	// Reason tells, in words, why the engine does not read it; "" if Status is Taken.
	Reason string
	// Nearest is the name known to the engine that is likely to be meant; "" if there is none, or if the name is
	// right.
	Nearest string
	// Takes is the value in the spelling that the engine accepts, if only the value is wrong and its meaning is
	// certain; otherwise "".
	Takes string
}

// Status is what becomes of an annotation.
type Status uint8

// What becomes of an annotation. All but Taken, OfPlanner and OfTool are without effect.
const (
	Taken       Status = iota // the engine reads it
	OfPlanner                 // velo-plan's own: the engine does not know it, and need not
	OfTool                    // a tool beside the engine reads it
	UnknownName               // nothing of that name exists
	Unread                    // it is in the engine's documents, but no code that runs reads it
	WrongCase                 // names are case-sensitive
	WrongForm                 // the line is not written as its reader requires
	WrongValue                // the value is dropped
	Replaced                  // a later line of the same name replaces it
	NeedsOther                // it takes effect only together with another annotation, which is missing
)

// Read reports whether the engine reads the annotation.
func (a Annotation) Read() bool { return a.Status == Taken }

// Annotations returns the annotations in the comments under at, in the order of the text; a zero span stands for
// the whole text. Pass it one statement's text, including comments: that is where the engine reads job annotations
// from (sql/annotation_parser.rs). Only the names of a header (sql/app_parser.rs) and metrics
// (sql/parser/annotations.rs) have readers of their own.
func Annotations(src *diag.Source, at diag.Span) []Annotation {
	at = inside(src, at)
	scanned := scan(src.Text, at)
	lines := annotationLines(src.Text, at, scanned.comments)
	list := make([]Annotation, 0, len(lines))
	for _, l := range lines {
		list = append(list, l.judge())
	}
	replace(src, list)
	jobNeeds(list)
	metricNeeds(list, scanned.tokens)
	return list
}

// JobMode returns the @job_mode that the engine takes, and whether there is one.
func JobMode(list []Annotation) (Annotation, bool) {
	for _, a := range list {
		if a.Name == "job_mode" && a.Read() {
			return a, true // an earlier one is replaced
		}
	}
	return Annotation{}, false
}

// Partitioned reports whether a job of a mode has partitions; the other modes run it as one task
// (server/stream_job_server.rs create_processor_for_job).
func Partitioned(mode Annotation) bool { return strings.EqualFold(mode.Value, "adaptive") }

// annotationLine is a comment that may hold an annotation.
type annotationLine struct {
	directive
	value  string
	raw    string // from the comment's first mark to its end
	own    bool   // a line of its own that begins with --
	marked bool   // after a byte order mark
	colon  bool
}

// byteOrderMark is what some editors put before the first character of a file.
const byteOrderMark = "\ufeff"

// annotationLines finds the comments that begin with @. The engine's own reader of job annotations does not know
// comments: it takes any line that begins with --, even inside a block comment or a quoted text.
func annotationLines(text string, at diag.Span, comments []comment) []annotationLine {
	var list []annotationLine
	found := map[int]bool{}
	for start := at.Start; start < at.End; {
		end := at.End
		if i := strings.IndexByte(text[start:at.End], '\n'); i >= 0 {
			end = start + i
		}
		line := trim(text, diag.Span{Start: start, End: end})
		start = end + 1
		if !strings.HasPrefix(text[line.Start:line.End], "--") {
			continue
		}
		inner := trim(text, diag.Span{Start: line.Start + 2, End: line.End})
		if l, ok := annotationIn(text, line, inner); ok {
			l.own = true
			found[l.at.Start] = true
			list = append(list, l)
		}
	}
	for _, c := range comments {
		if l, ok := annotationIn(text, c.span, c.inner); ok && !found[l.at.Start] {
			l.marked = text[:c.span.Start] == byteOrderMark
			list = append(list, l)
		}
	}
	sort.SliceStable(list, func(i, j int) bool { return list[i].at.Start < list[j].at.Start })
	return list
}

// annotationIn splits a comment into name and value. More than two hyphens at the start still show what is meant,
// though the engine does not read such a line.
func annotationIn(text string, span, inner diag.Span) (annotationLine, bool) {
	l := annotationLine{raw: text[span.Start:span.End]}
	body := text[inner.Start:inner.End]
	inner.Start += len(body) - len(strings.TrimLeft(body, "- \t"))
	if d, ok := directiveIn(text, inner); ok && !strings.ContainsAny(d.name, " \t\r\n") {
		l.directive, l.colon = d, true
		if i := strings.Index(text[d.value.Start:d.value.End], " --"); i >= 0 && cutsValue(d.name) {
			l.directive.value = trim(text, diag.Span{Start: d.value.Start, End: d.value.Start + i})
		}
	} else if body := text[inner.Start:inner.End]; strings.HasPrefix(body, "@") {
		l.at = inner
		l.name = body[1:]
		if i := strings.IndexAny(l.name, " \t\r\n:"); i >= 0 {
			l.name = l.name[:i]
		}
		l.nameAt = diag.Span{Start: inner.Start + 1, End: inner.Start + 1 + len(l.name)}
		l.directive.value = diag.Span{Start: l.nameAt.End, End: l.nameAt.End}
	}
	l.value = text[l.directive.value.Start:l.directive.value.End]
	return l, l.name != ""
}

// cutsValue reports whether a second comment ends the value. Only the reader of job annotations looks for one.
func cutsValue(name string) bool {
	r := readers[name]
	return r != byHeader && r != byMetric
}
