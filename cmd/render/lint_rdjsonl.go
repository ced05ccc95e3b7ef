package render

import (
	"encoding/json"
	"io"
	"strings"

	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/planner/lint"
)

// The parts of reviewdog's diagnostic format, which has one JSON object per line.
type (
	rdDiagnostic struct {
		Message     string         `json:"message"`
		Location    rdLocation     `json:"location"`
		Severity    string         `json:"severity"`
		Source      rdSource       `json:"source"`
		Code        rdCode         `json:"code"`
		Suggestions []rdSuggestion `json:"suggestions,omitempty"`
	}
	rdLocation struct {
		Path  string   `json:"path"`
		Range *rdRange `json:"range,omitempty"`
	}
	rdRange struct {
		Start rdPosition `json:"start"`
		End   rdPosition `json:"end"`
	}
	rdPosition struct {
		Line   int `json:"line"`
		Column int `json:"column"` // in bytes, from 1
	}
	rdSource struct {
		Name string `json:"name"`
		URL  string `json:"url"`
	}
	rdCode struct {
		Value string `json:"value"`
		URL   string `json:"url"`
	}
	rdSuggestion struct {
		Range rdRange `json:"range"`
		Text  string  `json:"text"`
	}
)

// LintRDJSONL prints every finding that counts for reviewdog. Columns count bytes. The error is the writer's.
func LintRDJSONL(w io.Writer, r *lint.Result) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	for _, f := range r.Findings() {
		if f.Suppressed != nil {
			continue
		}
		d := rdDiagnostic{
			Message: wholeMessage(f), Location: rdLocation{Path: f.Name()}, Severity: rdSeverity(f.Severity),
			Source: rdSource{"velo-plan", "https://github.com/velo-plan/velo-plan"}, Code: rdCode{f.Code(), f.URI()},
		}
		if f.Source != nil {
			at := rdRangeOf(f.Source, f.Span)
			d.Location.Range = &at
			for _, edit := range f.Fix {
				d.Suggestions = append(d.Suggestions, rdSuggestion{rdRangeOf(f.Source, edit.Span), edit.Text})
			}
		}
		if err := e.Encode(d); err != nil {
			return err
		}
	}
	return nil
}

func rdRangeOf(src *diag.Source, at diag.Span) rdRange {
	return rdRange{rdPlace(src, at.Start), rdPlace(src, at.End)}
}

// rdPlace is an offset as line and byte.
func rdPlace(src *diag.Source, offset int) rdPosition {
	offset = min(max(offset, 0), len(src.Text))
	line := src.Position(offset).Line
	return rdPosition{Line: line, Column: offset - src.LineStart(line) + 1}
}

// rdSeverity is what reviewdog calls a severity.
func rdSeverity(s diag.Severity) string {
	if s == diag.Note {
		return "INFO"
	}
	return strings.ToUpper(s.String())
}
