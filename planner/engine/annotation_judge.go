package engine

import (
	"fmt"
	"strings"

	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/strategies/spelling"
)

// judge tells what becomes of one annotation, considered by itself.
func (l annotationLine) judge() Annotation {
	a := Annotation{Name: l.name, Value: l.value, Span: l.at, ValueSpan: l.directive.value}
	for _, family := range plannerFamilies {
		if strings.HasPrefix(l.name, family) {
			a.Status, a.Reason = OfPlanner, "velo-plan reads it; the engine does not"
			return a
		}
	}
	for _, family := range toolFamilies {
		if strings.HasPrefix(l.name, family) {
			a.Status, a.Reason = OfTool, "a tool beside the engine reads it; the engine does not"
			return a
		}
	}
	r := readerOf(l.name)
	if r == 0 || r == byNobody {
		a.Nearest = nearest(l.name)
	}
	switch {
	case r == byNobody:
		a.Status, a.Reason = Unread, "no engine code that runs reads it"
	case r == 0 && a.Nearest != "" && strings.EqualFold(l.name, a.Nearest):
		a.Status, a.Reason = WrongCase, "the engine's names are case-sensitive: @"+a.Nearest
	case r == 0:
		a.Status, a.Reason = UnknownName, "the engine knows no annotation of this name"
	default:
		if a.Reason = l.form(r); a.Reason != "" {
			a.Status = WrongForm
		} else if a.Reason, a.Takes = l.valueError(); a.Reason != "" {
			a.Status = WrongValue
		}
	}
	return a
}

// form tells what is wrong with how the line is written, or returns "" if its reader accepts it.
func (l annotationLine) form(r reader) string {
	written := "-- @" + l.name + ":"
	switch {
	case !l.colon:
		return "a colon must follow the name: " + written + " value"
	case r == byMetric:
		return ""
	case l.marked:
		return "a byte order mark stands before it, so the line does not begin with --: save the file without one"
	case !l.own:
		return "it must be on a line of its own: " + written + " value"
	case r == byHeader && !strings.HasPrefix(l.raw, written):
		return "the line must begin exactly like this: " + written
	case !strings.HasPrefix(strings.TrimSpace(strings.TrimPrefix(l.raw, "--")), "@"+l.name+":"):
		return "two hyphens, the name and the colon, with no blank before the colon: " + written + " value"
	case l.value == "":
		return "it has no value: " + written + " value"
	default:
		return ""
	}
}

// valueError tells why the engine drops the value, and how the engine spells the one that is meant.
func (l annotationLine) valueError() (reason, takes string) {
	switch l.name {
	case "job_mode":
		modes := []string{"simple", "transactional", "adaptive"}
		return oneOf(l.value, nearestOf(l.value, modes), modes...)
	case "partitioning_strategy":
		_, spelling := strategyNamed(strings.Join(strings.Fields(l.value), ""))
		return oneOf(l.value, spelling, "sticky", "hash", "smart", "roundrobin", "fanin")
	case "batch_size", "num_partitions":
		if !isUnsigned(l.value) {
			return "the value is dropped without a word: it is not a whole number" + afterHash(l.value), ""
		}
	case "observability.profiling.enabled":
		return oneOf(l.value, "", "off", "dev", "prod")
	case "observability.metrics.enabled", "observability.tracing.enabled", "observability.error_reporting.enabled":
		if !strings.EqualFold(l.value, "true") && !strings.EqualFold(l.value, "false") {
			return fmt.Sprintf("%s counts as false; only true switches it on%s", short(l.value), afterHash(l.value)), ""
		}
	}
	return "", ""
}

// oneOf rejects a value that is not one of a few words, ignoring case. spelling is the word that is meant, if that
// is already known.
func oneOf(value, spelling string, words ...string) (reason, takes string) {
	first, _, _ := strings.Cut(value, " ")
	for _, w := range words {
		if strings.EqualFold(value, w) {
			return "", ""
		}
		if strings.EqualFold(strings.Trim(first, `'"#;,`), w) {
			spelling = w
		}
	}
	return "the value is dropped without a word: it must be " + either(words...) + afterHash(value), spelling
}

// afterHash explains the most common cause of a bad value: # does not begin a comment.
func afterHash(value string) string {
	if !strings.Contains(value, "#") {
		return ""
	}
	return ", and # does not begin a comment, only -- does"
}

// replace marks the job annotations that a later line of the same name replaces, valid or not: the engine looks at
// the value only afterwards.
func replace(src *diag.Source, list []Annotation) {
	last := map[string]Annotation{}
	for i := len(list) - 1; i >= 0; i-- {
		a := &list[i]
		if readers[a.Name] != byJob || a.Status != Taken && a.Status != WrongValue {
			continue
		}
		if later, ok := last[a.Name]; ok {
			a.Status, a.Takes = Replaced, ""
			a.Reason = fmt.Sprintf("the @%s of line %d replaces it", a.Name, src.Position(later.Span.Start).Line)
			continue
		}
		last[a.Name] = *a
	}
}

// jobNeeds marks the annotations that take effect only together with another one: the number of partitions is
// looked at only if a job mode is named (server/stream_job_server.rs), and only the adaptive processor partitions.
func jobNeeds(list []Annotation) {
	set, named := JobMode(list)
	one := named && !Partitioned(set)
	for i := range list {
		a := &list[i]
		if a.Status != Taken || a.Name != "num_partitions" && a.Name != "partitioning_strategy" {
			continue
		}
		switch {
		case !named && a.Name == "num_partitions":
			a.Status, a.Reason = NeedsOther, "the engine looks at it only where a @job_mode is named too: -- @job_mode: adaptive"
		case one:
			a.Status, a.Reason = NeedsOther, "only jobs with -- @job_mode: adaptive are partitioned, and this one is "+strings.ToLower(set.Value)
		}
	}
}

// metricNeeds marks the metric annotations that belong to no metric or no CREATE STREAM.
func metricNeeds(list []Annotation, tokens []token) {
	stream := false
	for i := 1; i < len(tokens); i++ {
		stream = stream || tokens[i-1].word() == "CREATE" && tokens[i].word() == "STREAM"
	}
	begun := false
	for i := range list {
		a := &list[i]
		if readers[a.Name] != byMetric || a.Status != Taken {
			continue
		}
		begun = begun || a.Name == "metric"
		switch {
		case !stream:
			a.Status, a.Reason = NeedsOther, "metrics are read in CREATE STREAM only"
		case !begun:
			a.Status, a.Reason = NeedsOther, "there is no @metric before it"
		}
	}
}

// nearestOf returns the one of a few words that is at most two letters from a value, or "" if there is none.
func nearestOf(value string, words []string) string {
	const most = 2
	return spelling.Nearest(strings.ToLower(short(value)), words, most)
}
