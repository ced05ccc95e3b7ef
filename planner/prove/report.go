package prove

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/velo-plan/velo-plan/planner"
	"github.com/velo-plan/velo-plan/planner/diag"
)

// FormatVersion is the version of the JSON of a Report. The minor number grows with additions.
const FormatVersion = "1.0"

// Report is what executing a job found. Its JSON is the contract of `prove --format json`. Lists are never nil.
type Report struct {
	FormatVersion string     `json:"format_version"`
	Job           string     `json:"job"`
	File          string     `json:"file"`
	Line          int        `json:"line"`
	Partitions    int        `json:"partitions"`
	Strategy      string     `json:"strategy"` // that the job runs
	Verdict       string     `json:"verdict"`  // of the plan on that: proven, unproven or refuted
	Executable    Executable `json:"executable"`
	Inputs        []Input    `json:"inputs"` // those that were read
	Whole         *Answer    `json:"whole"`  // nil if it was not executed
	Columns       []string   `json:"columns"`
	Strategies    []Result   `json:"strategies"`
	// Declared are the facts that a person stated and that the plan rests on.
	Declared []string `json:"declared"`
	// Refuted are those of them, and other declarations, that the given records show to be false.
	Refuted []Refuted `json:"refuted"`
	// Advice are the statements that the plan advises to write instead, executed too.
	Advice []Advised `json:"advice"`
	// Partial reports whether it was interrupted before everything had run.
	Partial bool `json:"partial,omitempty"`
}

// Input is a source with the records that were read.
type Input struct {
	Source  string `json:"source"`
	Records int    `json:"records"`
}

// Answer is the answer of the whole.
type Answer struct {
	Rows int `json:"rows"`
}

// Executable is true in JSON, or the reason why nothing was executed. The place is 0 if it has none.
type Executable struct {
	Because string
	Line    int
	Column  int
}

// MarshalJSON implements json.Marshaler.
func (e Executable) MarshalJSON() ([]byte, error) {
	if e.Because == "" {
		return []byte("true"), nil
	}
	return json.Marshal(struct {
		Because string `json:"because"`
		Line    int    `json:"line"`
		Column  int    `json:"column"`
	}(e))
}

// Result is what one strategy gives.
type Result struct {
	Strategy string `json:"strategy"`
	Verdict  string `json:"verdict"` // of the plan: chosen, correct, unproven, wrong or unavailable
	Because  string `json:"because"` // the plan's reason
	// Same reports whether the partitions give the rows of the whole; nil if the strategy did not run, of which Error
	// tells why, or if neither gives a row.
	Same        *bool     `json:"same"`
	Error       string    `json:"error,omitempty"`
	Rows        int       `json:"rows"`
	Missing     int       `json:"missing"`
	Extra       int       `json:"extra"`
	Groups      *int      `json:"groups"` // nil if the rows are no groups, or do not show which
	GroupsWrong *int      `json:"groups_wrong"`
	Examples    []Example `json:"examples"`
	// HeldOn is the number of random data sets with an answer on which it gave the rows of the whole, and Witness the records that show
	// the opposite. Both are nil where records were given.
	HeldOn  *int             `json:"held_on"`
	Witness *planner.Witness `json:"witness"`
}

// Example is a group whose rows are wrong, or one row where rows are no groups.
type Example struct {
	Right []json.RawMessage `json:"right"` // rows of the whole
	Got   []planner.Got     `json:"got"`
	// More is the number of rows that are left out.
	More int `json:"more,omitempty"`
}

// Unshown tells why a search found no witness.
func (s *Result) Unshown() string {
	switch {
	case s.Error != "":
		return "it did not run: " + s.Error
	case *s.HeldOn == 0:
		return "no random data set gave a row"
	}
	return fmt.Sprintf("it gave the right rows on all %d random data sets", *s.HeldOn)
}

// Failed reports whether the strategy that the job runs, or the one that was named, gives other rows than the whole, or the
// statements of an advice do, or whether the records refute what is declared.
func (r *Report) Failed(named string) bool {
	if len(r.Refuted) > 0 || slices.ContainsFunc(r.Advice, func(a Advised) bool { return a.Same != nil && !*a.Same }) {
		return true
	}
	for _, s := range r.Strategies {
		if s.Same != nil && !*s.Same && (s.Strategy == r.Strategy || s.Strategy == named) {
			return true
		}
	}
	return false
}

// Interrupted notes that no more is executed than what was by now.
func (r *Report) Interrupted() {
	r.Partial = true
	for i := range r.Strategies {
		if s := &r.Strategies[i]; s.Same == nil && s.Error == "" && s.HeldOn == nil {
			s.Error = "interrupted"
		}
	}
	for i := range r.Advice {
		if a := &r.Advice[i]; a.Same == nil && a.Error == "" {
			a.Error = "interrupted"
		}
	}
}

// Shows reports whether any strategy gave something to compare.
func (r *Report) Shows() bool {
	return slices.ContainsFunc(r.Strategies, func(s Result) bool { return s.Same != nil })
}

// notExecutable puts a reason into the report.
func (e *NotExecutable) reason(src *diag.Source) Executable {
	out := Executable{Because: e.What}
	if src != nil && !e.Span.IsZero() {
		at := src.Position(e.Span.Start)
		out.Line, out.Column = at.Line, at.Column
	}
	return out
}

// Text is the reason with its place, "" if the job was executed.
func (e Executable) Text() string {
	if e.Line == 0 {
		return e.Because
	}
	return fmt.Sprintf("%s [%d:%d]", e.Because, e.Line, e.Column)
}
