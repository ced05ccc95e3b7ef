package decide

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/velo-plan/velo-plan/planner"
	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/planner/engine"
	"github.com/velo-plan/velo-plan/planner/syntax"
	"github.com/velo-plan/velo-plan/strategies"
)

// Named is a strategy that a person named, and the place where it is named.
type Named struct {
	Strategy strategies.Strategy
	By       string // flag, annotation, with, environment or config
	text     string // as written
	At       diag.Span
}

func (n *Named) because() string {
	switch n.By {
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

// Settings is what is said about one statement besides its query: the strategy and the number of partitions.
type Settings struct {
	Src    *diag.Source
	Stmt   *syntax.Statement
	Config planner.Config
	find   func(diag.Diagnostic)
}

// NewSettings reads the settings of a statement; find receives what is wrong with them.
func NewSettings(src *diag.Source, stmt *syntax.Statement, cfg planner.Config, find func(diag.Diagnostic)) *Settings {
	return &Settings{src, stmt, cfg, find}
}

// naming is one place that may name a strategy.
type naming struct {
	by, text string
	at       diag.Span
}

// Named returns the explicit strategy, looking at the flag, the annotation, WITH, the environment and the
// configuration in this order. A name that no strategy has is reported, and the next place is looked at.
func (s *Settings) Named() *Named {
	places := []naming{{by: "flag", text: s.Config.Strategy.Flag}}
	if an, ok := s.Stmt.Annotation("partitioning_strategy"); ok {
		places = append(places, naming{"annotation", an.Value, valueSpan(an)})
	}
	for _, p := range s.Stmt.Props {
		if strings.EqualFold(p.Name, "partitioning_strategy") {
			places = append(places, naming{"with", p.Value, p.ValueSpan})
		}
	}
	places = append(places, naming{by: "environment", text: s.Config.Strategy.Environment}, naming{by: "config", text: s.Config.Strategy.File})
	for _, p := range places {
		if p.text == "" && p.at.IsZero() {
			continue
		}
		if st, ok := strategies.Lookup(p.text); ok {
			return &Named{Strategy: st, By: p.by, text: p.text, At: p.at}
		}
		s.unknown(p)
	}
	if s.Config.NoAutoSelect {
		return &Named{Strategy: strategies.AlwaysHash, By: "config", text: "auto_select_strategy: false"}
	}
	return nil
}

func (s *Settings) unknown(p naming) {
	var names []string
	for _, st := range strategies.All {
		names = append(names, st.Annotation)
	}
	help := "one of " + strings.Join(names, ", ")
	if near := strategies.Nearest(p.text); near != "" {
		help = "did you mean " + near + "? It is " + help
	}
	s.find(diag.Diagnostic{ID: "unknown-strategy", Severity: diag.Error, Span: p.at, Message: fmt.Sprintf("there is no partitioning strategy %q", p.text), Help: help})
}

func valueSpan(an syntax.Annotation) diag.Span {
	if an.Value == "" {
		return an.Span()
	}
	return an.ValueSpan
}

// Keyless reports whether the engine has no column to hash: it looks for them in GROUP BY only, and takes no
// expressions (server/v2/coordinator.rs extract_group_by_columns).
func (s *Settings) Keyless() bool {
	if s.Config.NoEngine {
		return false
	}
	q, ok := s.Stmt.Query.Body.(*syntax.Select)
	if !ok || q.GroupBy == nil {
		return true
	}
	for _, element := range q.GroupBy.Elements {
		for _, e := range element.Exprs {
			if _, column := e.(*syntax.Column); column {
				return false
			}
		}
	}
	return true
}

// oneTask reports whether the engine takes a @job_mode by which the job has no partitions. It does not take every line in
// which one can be recognized.
func (s *Settings) oneTask() bool {
	other := func(a syntax.Annotation) bool { return a.Name == "job_mode" && !strings.EqualFold(a.Value, "adaptive") }
	if s.Config.NoEngine || !slices.ContainsFunc(s.Stmt.Annotations, other) {
		return false
	}
	mode, ok := engine.JobMode(s.annotations())
	return ok && !engine.Partitioned(mode)
}

// annotations is what the engine makes of the statement's annotations.
func (s *Settings) annotations() []engine.Annotation {
	return engine.Annotations(s.Src, s.Stmt.Reach(s.Src))
}

// single reports whether the engine takes a @num_partitions of 1. If it does not, the job has as many partitions as the
// server has CPUs, and nothing is right because it has one. Other counts only tell which plan is meant.
func (s *Settings) single() bool {
	return s.Config.NoEngine || slices.ContainsFunc(s.annotations(), func(a engine.Annotation) bool { return a.Name == "num_partitions" && a.Read() })
}

// Partitions returns the job's partition count and who states it.
func (s *Settings) Partitions() (int, string) {
	cfg := s.Config.Partitions
	if cfg.Flag > 0 {
		return cfg.Flag, "flag"
	}
	if s.oneTask() {
		return 1, "job_mode"
	}
	if an, ok := s.Stmt.Annotation("num_partitions"); ok {
		n, err := strconv.Atoi(strings.TrimSpace(an.Value))
		switch {
		case err == nil && n == 1 && !s.single():
			return s.unstated()
		case err == nil && n >= 1 && n <= planner.MaxPartitions:
			return n, "annotation"
		}
		s.find(diag.Diagnostic{ID: "bad-partition-count", Severity: diag.Error, Span: valueSpan(an), Message: fmt.Sprintf("@num_partitions: %q is not a partition count", an.Value),
			Help: fmt.Sprintf("write a whole number from 1 to %d, for example -- @num_partitions: 8", planner.MaxPartitions)})
	}
	return s.unstated()
}

// unstated is the count of a job for which neither a flag nor the text states one.
func (s *Settings) unstated() (int, string) {
	cfg := s.Config.Partitions
	switch {
	case cfg.Environment > 0:
		return cfg.Environment, "environment"
	case cfg.File > 0:
		return cfg.File, "config"
	}
	return planner.DefaultPartitions, "default"
}
