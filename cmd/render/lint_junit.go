package render

import (
	"encoding/xml"
	"fmt"

	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/planner/lint"
)

// The parts of a JUnit report that are written. There is no standard; these are what Jenkins, GitLab and Azure
// read.
type (
	junitSuites struct {
		XMLName  xml.Name     `xml:"testsuites"`
		Name     string       `xml:"name,attr"`
		Tests    int          `xml:"tests,attr"`
		Failures int          `xml:"failures,attr"`
		Errors   int          `xml:"errors,attr"`
		Skipped  int          `xml:"skipped,attr"`
		Suites   []junitSuite `xml:"testsuite"`
	}
	junitSuite struct {
		Name     string      `xml:"name,attr"`
		Tests    int         `xml:"tests,attr"`
		Failures int         `xml:"failures,attr"`
		Errors   int         `xml:"errors,attr"`
		Skipped  int         `xml:"skipped,attr"`
		Cases    []junitCase `xml:"testcase"`
	}
	junitCase struct {
		Name    string      `xml:"name,attr"`
		Class   string      `xml:"classname,attr"`
		File    string      `xml:"file,attr"`
		Line    int         `xml:"line,attr,omitempty"`
		Failure *junitWhy   `xml:"failure,omitempty"`
		Error   *junitWhy   `xml:"error,omitempty"`
		Skipped *junitSkip  `xml:"skipped,omitempty"`
		Out     *junitWords `xml:"system-out,omitempty"`
	}
	junitWhy struct {
		Message string `xml:"message,attr"`
		Type    string `xml:"type,attr"`
		Text    string `xml:",chardata"`
	}
	junitSkip struct {
		Message string `xml:"message,attr"`
	}
	junitWords struct {
		Text string `xml:",chardata"`
	}
)

// LintJUnit prints findings as a JUnit report: one suite per file, one case per finding, and one passing case for
// a file without findings. Findings at least as severe as the threshold fail, suppressed ones are skipped, and the
// others pass with their text.
func LintJUnit(r *lint.Result, threshold diag.Severity) (string, error) {
	all := junitSuites{Name: "velo-plan lint"}
	at := map[string]int{}
	suite := func(name string) *junitSuite {
		i, ok := at[name]
		if !ok {
			i = len(all.Suites)
			at[name] = i
			all.Suites = append(all.Suites, junitSuite{Name: name})
		}
		return &all.Suites[i]
	}
	for i, f := range r.Findings {
		c := junitCase{Name: fmt.Sprintf("%s %s: %s", f.Code(), f.ID, f.Message), Class: f.Name(), File: f.Name(), Line: r.Diagnostics[i].Line}
		suite(f.Name()).add(c, f, threshold)
	}
	for _, src := range r.Sources {
		if s := suite(src.Name); s.Tests == 0 {
			s.Cases = append(s.Cases, junitCase{Name: "no findings", Class: src.Name, File: src.Name})
			s.Tests++
		}
	}
	for _, s := range all.Suites {
		all.Tests, all.Failures, all.Errors, all.Skipped = all.Tests+s.Tests, all.Failures+s.Failures, all.Errors+s.Errors, all.Skipped+s.Skipped
	}
	return indentedXML(all)
}

// add adds a case with its outcome.
func (s *junitSuite) add(c junitCase, f *lint.Finding, threshold diag.Severity) {
	s.Tests++
	why := &junitWhy{Message: f.Message, Type: f.Code(), Text: wholeMessage(f)}
	switch {
	case f.Suppressed != nil:
		c.Skipped = &junitSkip{Message: f.Suppressed.Reason}
		s.Skipped++
	case f.Source == nil:
		c.Error = why
		s.Errors++
	case f.Severity <= threshold:
		c.Failure = why
		s.Failures++
	default:
		c.Out = &junitWords{Text: wholeMessage(f)}
	}
	s.Cases = append(s.Cases, c)
}

// indentedXML encodes a document with its heading and a line end.
func indentedXML(v any) (string, error) {
	text, err := xml.MarshalIndent(v, "", "  ")
	return xml.Header + string(text) + "\n", err
}
