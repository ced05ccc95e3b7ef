package render

import (
	"encoding/xml"
	"fmt"
	"io"
	"strconv"

	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/planner/lint"
)

// The parts of a JUnit report that are written. There is no standard; these are what Jenkins, GitLab and Azure
// read.
type (
	junitSuite struct {
		XMLName  xml.Name    `xml:"testsuite"`
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
// others pass with their text. The error is the writer's.
func LintJUnit(w io.Writer, r *lint.Result, threshold diag.Severity) error {
	all := junitSuite{}
	each := func(visit func(junitSuite) error) error { return junitSuites(r, threshold, visit) }
	each(func(s junitSuite) error { // cannot fail: it only counts
		all.Tests, all.Failures, all.Errors, all.Skipped = all.Tests+s.Tests, all.Failures+s.Failures, all.Errors+s.Errors, all.Skipped+s.Skipped
		return nil
	})
	root := xmlElement("testsuites", "name", "velo-plan lint", "tests", strconv.Itoa(all.Tests), "failures", strconv.Itoa(all.Failures),
		"errors", strconv.Itoa(all.Errors), "skipped", strconv.Itoa(all.Skipped))
	return indentedXML(w, root, func(add func(any) error) error {
		return each(func(s junitSuite) error { return add(s) })
	})
}

// junitSuites makes the suites one after the other: those of files with findings, then the others.
func junitSuites(r *lint.Result, threshold diag.Severity, visit func(junitSuite) error) error {
	open, listed := junitSuite{}, map[string]bool{}
	for _, f := range r.Findings() {
		if name := f.Name(); name != open.Name || open.Tests == 0 {
			if open.Tests > 0 {
				if err := visit(open); err != nil {
					return err
				}
			}
			open, listed[name] = junitSuite{Name: name}, true
		}
		open.add(junitCase{Name: fmt.Sprintf("%s %s: %s", f.Code(), f.ID, f.Message), Class: f.Name(), File: f.Name(), Line: f.Present().Line}, f, threshold)
	}
	if open.Tests > 0 {
		if err := visit(open); err != nil {
			return err
		}
	}
	for _, src := range r.Sources {
		if !listed[src.Name] {
			fine := junitCase{Name: "no findings", Class: src.Name, File: src.Name}
			if err := visit(junitSuite{Name: src.Name, Tests: 1, Cases: []junitCase{fine}}); err != nil {
				return err
			}
		}
	}
	return nil
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
