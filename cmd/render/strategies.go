package render

import "github.com/velo-plan/velo-plan/strategies"

// StrategiesTable prints a list of strategies for a terminal; a single strategy is printed in full.
func StrategiesTable(list []strategies.Strategy, o Options) string {
	p := &page{Options: o}
	if len(list) == 1 {
		p.strategy(list[0])
		return p.String()
	}
	t := table{header: []string{"strategy", "what meets", "when"}}
	for _, s := range list {
		t.rows = append(t.rows, []cell{{s.Name, bold}, {s.Doc.Delivers, plain}, {s.Doc.When, plain}})
	}
	p.table(t)
	return p.String()
}

// strategy prints one strategy in full.
func (p *page) strategy(s strategies.Strategy) {
	p.row(piece{}, piece{s.Name, bold}, piece{" · " + s.Doc.Title, dim})
	p.WriteByte('\n')
	for _, f := range strategyFields(s) {
		p.label(f.name, dim, text(f.text))
	}
}

// field is a property of a strategy in words.
type field struct{ name, text string }

// strategyFields lists what there is to say about a strategy.
func strategyFields(s strategies.Strategy) []field {
	keys := "no: it works without a key"
	if s.NeedsKeys {
		keys = "yes: it cannot run without a key"
	}
	return []field{
		{"does", s.Doc.Summary},
		{"what meets", s.Doc.Delivers},
		{"when", s.Doc.When},
		{"cost", s.Doc.Cost},
		{"needs keys", keys},
		{"engine", s.Doc.Engine},
		{"annotation", s.Line()},
		{"spellings", names(s.Spellings)},
	}
}

// StrategiesMarkdown prints a list of strategies for a document.
func StrategiesMarkdown(list []strategies.Strategy) string {
	m := &markdown{}
	for i, s := range list {
		if i > 0 {
			m.WriteByte('\n')
		}
		m.printf("### %s\n\n", code(s.Name))
		for _, f := range strategyFields(s) {
			m.printf("- %s: %s\n", escape(f.name), escape(f.text))
		}
	}
	return m.String()
}

// strategyJSON is a strategy as StrategiesJSON shows it.
type strategyJSON struct {
	Name       string   `json:"name"`
	Title      string   `json:"title"`
	Summary    string   `json:"summary"`
	Delivers   string   `json:"delivers"`
	When       string   `json:"when"`
	Cost       string   `json:"cost"`
	Engine     string   `json:"engine"`
	NeedsKeys  bool     `json:"needs_keys"`
	Annotation string   `json:"annotation"`
	Spellings  []string `json:"spellings"`
}

// StrategiesJSON prints a list of strategies as {"format_version", "strategies"}.
func StrategiesJSON(list []strategies.Strategy) (string, error) {
	out := struct {
		FormatVersion string         `json:"format_version"`
		Strategies    []strategyJSON `json:"strategies"`
	}{FormatVersion: "1.0", Strategies: []strategyJSON{}}
	for _, s := range list {
		out.Strategies = append(out.Strategies, strategyJSON{
			Name: s.Name, Title: s.Doc.Title, Summary: s.Doc.Summary, Delivers: s.Doc.Delivers, When: s.Doc.When,
			Cost: s.Doc.Cost, Engine: s.Doc.Engine, NeedsKeys: s.NeedsKeys, Annotation: s.Annotation,
			Spellings: append([]string{}, s.Spellings...),
		})
	}
	return JSON(out)
}
