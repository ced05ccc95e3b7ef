package cmd

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"unicode/utf8"

	"github.com/velo-plan/velo-plan/cmd/config"
	"github.com/velo-plan/velo-plan/planner"
	"github.com/velo-plan/velo-plan/planner/diag"
)

const (
	// maxSource is the largest file of jobs: 64 MiB.
	maxSource = 64 << 20
	// stdinName and inlineName are what messages call texts that are not files.
	stdinName  = "<stdin>"
	inlineName = "<inline>"
)

// readSources reads the files of jobs. What cannot be read is a diagnostic and hides nothing else.
func readSources(paths []string, stdin io.Reader) (sources []*diag.Source, problems []diag.Diagnostic) {
	for _, path := range paths {
		source, problem := readSource(path, stdin)
		if problem != nil {
			problems = append(problems, *problem)
			continue
		}
		sources = append(sources, source)
	}
	return sources, problems
}

// readSource reads one file of jobs.
func readSource(path string, stdin io.Reader) (*diag.Source, *diag.Diagnostic) {
	name, reader := shownName(path), stdin
	if path == stdinArgument {
		name = stdinName
	} else {
		file, err := os.Open(path)
		if err != nil {
			problem := cannot(path, "cannot be read: "+config.Cause(err).Error(), "")
			return nil, &problem
		}
		defer file.Close()
		reader = file
	}
	data, err := config.ReadAll(reader, maxSource)
	if err != nil {
		problem := cannot(name, "cannot be read: "+config.Cause(err).Error(), "")
		return nil, &problem
	}
	if !utf8.Valid(data) {
		problem := notText(name, data)
		return nil, &problem
	}
	return diag.NewSource(name, string(data)), nil
}

// notText returns a diagnostic that names the first byte that is not text.
func notText(name string, data []byte) diag.Diagnostic {
	if bytes.HasPrefix(data, []byte("\xff\xfe")) || bytes.HasPrefix(data, []byte("\xfe\xff")) {
		return cannot(name, "this is UTF-16 text", "save the file as UTF-8")
	}
	at := 0
	for {
		r, size := utf8.DecodeRune(data[at:])
		if r == utf8.RuneError && size == 1 {
			break
		}
		at += size
	}
	before := data[:at]
	line := 1 + bytes.Count(before, []byte("\n"))
	column := 1 + utf8.RuneCount(before[bytes.LastIndexByte(before, '\n')+1:])
	return cannot(name, fmt.Sprintf("this is not text: byte 0x%02x at line %d, column %d is not UTF-8", data[at], line, column),
		"give a file of SQL, saved as UTF-8")
}

// addProblems puts the diagnostics of inputs that could not be read into a result.
func addProblems(r *planner.Result, problems []diag.Diagnostic) {
	for _, d := range problems {
		r.Findings = append(r.Findings, d)
		r.Diagnostics = append(r.Diagnostics, planner.Diagnostic{
			Code: d.Code(), Severity: d.Severity.String(), File: d.Name(), Message: d.Message, Help: d.Help,
		})
	}
}
