package render

import (
	"strings"

	"github.com/velo-plan/velo-plan/planner"
	"github.com/velo-plan/velo-plan/planner/lint"
)

// RulesTable prints a list of rules for a terminal; a single rule is printed in full.
func RulesTable(list []lint.Rule, o Options) string {
	p := &page{Options: o}
	if len(list) == 1 {
		p.rule(list[0])
		return p.String()
	}
	t := table{header: []string{"code", "name", "severity", "finds"}}
	for _, r := range list {
		severity := r.Severity.String()
		t.rows = append(t.rows, []cell{{r.Code(), bold}, {r.Name, plain}, {severity, kindInk(severity)}, {r.Doc.Finds, plain}})
	}
	p.table(t)
	return p.String()
}

// rule prints one rule in full.
func (p *page) rule(r lint.Rule) {
	p.row(piece{}, piece{r.Code() + " " + r.Name, bold}, piece{" · " + r.Severity.String() + ", since " + r.Doc.Since, dim})
	p.WriteByte('\n')
	p.label("finds", dim, text(r.Doc.Finds))
	p.label("why", dim, text(r.Doc.Why))
	for _, example := range ruleExamples(r) {
		p.title(example.name)
		p.WriteByte('\n')
		for line := range strings.Lines(example.text) {
			p.WriteString(strings.TrimRight("    "+expand(strings.TrimRight(line, "\n")), " ") + "\n")
		}
	}
	if a := ruleWitness(r); a != nil {
		p.title("Witness", text("of the bad one: "), piece{a.Strategy, bold}, text(" "+givesOther(a.Witness)))
		p.witness(a.Witness)
	}
	p.WriteByte('\n')
	p.row(piece{"  ", plain}, piece{r.HelpURI(), dim})
}

// ruleExamples are the texts that show a rule.
func ruleExamples(r lint.Rule) []field {
	var list []field
	for _, example := range []field{{"Bad", r.Doc.Bad}, {"Good", r.Doc.Good}, {"The catalog file of both", r.Doc.Catalog}} {
		if example.text != "" {
			list = append(list, example)
		}
	}
	return list
}

// RulesMarkdown prints a list of rules for a document; a single rule is printed in full.
func RulesMarkdown(list []lint.Rule) string {
	if len(list) == 1 {
		return RuleMarkdown(list[0])
	}
	m := &markdown{}
	m.printf("# The rules of velo-plan lint\n\nEach can be given another severity, or be turned off, in `velo-plan.yaml` (`lint: {severity: {VP205: off}}`),\n" +
		"and be ignored in one place by a comment with a reason (`-- velo-plan: ignore VP205 because ..`), or in a file (`ignore-file`).\n" +
		"Their families are VP0 (the text), VP1 (wrong results), VP2 (cost), VP3 (the engine) and VP4 (jobs together). A family\n" +
		"can stand for all its rules there, and in `lint --rule VP2` and `lint --disable VP2`. `engine: none` turns off VP3.\n\n")
	var rows [][]string
	for _, r := range list {
		rows = append(rows, []string{"[" + r.Code() + "](" + r.Code() + ".md)", escape(r.Name), r.Severity.String(), escape(r.Doc.Finds)})
	}
	m.table([]string{"code", "name", "severity", "finds"}, rows)
	return m.String()
}

// RuleMarkdown prints a rule as its page in docs/rules.
func RuleMarkdown(r lint.Rule) string { return ruleMarkdown(r, ruleWitness(r)) }

// ruleMarkdown is RuleMarkdown with a given witness; nil for none.
func ruleMarkdown(r lint.Rule, a *planner.Alternative) string {
	m := &markdown{}
	m.printf("# %s %s\n\n%s, since %s. It finds %s.\n\n## Why\n\n%s\n", r.Code(), escape(r.Name), capital(r.Severity.String()), r.Doc.Since, escape(r.Doc.Finds), escape(r.Doc.Why))
	for _, example := range ruleExamples(r) {
		language := "sql"
		if example.text == r.Doc.Catalog {
			language = "yaml"
		}
		m.printf("\n## %s\n\n```%s\n%s```\n", example.name, language, example.text)
	}
	if a != nil {
		m.printf("\n## Witness\n\nOn records like these, found by `velo-plan prove`, %s of the bad one %s\n\n", code(a.Strategy), givesOther(a.Witness))
		m.witness(a.Witness)
	}
	if r.Doc.Bad != "" {
		m.printf("\n## To ignore it in one place\n\n```sql\n-- velo-plan: ignore %s because ..\n```\n", r.Code())
	}
	return m.String()
}

// ruleJSON is a rule as RulesJSON shows it.
type ruleJSON struct {
	Code     string `json:"code"`
	Name     string `json:"name"`
	Severity string `json:"severity"`
	Finds    string `json:"finds"`
	Why      string `json:"why"`
	Bad      string `json:"bad"`
	Good     string `json:"good"`
	Catalog  string `json:"catalog"`
	Since    string `json:"since"`
	HelpURI  string `json:"help_uri"`
	// Witness shows the bad example wrong, if it is one rule that is printed.
	Witness *planner.Witness `json:"witness,omitempty"`
}

// RulesJSON prints a list of rules as {"format_version", "rules"}.
func RulesJSON(list []lint.Rule) (string, error) {
	out := struct {
		FormatVersion string     `json:"format_version"`
		Rules         []ruleJSON `json:"rules"`
	}{FormatVersion: lint.FormatVersion, Rules: []ruleJSON{}}
	for _, r := range list {
		out.Rules = append(out.Rules, ruleJSON{Code: r.Code(), Name: r.Name, Severity: r.Severity.String(), Finds: r.Doc.Finds, Why: r.Doc.Why,
			Bad: r.Doc.Bad, Good: r.Doc.Good, Catalog: r.Doc.Catalog, Since: r.Doc.Since, HelpURI: r.HelpURI()})
	}
	if len(list) == 1 {
		if a := ruleWitness(list[0]); a != nil {
			out.Rules[0].Witness = a.Witness
		}
	}
	return JSON(out)
}
