package planner

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/planner/syntax"
	"github.com/velo-plan/velo-plan/strategies"
)

// namedStrategy is a strategy that a person named, and where.
type namedStrategy struct {
	strategy strategies.Strategy
	by       string // flag, annotation, with, environment or config
	text     string // as written
	at       diag.Span
}

func (n *namedStrategy) because() string {
	switch n.by {
	case "flag":
		return "--strategy " + n.text + " names it"
	case "annotation":
		return "the annotation @partitioning_strategy: " + n.text + " names it"
	case "with":
		return "WITH ('partitioning_strategy' = '" + n.text + "') names it"
	case "environment":
		return "VELO_PLAN_STRATEGY=" + n.text + " names it"
	}
	return n.text + " in the configuration names it"
}

// naming is one place that may name a strategy.
type naming struct {
	by, text string
	at       diag.Span
}

// named finds the explicit strategy: flag, annotation, WITH, environment, configuration, in this
// order. A name that no strategy has is reported, and the next place counts.
func (a *analysis) named() *namedStrategy {
	places := []naming{{by: "flag", text: a.env.cfg.Strategy.Flag}}
	if an, ok := a.annotation("partitioning_strategy"); ok {
		places = append(places, naming{"annotation", an.Value, valueSpan(an)})
	}
	for _, p := range a.stmt.Props {
		if strings.EqualFold(p.Name, "partitioning_strategy") {
			places = append(places, naming{"with", p.Value, p.ValueSpan})
		}
	}
	places = append(places, naming{by: "environment", text: a.env.cfg.Strategy.Environment}, naming{by: "config", text: a.env.cfg.Strategy.File})
	for _, p := range places {
		if p.text == "" && p.at.IsZero() {
			continue
		}
		if s, ok := strategies.Lookup(p.text); ok {
			return &namedStrategy{strategy: s, by: p.by, text: p.text, at: p.at}
		}
		a.unknownStrategy(p)
	}
	if a.env.cfg.NoAutoSelect {
		return &namedStrategy{strategy: strategies.AlwaysHash, by: "config", text: "auto_select_strategy: false"}
	}
	return nil
}

func (a *analysis) unknownStrategy(p naming) {
	var names []string
	for _, s := range strategies.All {
		names = append(names, s.Annotation)
	}
	help := "one of " + strings.Join(names, ", ")
	if near := strategies.Nearest(p.text); near != "" {
		help = "did you mean " + near + "? It is " + help
	}
	a.find(diag.Error, "VP107", p.at, fmt.Sprintf("there is no partitioning strategy %q", p.text), help)
}

// annotation returns the last annotation of that name; names are case-sensitive, as the engine has
// them (sql/annotation_parser.rs).
func (a *analysis) annotation(name string) (syntax.Annotation, bool) {
	for i := len(a.stmt.Annotations) - 1; i >= 0; i-- {
		if an := a.stmt.Annotations[i]; !an.Header && an.Name == name {
			return an, true
		}
	}
	return syntax.Annotation{}, false
}

func valueSpan(an syntax.Annotation) diag.Span {
	if an.Value == "" {
		return an.Span()
	}
	return an.ValueSpan
}

// MaxPartitions is the largest partition count of a job that can be planned and replayed.
const MaxPartitions = 1 << 16

// partitions finds the job's partition count and who says it.
func (a *analysis) partitions() (int, string) {
	cfg := a.env.cfg.Partitions
	if cfg.Flag > 0 {
		return cfg.Flag, "flag"
	}
	if an, ok := a.annotation("num_partitions"); ok {
		n, err := strconv.Atoi(strings.TrimSpace(an.Value))
		if err == nil && n >= 1 && n <= MaxPartitions {
			return n, "annotation"
		}
		a.find(diag.Error, "VP108", valueSpan(an), fmt.Sprintf("@num_partitions: %q is no partition count", an.Value),
			fmt.Sprintf("write a whole number from 1 to %d, for example -- @num_partitions: 8", MaxPartitions))
	}
	switch {
	case cfg.Environment > 0:
		return cfg.Environment, "environment"
	case cfg.File > 0:
		return cfg.File, "config"
	}
	return DefaultPartitions, "default"
}

// jobName is the statement's name: the given one, else what it creates, else its place.
func jobName(src *diag.Source, stmt *syntax.Statement) string {
	if name := givenName(stmt); name != "" {
		return name
	}
	if stmt.Target.Name != "" {
		return stmt.Target.Name
	}
	return unnamed + strconv.Itoa(src.Position(stmt.Span().Start).Line)
}

// givenName is the name that an annotation, START JOB or CREATE SINK gives a job; "" if none does.
func givenName(stmt *syntax.Statement) string {
	for i := len(stmt.Annotations) - 1; i >= 0; i-- {
		an := stmt.Annotations[i]
		named := an.Name == "name" || an.Name == "job_name"
		if an.Header {
			named = an.Name == "Name"
		}
		if named && an.Value != "" {
			return an.Value
		}
	}
	if stmt.Job.Name != "" {
		return stmt.Job.Name
	}
	return stmt.SinkName.Name
}
