package render

import (
	"encoding/xml"

	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/planner/lint"
)

// The parts of a Checkstyle report.
type (
	checkstyle struct {
		XMLName xml.Name         `xml:"checkstyle"`
		Version string           `xml:"version,attr"`
		Files   []checkstyleFile `xml:"file"`
	}
	checkstyleFile struct {
		Name   string            `xml:"name,attr"`
		Errors []checkstyleError `xml:"error"`
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

// LintCheckstyle prints every finding that counts as a Checkstyle report, with every file that was read.
func LintCheckstyle(r *lint.Result) (string, error) {
	out := checkstyle{Version: checkstyleVersion}
	at := map[string]int{}
	file := func(name string) *checkstyleFile {
		i, ok := at[name]
		if !ok {
			i = len(out.Files)
			at[name] = i
			out.Files = append(out.Files, checkstyleFile{Name: name})
		}
		return &out.Files[i]
	}
	for i, f := range r.Findings {
		if f.Suppressed == nil {
			d := r.Diagnostics[i]
			to := file(f.Name())
			to.Errors = append(to.Errors, checkstyleError{Line: d.Line, Column: d.Column, Severity: checkstyleSeverity(f.Severity),
				Message: wholeMessage(f), Source: "velo-plan." + f.Code()})
		}
	}
	for _, src := range r.Sources {
		file(src.Name)
	}
	return indentedXML(out)
}

// checkstyleSeverity is what Checkstyle calls a severity.
func checkstyleSeverity(s diag.Severity) string {
	if s == diag.Note {
		return "info"
	}
	return s.String()
}
