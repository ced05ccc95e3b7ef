package cmd

import (
	"compress/gzip"
	"fmt"
	"strings"

	"github.com/dustin/go-humanize"

	"github.com/velo-plan/velo-plan/cmd/render"
	"github.com/velo-plan/velo-plan/planner/lint"
)

// What GitHub takes and shows. The annotations of a step, of each kind: docs.github.com/rest/checks/runs. The SARIF
// file: docs.github.com/code-security, "SARIF results exceed one or more limits" and "SARIF results file is too large".
const (
	annotationsShown  = 10
	sarifResultsShown = 5000
	sarifResultsTaken = 25_000
	sarifBytesTaken   = 10_000_000 // compressed by gzip
)

// beyondGitHub tells what GitHub leaves out of a report; "" if nothing.
func beyondGitHub(format string, r *lint.Result, size *measure) string {
	switch format {
	case formatGitHub:
		return beyondAnnotations(r.Summary)
	case formatSARIF:
		return beyondSARIF(r.Len(), size)
	}
	return ""
}

// beyondAnnotations tells which annotations GitHub leaves out.
func beyondAnnotations(s lint.Summary) string {
	var hidden []string
	for _, c := range []struct {
		n    int
		noun string
	}{{s.Errors, "error"}, {s.Warnings, "warning"}, {s.Notes, "note"}} {
		if c.n > annotationsShown {
			hidden = append(hidden, fmt.Sprintf("%d of %s", c.n-annotationsShown, render.Plural(c.n, c.noun)))
		}
	}
	if hidden == nil {
		return ""
	}
	return fmt.Sprintf("GitHub shows %d annotations of each kind a step: the last %s are in the log alone; --format sarif or markdown has all",
		annotationsShown, strings.Join(hidden, " and "))
}

// beyondSARIF tells why GitHub rejects a SARIF file, or shows only a part of it.
func beyondSARIF(results int, size *measure) string {
	const wayOut = "; lint fewer files a run, with a category each, or turn off rules"
	switch {
	case results > sarifResultsTaken:
		return fmt.Sprintf("GitHub rejects a SARIF file of more than %s results, and this has %s%s", humanize.Comma(sarifResultsTaken), humanize.Comma(int64(results)), wayOut)
	case size.bytes() > sarifBytesTaken:
		return fmt.Sprintf("GitHub rejects a SARIF file of more than %s, compressed by gzip, and this has %s%s", humanize.Bytes(sarifBytesTaken), humanize.Bytes(uint64(size.bytes())), wayOut)
	case results > sarifResultsShown:
		return fmt.Sprintf("GitHub shows %s results of a SARIF file, the most severe ones, and this has %s%s", humanize.Comma(sarifResultsShown), humanize.Comma(int64(results)), wayOut)
	}
	return ""
}

// measure is the size that gzip makes of what is written to it, or nothing if that is not asked for.
type measure struct {
	zip  *gzip.Writer // nil if it is not asked for
	size byteCount
}

func newMeasure(wanted bool) *measure {
	m := &measure{}
	if wanted {
		m.zip = gzip.NewWriter(&m.size)
	}
	return m
}

// Write implements io.Writer. It never fails.
func (m *measure) Write(p []byte) (int, error) {
	if m.zip != nil {
		return m.zip.Write(p)
	}
	return len(p), nil
}

// bytes is the size. Nothing may be written afterwards.
func (m *measure) bytes() int {
	if m.zip != nil {
		m.zip.Close()
	}
	return int(m.size)
}

// byteCount counts what is written to it.
type byteCount int

// Write implements io.Writer.
func (n *byteCount) Write(p []byte) (int, error) {
	*n += byteCount(len(p))
	return len(p), nil
}
