package render

import (
	"encoding/xml"
	"io"

	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/planner/lint"
)

// The parts of a Checkstyle report.
type (
	checkstyleFile struct {
		XMLName xml.Name          `xml:"file"`
		Name    string            `xml:"name,attr"`
		Errors  []checkstyleError `xml:"error"`
	}
	checkstyleError struct {
		Line     int    `xml:"line,attr,omitempty"`
		Column   int    `xml:"column,attr,omitempty"`
		Severity string `xml:"severity,attr"`
		Message  string `xml:"message,attr"`
		Source   string `xml:"source,attr"`
	}
)

// checkstyleVersion is the version of Checkstyle whose report format this is.
const checkstyleVersion = "10.0"

// LintCheckstyle prints every finding that counts as a Checkstyle report, with every file that was read. The error is
// the writer's.
func LintCheckstyle(w io.Writer, r *lint.Result) error {
	return indentedXML(w, xmlElement("checkstyle", "version", checkstyleVersion), func(add func(any) error) error {
		open, listed := checkstyleFile{}, map[string]bool{}
		for _, f := range r.Findings() {
			if f.Suppressed != nil {
				continue
			}
			if name := f.Name(); name != open.Name || !listed[name] {
				if listed[open.Name] {
					if err := add(open); err != nil {
						return err
					}
				}
				open, listed[name] = checkstyleFile{Name: name}, true
			}
			d := f.Present()
			open.Errors = append(open.Errors, checkstyleError{Line: d.Line, Column: d.Column, Severity: checkstyleSeverity(f.Severity),
				Message: wholeMessage(f), Source: "velo-plan." + f.Code()})
		}
		if listed[open.Name] {
			if err := add(open); err != nil {
				return err
			}
		}
		for _, src := range r.Sources {
			if !listed[src.Name] {
				if err := add(checkstyleFile{Name: src.Name}); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// checkstyleSeverity is what Checkstyle calls a severity.
func checkstyleSeverity(s diag.Severity) string {
	if s == diag.Note {
		return "info"
	}
	return s.String()
}
