package lint

import (
	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/planner/engine"
)

var vp302 = Rule{
	Name: "ignored-setting", Severity: diag.Warning,
	Doc: Doc{
		Finds: "a setting that the engine knows but does not act on",
		Why: "The engine knows the setting but does not act on it: another setting that it depends on is missing, a later " +
			"one replaces it, its value is not accepted, or something else takes precedence. The job runs as if it were not there.",
		Bad: `-- @name: middling_orders
-- @num_partitions: 8
SELECT order_id, amount
FROM orders
WHERE amount BETWEEN 5 AND 500;
`,
		Good: `-- @name: middling_orders
-- @job_mode: adaptive
-- @num_partitions: 8
SELECT order_id, amount
FROM orders
WHERE amount BETWEEN 5 AND 500;
`,
		Since: "0.1.0",
	},
	Check: checkIgnoredSetting,
}

func checkIgnoredSetting(p *Pass) {
	for _, a := range p.Annotations() {
		switch a.Status {
		case engine.WrongForm, engine.WrongValue:
			if a.Name == strategyAnnotation || a.Name == "num_partitions" && a.Status == engine.WrongValue {
				continue // VP301, VP107 and VP108 tell more
			}
		case engine.Replaced, engine.NeedsOther:
		default:
			continue
		}
		help := "remove the line, or correct it"
		if example := examples[a.Name]; a.Takes != "" {
			help = "write -- @" + a.Name + ": " + a.Takes
		} else if example != "" && a.Status == engine.WrongValue {
			help = "write a value that it accepts, as in -- @" + a.Name + ": " + example
		}
		p.Report(a.Span, "@"+a.Name+" has no effect: "+a.Reason, help)
	}
	if p.Statement == nil {
		return
	}
	for _, q := range p.Engine().Properties {
		if q.Ignored != "" && q.Key != strategyAnnotation { // VP107 is about unknown strategies
			p.Report(q.KeySpan.Join(q.ValueSpan), q.Ignored, "instead: "+q.Instead)
		}
	}
	for _, f := range p.Found("window-key-wins") {
		p.Report(f.Span, f.Message, "remove PRIMARY KEY, or group by exactly the columns that are to be the key")
	}
}

// examples are values of settings for which a wrong value does not show what is meant.
var examples = map[string]string{
	"job_mode": "adaptive", "batch_size": "1000", "observability.profiling.enabled": "off",
	"observability.metrics.enabled": "true", "observability.tracing.enabled": "true", "observability.error_reporting.enabled": "true",
}
