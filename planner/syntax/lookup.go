package syntax

import (
	"strings"

	"github.com/velo-plan/velo-plan/planner/diag"
)

// Annotation returns the last annotation "@name" with exactly that name, and whether there is one. Names
// are case-sensitive, as they are in the engine.
func (s *Statement) Annotation(name string) (Annotation, bool) {
	for i := len(s.Annotations) - 1; i >= 0; i-- {
		if a := s.Annotations[i]; !a.Header && a.Name == name {
			return a, true
		}
	}
	return Annotation{}, false
}

// Property returns the last value that a WITH clause gives a property, "" if none does. Names are
// not case-sensitive.
func (s *Statement) Property(name string) string { return s.property(name).Value }

// HasSink reports whether a WITH clause makes a name a sink, as Velostream names their types.
func (s *Statement) HasSink(name string) bool {
	return strings.HasSuffix(s.Property(name+".type"), "_sink")
}

// PropertySpan returns the place of the last property of that name, from its name to its value; zero if
// there is none. Names are not case-sensitive.
func (s *Statement) PropertySpan(name string) diag.Span { return s.property(name).Pos }

func (s *Statement) property(name string) Property {
	for i := len(s.Props) - 1; i >= 0; i-- {
		if strings.EqualFold(s.Props[i].Name, name) {
			return s.Props[i]
		}
	}
	return Property{}
}

// Reach returns the statement with the whole lines of its annotations: that is where the engine looks for them. The
// dashes belong to the comment; without them it sees no annotation.
func (s *Statement) Reach(src *diag.Source) diag.Span {
	at := s.Span()
	if a := s.Annotations; len(a) > 0 {
		at.Start = min(at.Start, strings.LastIndexByte(src.Text[:a[0].Span().Start], '\n')+1)
		at.End = max(at.End, a[len(a)-1].Span().End)
	}
	return at
}

// GivenName returns the name that the text gives to the job of a statement, "" if it gives none: the
// last of the annotations @name, @job_name and "Name:" with a value, else the name after START JOB,
// DEPLOY JOB or CREATE SINK.
func (s *Statement) GivenName() string {
	for i := len(s.Annotations) - 1; i >= 0; i-- {
		a := s.Annotations[i]
		if a.Value != "" && (a.Header && a.Name == "Name" || !a.Header && (a.Name == "name" || a.Name == "job_name")) {
			return a.Value
		}
	}
	if s.Job.Name != "" {
		return s.Job.Name
	}
	return s.SinkName.Name
}
