package cmd

import (
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/velo-plan/velo-plan/planner/lint"
)

func TestBeyondGitHub(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	var odd strings.Builder
	for odd.Len() < 2*sarifBytesTaken+sarifBytesTaken/2 { // gzip halves it at best
		fmt.Fprintf(&odd, "%016x", random.Uint64())
	}
	plain := strings.Repeat("a", 2*sarifBytesTaken)
	for _, test := range []struct {
		format  string
		summary lint.Summary
		results int
		text    string
		want    string // "" for nothing
	}{
		{formatGitHub, lint.Summary{Errors: 10, Warnings: 10, Notes: 10, Suppressed: 50}, 80, "", ""},
		{formatGitHub, lint.Summary{Errors: 11}, 11, "", "GitHub shows 10 annotations of each kind a step: the last 1 of 11 errors are in the log alone; "},
		{formatGitHub, lint.Summary{Errors: 9, Warnings: 30, Notes: 12}, 51, "", "20 of 30 warnings and 2 of 12 notes"},
		{formatSARIF, lint.Summary{Errors: 11, Suppressed: 4989}, 5000, "", ""},
		{formatSARIF, lint.Summary{Warnings: 5001}, 5001, "", "GitHub shows 5,000 results of a SARIF file, the most severe ones, and this has 5,001; lint fewer"},
		{formatSARIF, lint.Summary{Notes: 25_000}, 25_000, "", "GitHub shows 5,000"},
		{formatSARIF, lint.Summary{Errors: 25_001}, 25_001, "", "GitHub rejects a SARIF file of more than 25,000 results, and this has 25,001; "},
		{formatSARIF, lint.Summary{Errors: 1}, 1, plain, ""},
		{formatSARIF, lint.Summary{Errors: 1}, 1, odd.String(), "GitHub rejects a SARIF file of more than 10 MB, compressed by gzip, and this has 1"},
		{formatGitLab, lint.Summary{Errors: 99_999}, 99_999, odd.String(), ""},
	} {
		r := &lint.Result{Summary: test.summary}
		size := newMeasure(test.format == formatSARIF)
		io.WriteString(size, test.text)
		got := beyondGitHub(test.format, r, size)
		if got != "" && test.want == "" || !strings.Contains(got, test.want) {
			t.Errorf("%s, %+v, %d results: %q", test.format, test.summary, test.results, got)
		}
	}
}
