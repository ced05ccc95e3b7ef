package lint

import (
	"slices"
	"strings"

	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/planner/engine"
	"github.com/velo-plan/velo-plan/strategies"
)

var vp301 = Rule{
	Name: "ignored-annotation", Severity: diag.Error,
	Doc: Doc{
		Finds: "a spelling of a strategy that the engine drops without a word",
		Why: "The engine's annotation accepts five words: sticky, hash, smart, roundrobin, fanin. It drops every other spelling, even " +
			"those of its own documents (always_hash, sticky_partition), without a word and chooses a strategy by " +
			"itself.",
		Bad: `-- @job_mode: adaptive
-- @num_partitions: 8
-- @partitioning_strategy: always_hash
CREATE STREAM symbol_counts AS
SELECT symbol, COUNT(*) AS trades
FROM trades
GROUP BY symbol
WINDOW TUMBLING(1m);
`,
		Good: `-- @job_mode: adaptive
-- @num_partitions: 8
-- @partitioning_strategy: hash
CREATE STREAM symbol_counts AS
SELECT symbol, COUNT(*) AS trades
FROM trades
GROUP BY symbol
WINDOW TUMBLING(1m);
`,
		Since: "0.1.0",
	},
	Check: checkIgnoredAnnotation,
}

func checkIgnoredAnnotation(p *Pass) {
	for _, a := range p.Annotations() {
		if a.Name != strategyAnnotation || a.Status != engine.WrongValue && a.Status != engine.WrongForm {
			continue
		}
		word := a.Takes
		if s, ok := strategies.Lookup(p.saidStrategy(a)); word == "" && ok {
			word = s.Annotation
		}
		if word == "" && a.Status == engine.WrongValue {
			continue // no strategy at all: VP107 reports it
		}
		message := "the engine drops " + p.Text.Slice(a.Span) + " without a word"
		if !p.strategyTaken() {
			message += " and chooses a strategy by itself"
		}
		if a.Status == engine.WrongForm {
			p.Report(a.Span, message, p.wellFormed(a, word))
			continue
		}
		f := p.Report(a.Span, message, "write -- @"+strategyAnnotation+": "+word)
		f.Fix = []diag.Edit{{Span: a.ValueSpan, Text: word}}
	}
}

// saidStrategy is what follows the name of an annotation, with or without a colon.
func (p *Pass) saidStrategy(a engine.Annotation) string {
	return strings.Trim(p.Text.Slice(a.Span)[len("@"+a.Name):], ": \t")
}

// strategyTaken reports whether the engine reads some other strategy annotation of the statement.
func (p *Pass) strategyTaken() bool {
	return slices.ContainsFunc(p.Annotations(), func(a engine.Annotation) bool { return a.Name == strategyAnnotation && a.Read() })
}

// wellFormed tells how to write an annotation: with the strategy that it names, or else with the right one.
func (p *Pass) wellFormed(a engine.Annotation, word string) string {
	if right, ok := strategies.Lookup(p.rightStrategy()); word == "" && ok {
		word = right.Annotation
	}
	if word == "" {
		return a.Reason
	}
	return strings.Replace(a.Reason, ": value", ": "+word, 1)
}

// rightStrategy is the strategy that the statement gets if nothing names one; "" without a plan.
func (p *Pass) rightStrategy() string {
	if p.Plan == nil {
		return ""
	}
	return p.Plan.WouldChoose
}

// strategyAnnotation is the annotation that names a strategy.
const strategyAnnotation = "partitioning_strategy"
