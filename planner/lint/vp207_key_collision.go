package lint

import (
	"fmt"
	"slices"
	"strings"

	"github.com/velo-plan/velo-plan/planner/catalog"
	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/planner/syntax"
)

var vp207 = Rule{
	Name: "key-collision", Severity: diag.Warning,
	Doc: Doc{
		Finds: "a compound key whose values are joined without being escaped",
		Why: "The engine joins the columns of a compound key with | and does not escape it: the values 'a|b', 'c' and 'a', 'b|c' " +
			"give the same key, and the row of one replaces that of the other in a compacted topic or a table. Columns " +
			"of numbers, booleans and times cannot contain a |.",
		Bad: `-- @job_mode: adaptive
-- @partitioning_strategy: sticky
CREATE STREAM shop_prices AS
SELECT shop PRIMARY KEY, article PRIMARY KEY, price
FROM price_changes;
`,
		Good: `-- @job_mode: adaptive
-- @partitioning_strategy: sticky
CREATE STREAM shop_prices AS
SELECT CONCAT(REPLACE(shop, '|', '||'), ' | ', article) AS shop_article PRIMARY KEY, price
FROM price_changes;
`,
		Since: "0.1.0",
	},
	Check: checkKeyCollision,
}

func checkKeyCollision(p *Pass) {
	plan := p.Job()
	if plan == nil || plan.Sink == nil || len(plan.Sink.Key) < 2 {
		return
	}
	if plan.Sink.KeyFrom != "PRIMARY KEY" && p.kind() != syntax.KindTable {
		return // the key of a window's result only selects a partition
	}
	var texts []string
	for _, k := range plan.Sink.Key {
		if !p.barFree(k) {
			texts = append(texts, k)
		}
	}
	if len(texts) > 1 {
		p.Report(p.keySpan(), fmt.Sprintf("the key (%s) is written with | between the values, which is not escaped: different values of %s can give the same key",
			strings.Join(plan.Sink.Key, ", "), strings.Join(texts, " and ")),
			"use a key of one column, make sure that at most one of them can contain a |, or declare their types in the catalog")
	}
}

// keySpan is the first column that is marked PRIMARY KEY.
func (p *Pass) keySpan() diag.Span {
	if s, ok := p.Statement.Query.Body.(*syntax.Select); ok {
		for _, item := range s.Items {
			if item.PrimaryKey {
				return item.Span()
			}
		}
	}
	return p.Statement.Target.Span()
}

// barFreeTypes are prefixes of the types whose values are written without a |.
var barFreeTypes = []string{"INT", "BIGINT", "SMALLINT", "TINYINT", "FLOAT", "DOUBLE", "REAL", "DECIMAL", "NUMERIC", "BOOL", "TIME", "DATE"}

// barFree reports whether the values of an output column are known to contain no |.
func (p *Pass) barFree(column string) bool {
	for _, in := range p.Plan.Inputs {
		s := p.Project.known(in.Source)
		if s == nil {
			continue
		}
		i := slices.IndexFunc(s.Columns, func(c catalog.Column) bool { return strings.EqualFold(c.Name, column) })
		if i >= 0 {
			typ := strings.ToUpper(s.Columns[i].Type)
			return slices.ContainsFunc(barFreeTypes, func(t string) bool { return strings.HasPrefix(typ, t) })
		}
	}
	return false
}
