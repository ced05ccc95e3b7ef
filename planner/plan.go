package planner

import (
	"slices"
	"strings"

	"github.com/velo-plan/velo-plan/planner/diag"
)

// FormatVersion is the version of the JSON that Result and Plan encode to. The minor number grows with additions,
// the major one with anything that breaks a reader.
const FormatVersion = "1.0"

// Result is what planning a set of texts gives. Its JSON is the contract of `explain --format json`.
// All lists are in the order of the texts and never nil.
type Result struct {
	FormatVersion string       `json:"format_version"`
	Plans         []*Plan      `json:"plans"`
	Unrouted      []Unrouted   `json:"unrouted"`
	Diagnostics   []Diagnostic `json:"diagnostics"`
	// Graph shows who reads and writes what; it is nil in results of versions that had none.
	Graph *Graph `json:"graph,omitempty"`

	// Unread are flags and entries of the catalog that nothing comes of: no statement reads such a stream. They are
	// about no text, so they are not among the Findings.
	Unread []diag.Diagnostic `json:"-"`
	// Findings are the diagnostics with their texts, from which Diagnostics was made: the errors of all plans, and
	// what belongs to no plan. The warnings and advice of a plan are among its own findings.
	Findings []diag.Diagnostic `json:"-"`
}

// Unrouted is a statement that moves no records: a declaration, SHOW, STOP and the like.
type Unrouted struct {
	File    string `json:"file"`
	Line    int    `json:"line"`
	Kind    string `json:"kind"`
	Name    string `json:"name,omitempty"`
	Because string `json:"because"`
}

// Diagnostic is diag.Diagnostic as JSON shows it. Columns count code points from 1; the end is
// the column after the last character.
type Diagnostic struct {
	Code      string `json:"code"`
	Severity  string `json:"severity"`
	File      string `json:"file"`
	Line      int    `json:"line"`
	Column    int    `json:"column"`
	EndLine   int    `json:"end_line"`
	EndColumn int    `json:"end_column"`
	Message   string `json:"message"`
	Help      string `json:"help,omitempty"`
}

// Plan is the partitioning plan of one job: what is chosen, what the statement requires, and every
// reason. It owns its memory; a caller may keep it but must not change it.
type Plan struct {
	File string `json:"file"`
	Line int    `json:"line"`
	Job  string `json:"job"`
	Kind string `json:"kind"` // a syntax.Kind

	Strategy     string   `json:"strategy"`      // the one that runs: the named one, or else the one that the tree chooses
	Verdict      string   `json:"verdict"`       // proven, unproven or refuted
	ChosenBy     string   `json:"chosen_by"`     // automatic, flag, annotation, with, environment or config
	WouldChoose  string   `json:"would_choose"`  // what the tree chooses on its own
	Keys         []string `json:"keys"`          // columns that the strategy hashes, or the grouping key that the source serves; otherwise empty
	Partitions   int      `json:"partitions"`    // of the job
	PartitionsBy string   `json:"partitions_by"` // flag, annotation, job_mode, environment, config or default
	Hash         string   `json:"hash"`

	Required     []Requirement `json:"required"`
	Delivered    Dist          `json:"delivered"`
	Proof        []string      `json:"proof"`
	Facts        []Fact        `json:"facts"`
	Trace        []Step        `json:"trace"`
	Alternatives []Alternative `json:"alternatives"`
	Inputs       []Input       `json:"inputs"`
	Stages       []Stage       `json:"stages"`
	Sink         *Sink         `json:"sink,omitempty"`
	Advice       []Advice      `json:"advice"`
	// Engine is what Velostream does with the text; nil if the jobs run elsewhere, or if nobody asked.
	Engine *Engine `json:"engine,omitempty"`

	// Findings are the errors, warnings and notes about this plan, from which Advice was made.
	Findings []diag.Diagnostic `json:"-"`

	Source *diag.Source `json:"-"`
	Span   diag.Span    `json:"-"` // of the statement
	// Routes are what a router needs to carry the plan out, one for each of Inputs.
	Routes []Route `json:"-"`
	// TwoPhase tells how the statement's groups could be computed in two phases. That is worth it only if one of
	// them has too many records, which a replay can find out. It is "" if there is nothing to say.
	TwoPhase string `json:"-"`
	// State is what the job keeps of the records that it has seen.
	State State `json:"-"`
	// Indivisible is why the records of a group may not be divided among partitions and their results combined; "" if
	// they may.
	Indivisible string `json:"-"`
	// Remedies are the statements for each of Config.Remedies; nil where there are none.
	Remedies [][]string `json:"-"`
}

