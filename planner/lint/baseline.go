package lint

import (
	"encoding/json"
	"errors"
	"fmt"
)

// Baseline is a set of known findings. It is safe for concurrent use.
type Baseline struct {
	// Reason is what a finding says that is suppressed because it is in the baseline.
	Reason string

	known map[string]bool // by fingerprint
}

// baselineFile is the content of a baseline file. Only the fingerprints are read; the rest is for people who
// compare two versions.
type baselineFile struct {
	FormatVersion string          `json:"format_version"`
	Findings      []baselineEntry `json:"findings"`
}

type baselineEntry struct {
	Fingerprint string `json:"fingerprint"`
	Code        string `json:"code"`
	File        string `json:"file"`
	Message     string `json:"message"`
}

// ReadBaseline reads a baseline file that BaselineFile made. The error tells what is wrong with it; name is the
// file's name.
func ReadBaseline(name string, data []byte) (*Baseline, error) {
	var content baselineFile
	if err := json.Unmarshal(data, &content); err != nil {
		return nil, fmt.Errorf("the baseline %s is not the JSON of a baseline: %w; write it again with --write-baseline", name, err)
	}
	if content.FormatVersion == "" {
		return nil, fmt.Errorf("the baseline %s has no format_version; write it again with --write-baseline", name)
	}
	if major, ours := content.FormatVersion[0], FormatVersion[0]; major != ours {
		return nil, fmt.Errorf("the baseline %s has format_version %s, and this velo-plan reads %s; write it again with --write-baseline", name, content.FormatVersion, FormatVersion)
	}
	b := &Baseline{Reason: "in the baseline " + name, known: map[string]bool{}}
	for _, e := range content.Findings {
		if e.Fingerprint == "" {
			return nil, errors.New("the baseline " + name + " has a finding without a fingerprint; write it again with --write-baseline")
		}
		b.known[e.Fingerprint] = true
	}
	return b, nil
}

// Baseline returns the baseline of a result: all its findings except those that an ignore comment suppresses. The
// reason is given for findings of other results that are in the baseline.
func (r *Result) Baseline(reason string) *Baseline {
	b := &Baseline{Reason: reason, known: map[string]bool{}}
	for _, f := range r.Findings {
		if !f.inline() {
			b.known[f.Fingerprint] = true
		}
	}
	return b
}

// BaselineFile returns the content of a baseline file for a result, which ReadBaseline reads.
func (r *Result) BaselineFile() ([]byte, error) {
	content := baselineFile{FormatVersion: FormatVersion, Findings: []baselineEntry{}}
	for _, f := range r.Findings {
		if !f.inline() {
			content.Findings = append(content.Findings, baselineEntry{Fingerprint: f.Fingerprint, Code: f.Code(), File: f.Name(), Message: f.Message})
		}
	}
	data, err := json.MarshalIndent(content, "", "  ")
	return append(data, '\n'), err
}

// Len is the number of findings in the baseline.
func (b *Baseline) Len() int { return len(b.known) }

func (b *Baseline) has(fingerprint string) bool { return b.known[fingerprint] }

func (f *Finding) inline() bool { return f.Suppressed != nil && f.Suppressed.Kind == SuppressedInline }
