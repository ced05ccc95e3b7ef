package cmd

import (
	"compress/gzip"
	"fmt"
	"io"
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
func beyondGitHub(format string, r *lint.Result, text string) string {
	switch format {
	case formatGitHub:
		return beyondAnnotations(r.Summary)
	case formatSARIF:
		return beyondSARIF(len(r.Findings), text)
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
func beyondSARIF(results int, text string) string {
	const wayOut = "; lint fewer files a run, with a category each, or turn off rules"
	switch {
	case results > sarifResultsTaken:
		return fmt.Sprintf("GitHub rejects a SARIF file of more than %s results, and this has %s%s", humanize.Comma(sarifResultsTaken), humanize.Comma(int64(results)), wayOut)
	case len(text) > sarifBytesTaken:
		if size := zipped(text); size > sarifBytesTaken {
			return fmt.Sprintf("GitHub rejects a SARIF file of more than %s, compressed by gzip, and this has %s%s", humanize.Bytes(sarifBytesTaken), humanize.Bytes(uint64(size)), wayOut)
		}
	}
	if results > sarifResultsShown {
		return fmt.Sprintf("GitHub shows %s results of a SARIF file, the most severe ones, and this has %s%s", humanize.Comma(sarifResultsShown), humanize.Comma(int64(results)), wayOut)
	}
	return ""
}

// zipped is the size of a text that gzip has compressed.
func zipped(text string) int {
	var size byteCount
	z := gzip.NewWriter(&size)
	io.WriteString(z, text) // cannot fail: size takes everything
	z.Close()
	return int(size)
}

// byteCount counts what is written to it.
type byteCount int

// Write implements io.Writer.
func (n *byteCount) Write(p []byte) (int, error) {
	*n += byteCount(len(p))
	return len(p), nil
}