// Dist is a distribution as JSON shows it: any, by, source or single.
type Dist struct {
	Dist string   `json:"dist"`
	Keys []string `json:"keys"`
}

// Because is a reason with its place in the text; a Line of 0 means that it has none.
type Because struct {
	Text   string    `json:"text"`
	Line   int       `json:"line,omitempty"`
	Column int       `json:"column,omitempty"`
	Span   diag.Span `json:"-"`
}

// Requirement is what one operator of the statement requires of the distribution.
type Requirement struct {
	Dist
	Soft     bool    `json:"soft"`
	Operator string  `json:"operator"` // "GROUP BY", "OVER", "LIMIT", ...
	Because  Because `json:"because"`
}

// Fact states that records that agree on From agree on To.
type Fact struct {
	From     []string `json:"from"`
	To       string   `json:"to"` // a column, "@partition", or "@every" for all columns
	Because  string   `json:"because"`
	Declared bool     `json:"declared"` // stated by a person (catalog, flag, annotation), not read from the statement
	Line     int      `json:"line,omitempty"`
	Column   int      `json:"column,omitempty"`
}

// Step is one question of the decision tree that was asked, with its answer.
type Step struct {
	Node     string    `json:"node"`
	Question string    `json:"question"`
	Yes      bool      `json:"yes"`
	Because  string    `json:"because"`
	Line     int       `json:"line,omitempty"`
	Column   int       `json:"column,omitempty"`
	Span     diag.Span `json:"-"`
}

// Alternative is the verdict on one of the five strategies.
type Alternative struct {
	Strategy string `json:"strategy"`
	Verdict  string `json:"verdict"` // chosen, correct, unproven, wrong or unavailable
	Because  string `json:"because"`
	// Witness are few records that show the strategy wrong, NoWitness tells why there are none; zero: nobody looked.
	Witness   *Witness `json:"witness,omitempty"`
	NoWitness string   `json:"no_witness,omitempty"`
}

// Input is one base source. Inputs are in the order in which they are written.
type Input struct {
	Source   string    `json:"source"`
	Alias    string    `json:"alias,omitempty"`
	Line     int       `json:"line"` // where the statement reads it, or names the view that reads it
	Column   int       `json:"column"`
	Span     diag.Span `json:"-"`
	Kind     string    `json:"kind"`  // stream or table
	Route    string    `json:"route"` // hash, single, keep, any or copy
	Keys     []string  `json:"keys"`
	Strategy string    `json:"strategy"`
	Exchange bool      `json:"exchange"` // records may leave the partition they are read from
	Staged   Staged    `json:"staged"`
	Key      []string  `json:"source_key"` // the declared key of the topic; empty if unknown
	// SourcePartitions is the partition count of the topic; 0 if unknown.
	SourcePartitions int `json:"source_partitions,omitempty"`
	// SourcePartitionsBy is who states that count; "" if unknown.
	SourcePartitionsBy string `json:"source_partitions_by,omitempty"`
}

// Staged is the first exchange that a source's records meet in the plan with stages.
type Staged struct {
	Stage int      `json:"stage"`
	Route string   `json:"route"`
	Keys  []string `json:"keys"`
}

// Stage is one step of the plan with exchanges: operators that one distribution serves.
type Stage struct {
	ID       int      `json:"id"` // from 1
	Operator string   `json:"operator"`
	Required Dist     `json:"required"`
	Inputs   []string `json:"inputs"` // sources by alias, or "stage 1"
	Exchange string   `json:"exchange"`
	Keys     []string `json:"keys"`
}

// Sink is where the job writes.
type Sink struct {
	Name string   `json:"name"`
	Key  []string `json:"key"`
	// KeyFrom is what makes the key: "windowed GROUP BY", "PRIMARY KEY", or "" if there is none.
	KeyFrom string `json:"key_from,omitempty"`
}

