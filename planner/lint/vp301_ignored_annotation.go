package lint

import (
	"strings"

	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/planner/engine"
	"github.com/velo-plan/velo-plan/strategies"
)

var vp301 = Rule{
	Code: "VP301", Name: "ignored-annotation", Severity: diag.Error,
	Doc: Doc{
		Finds: "a spelling of a strategy that the engine drops without a word",
		Why: "The engine's annotation takes five words: sticky, hash, smart, roundrobin, fanin. Every other spelling, also " +
			"those of its own documents (always_hash, sticky_partition), it drops without a word and chooses a strategy by " +
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
		if s, ok := strategies.Lookup(strings.TrimSpace(a.Value)); word == "" && ok {
			word = s.Annotation
		}
		if word == "" && a.Status == engine.WrongValue || a.Value == "" && a.Status == engine.WrongForm && p.annotation(strategyAnnotation).Name != "" {
			continue // no strategy at all: VP107 says so
		}
		help := a.Reason
		if a.Status == engine.WrongValue {
			help = "write -- @" + strategyAnnotation + ": " + word
		}
		f := p.Report(a.Span, "the engine drops @"+a.Name+": "+a.Value+" without a word and chooses a strategy by itself", help)
		if a.Status == engine.WrongValue {
			f.Fix = []engine.Edit{{Span: a.ValueSpan, Text: word}}
		}
	}
}

// strategyAnnotation is the annotation that names a strategy.
const strategyAnnotation = "partitioning_strategy"
