package project

import (
	"slices"
	"strings"

	"github.com/velo-plan/velo-plan/planner/syntax"
)

// topics knows which topic a name stands for: the name itself, unless a WITH block gives the name another topic.
// Two names of one topic are the same thing then, and one name with two topics is two things. The zero value takes
// every name as it is.
type topics struct {
	said map[string]string // by name in lower case: the first topic that a statement gives it
}

// ownTopic is the topic that a WITH block gives to a name.
type ownTopic struct {
	name  string // in lower case
	topic string
}

// ownTopics reads the WITH blocks of a statement. A topic is given by "trades.topic" or "trades.topic.name", as the
// engine takes them for sources and sinks (query_analyzer.rs:425-830).
func ownTopics(stmt *syntax.Statement) []ownTopic {
	var list []ownTopic
	for _, p := range stmt.Props {
		name := strings.ToLower(p.Name)
		if name == "kafka_topic" && p.Value != "" { // ksqlDB
			list = append(list, ownTopic{strings.ToLower(stmt.Target.Name), p.Value})
		}
		of, ok := strings.CutSuffix(name, ".topic.name")
		if !ok {
			of, ok = strings.CutSuffix(name, ".topic")
		}
		if ok && p.Value != "" {
			list = append(list, ownTopic{of, p.Value})
		}
	}
	return list
}

// described returns the names, in lower case, that the WITH blocks of a statement may describe: of each property,
// everything before one of its dots.
func described(stmt *syntax.Statement) []string {
	var list []string
	for _, p := range stmt.Props {
		name := strings.ToLower(p.Name)
		for i := range len(name) {
			if name[i] == '.' && !slices.Contains(list, name[:i]) {
				list = append(list, name[:i])
			}
		}
	}
	return list
}

// newTopics takes the topics that all statements give.
func newTopics(units []*Unit) topics {
	t := topics{said: map[string]string{}}
	for _, u := range units {
		for _, one := range u.own {
			if t.said[one.name] == "" {
				t.said[one.name] = one.topic
			}
		}
	}
	return t
}

// of returns the topic of a name in a statement: what the statement's own WITH blocks say, or else what any other
// says.
func (t topics) of(own []ownTopic, name string) string {
	if len(t.said) == 0 || name == "" {
		return name
	}
	fold := strings.ToLower(name)
	for _, one := range own {
		if one.name == fold {
			return one.topic
		}
	}
	if topic := t.said[fold]; topic != "" {
		return topic
	}
	return name
}
