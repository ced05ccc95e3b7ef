package project

import (
	"strings"

	"github.com/velo-plan/velo-plan/planner/syntax"
)

// topics knows which topic a name stands for: the name itself, unless a WITH block gives the name another topic.
// Two names of one topic are the same thing then, and one name with two topics is two things. The zero value takes
// every name as it is.
type topics struct {
	said map[string]string // by name in lower case: the first topic that a statement gives it
}

// newTopics reads the WITH blocks of all statements.
func newTopics(units []*Unit) topics {
	t := topics{said: map[string]string{}}
	for _, u := range units {
		for _, p := range u.props {
			if name, ok := topicProperty(p); ok && t.said[name] == "" {
				t.said[name] = p.Value
			}
		}
	}
	return t
}

// topicProperty returns the name, in lower case, whose topic a property gives: "trades.topic" or
// "trades.topic.name", as the engine takes them for sources and sinks (query_analyzer.rs:425-830).
func topicProperty(p syntax.Property) (string, bool) {
	name := strings.ToLower(p.Name)
	if p.Value == "" {
		return "", false
	}
	if of, ok := strings.CutSuffix(name, ".topic.name"); ok {
		return of, true
	}
	return strings.CutSuffix(name, ".topic")
}

// of returns the topic of a name in a statement: what the statement's own WITH blocks say, or else what any other
// says.
func (t topics) of(own []syntax.Property, name string) string {
	if len(t.said) == 0 || name == "" {
		return name
	}
	fold := strings.ToLower(name)
	for _, p := range own {
		if of, ok := topicProperty(p); ok && of == fold {
			return p.Value
		}
	}
	if topic := t.said[fold]; topic != "" {
		return topic
	}
	return name
}
