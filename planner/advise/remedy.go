package advise

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/velo-plan/velo-plan/planner"
	"github.com/velo-plan/velo-plan/planner/decide"
	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/planner/resolve"
	"github.com/velo-plan/velo-plan/planner/syntax"
	"github.com/velo-plan/velo-plan/strategies/scalar"
)

// remedy writes the statements that mend the skew of the job in one way, or returns nil if its text cannot be divided so.
func (a *adviser) remedy(r planner.Remedy) []string {
	if a.indivisible() != "" && (r.Divides() || len(r.Salts) == 0) {
		return nil
	}
	if len(r.Salts) == 0 {
		parts := a.splitPhases("_PARTITION", "_PARTITION AS source_partition")
		if !a.holds(parts) {
			return nil
		}
		return a.deployable(parts, a.stageName())
	}
	salted := a.streamName("salted")
	parts, streams := a.salted(salted, r.Salts), []string{salted}
	if parts == nil {
		return nil
	}
	if r.Divides() {
		second := a.over(parts)
		if second == nil {
			return nil
		}
		column := a.fresh("salt")
		phases := second.splitPhases(column, column)
		if phases == nil {
			return nil
		}
		parts, streams = append(parts[:1], phases...), append(streams, a.stageName())
	}
	if !a.holds(parts) {
		return nil
	}
	return a.deployable(parts, streams...)
}

// salted writes two statements: one adds a salt to each record, the other is the job over its result. Unless keys are
// divided by it, the job groups by the salt as well; it has one value for each group.
func (a *adviser) salted(stream string, salts []planner.Salt) []string {
	top := resolve.TopSelect(a.stmt.Query)
	if top == nil || top.GroupBy == nil || len(a.stmt.Query.With) > 0 {
		return nil
	}
	from, alias := a.oneSource(top)
	if from == "" {
		return nil
	}
	var columns []string
	for _, el := range top.GroupBy.Elements {
		c, ok := el.Exprs[0].(*syntax.Column)
		if !ok || el.Keyword != "" || a.isItem(c) {
			return nil
		}
		columns = append(columns, a.slice(c.Span()))
	}
	text, divided := "CASE", false
	for _, s := range salts {
		condition, ok := equals(columns, s.Key)
		if !ok {
			return nil
		}
		value := strconv.Itoa(s.First)
		if s.Parts > 1 {
			value, divided = fmt.Sprintf("%d + MOD(_OFFSET, %d)", s.First, s.Parts), true
		}
		text += "\n  WHEN " + condition + " THEN " + value
	}
	column := a.fresh("salt")
	var edits []diag.Edit
	if !divided {
		end := top.GroupBy.Span().End
		edits = append(edits, diag.Edit{Span: diag.Span{Start: end, End: end}, Text: ", " + column})
	}
	return a.besides(top, stream, from, alias, []string{text + "\n  ELSE 0 END AS " + column}, edits)
}

// equals writes the condition that columns have the values of a key; ok is false if a value cannot be written.
func equals(columns []string, key []scalar.Value) (condition string, ok bool) {
	if len(columns) != len(key) {
		return "", false
	}
	var terms []string
	for i, v := range key {
		term := columns[i] + " = "
		switch v.Kind() {
		case scalar.KindNull:
			term = columns[i] + " IS NULL"
		case scalar.KindBool, scalar.KindNumber:
			term += string(scalar.AppendEngineText(nil, v)) // in decimal
		case scalar.KindString:
			term += "'" + strings.ReplaceAll(string(v.Text()), "'", "''") + "'"
		default:
			return "", false
		}
		terms = append(terms, term)
	}
	return strings.Join(terms, " AND "), true
}

// over returns an adviser on the last of some statements, nil if they do not parse.
func (a *adviser) over(parts []string) *adviser {
	cfg := a.env.Config
	cfg.Job, cfg.Strategy, cfg.NoAutoSelect = "", planner.Named[string]{}, false
	env := a.env.Aside(cfg)
	src := diag.NewSource("", strings.Join(parts, "\n"))
	file, problems := syntax.Parse(src)
	if len(problems) > 0 || len(file.Statements) != len(parts) {
		return nil
	}
	last := (*adviser)(nil)
	for _, stmt := range file.Statements {
		env.Enter(nil, stmt)
		r := resolve.Statement(src, stmt, env)
		if r.Large {
			return nil
		}
		d := decide.Decide(decide.NewCase(r.Tree, a.c.Partitions))
		last = &adviser{src: src, stmt: stmt, env: env, tree: r.Tree, d: d, c: d.Case, p: &planner.Plan{Source: src}}
		env.Remember(stmt, resolve.Made(r.Tree, ""))
	}
	return last
}