// Advice is a finding as JSON shows it beside a plan. ID is stable; it is the name of the lint rule about the
// finding, if there is one.
type Advice struct {
	ID     string    `json:"id"`
	Kind   string    `json:"kind"` // error, warning or advice
	Text   string    `json:"text"`
	Line   int       `json:"line,omitempty"`
	Column int       `json:"column,omitempty"`
	Span   diag.Span `json:"-"`
	// Statements are the job written as several statements with one routing step each, if the advice is to split
	// it.
	Statements []string `json:"statements,omitempty"`
}

// Engine is what Velostream does with the text of a job, whatever the plan says.
type Engine struct {
	Runs    string    `json:"runs"`           // a strategy, one_task or nothing
	Verdict string    `json:"verdict"`        // same, correct, unproven, wrong, cut, misread or refused
	Because string    `json:"because"`        // the rule of the engine by which it runs that
	Why     string    `json:"why,omitempty"`  // why this is wrong or unproven
	Line    int       `json:"line,omitempty"` // of what the rule is about; 0 if it is about no place
	Column  int       `json:"column,omitempty"`
	Write   string    `json:"write,omitempty"`   // what to write instead; "" if there is nothing to change
	Ignored bool      `json:"ignored,omitempty"` // a comment or a baseline suppresses all that lint finds about this
	Span    diag.Span `json:"-"`
}

// Present converts a diagnostic to its JSON form.
func Present(d diag.Diagnostic) Diagnostic {
	out := Diagnostic{Code: d.Code(), Severity: d.Severity.String(), File: d.Name(), Message: d.Message, Help: d.Help}
	if d.Source != nil {
		from, to := d.Source.Position(d.Span.Start), d.Source.Position(d.Span.End)
		out.Line, out.Column, out.EndLine, out.EndColumn = from.Line, from.Column, to.Line, to.Column
	}
	return out
}

// Advise adds a finding to the plan, along with the advice that JSON shows for it.
func (p *Plan) Advise(d diag.Diagnostic) {
	p.Findings = append(p.Findings, d)
	a := Advice{ID: d.ID, Kind: d.Severity.String(), Text: d.Message, Span: d.Span, Statements: d.Instead}
	if d.Severity == diag.Note {
		a.Kind = "advice"
	}
	switch {
	case d.Help == "":
	case strings.Contains(d.Message, ": "):
		a.Text += "; " + d.Help
	default:
		a.Text += ": " + d.Help
	}
	if d.Source != nil && !d.Span.IsZero() {
		at := d.Source.Position(d.Span.Start)
		a.Line, a.Column = at.Line, at.Column
	}
	p.Advice = append(p.Advice, a)
}

// Settle puts the findings in order and makes Diagnostics of them.
func (r *Result) Settle() {
	diag.Sort(r.Findings)
	r.Diagnostics = make([]Diagnostic, len(r.Findings))
	for i, f := range r.Findings {
		r.Diagnostics[i] = Present(f)
	}
}

// Hashes reports whether the records of any source are hashed on the way in.
func (p *Plan) Hashes() bool {
	return slices.ContainsFunc(p.Inputs, func(in Input) bool { return in.Route == "hash" })
}

// MovedShare is the share of the records that an even exchange over some number of partitions moves: those whose new
// partition is not the one that they are read from, modulo that number.
func MovedShare(partitions int) float64 { return 1 - 1/float64(partitions) }

// Between returns the findings that belong to no plan: texts that do not parse, and what is wrong between
// statements.
func (r *Result) Between() []diag.Diagnostic {
	type identity struct {
		id, message string
		source      *diag.Source
		at          diag.Span
	}
	of := func(d diag.Diagnostic) identity { return identity{d.ID, d.Message, d.Source, d.Span} }
	owned := map[identity]bool{}
	for _, p := range r.Plans {
		for _, d := range p.Findings {
			owned[of(d)] = true
		}
	}
	var out []diag.Diagnostic
	for _, d := range r.Findings {
		if !owned[of(d)] {
			out = append(out, d)
		}
	}
	return out
}
