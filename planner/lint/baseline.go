package lint

import (
	"cmp"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/velo-plan/velo-plan/planner/diag"
)

// Baseline is a set of known findings. It is safe for concurrent use.
type Baseline struct {
	// Reason is what a finding says that is suppressed because it is in the baseline.
	Reason string

	known  []Known
	prints map[string]bool // the fingerprints of known
	file   bool            // it is kept in a file, so it can be out of date
}

// Known is a finding of a baseline. Its JSON is a part of the baseline file. Code and Message are for people who
// compare two versions of it.
type Known struct {
	Fingerprint string `json:"fingerprint"`
	// Content is the fingerprint without the file, so that the finding is known when the file has another name.
	Content string `json:"content,omitempty"`
	Code    string `json:"code"`
	File    string `json:"file"` // its identity
	Message string `json:"message"`
}

// baselineVersion is the version of baseline files. The minor number grows with additions, the major one with anything
// that breaks a reader.
const baselineVersion = "1.1"

// baselineFile is the content of a baseline file.
type baselineFile struct {
	FormatVersion string  `json:"format_version"`
	Findings      []Known `json:"findings"`
}

// ReadBaseline reads a baseline file that BaselineFile made. The error tells what is wrong with it; name is the
// file's name.
func ReadBaseline(name string, data []byte) (*Baseline, error) {
	const wayOut = "; if it is to be one, remove it and make it anew with --write-baseline"
	var content baselineFile
	if err := json.Unmarshal(data, &content); err != nil {
		return nil, fmt.Errorf("the baseline %s is not the JSON of a baseline: %w"+wayOut, name, err)
	}
	if content.FormatVersion == "" {
		return nil, errors.New("the baseline " + name + " has no format_version" + wayOut)
	}
	if major, ours := content.FormatVersion[0], baselineVersion[0]; major != ours {
		return nil, fmt.Errorf("the baseline %s has format_version %s, and this velo-plan reads %s"+wayOut, name, content.FormatVersion, baselineVersion)
	}
	b := newBaseline("in the baseline "+name, content.Findings)
	b.file = true
	if b.prints[""] {
		return nil, errors.New("the baseline " + name + " has a finding without a fingerprint" + wayOut)
	}
	return b, nil
}

func newBaseline(reason string, known []Known) *Baseline {
	b := &Baseline{Reason: reason, known: known, prints: make(map[string]bool, len(known))}
	for _, k := range known {
		b.prints[k.Fingerprint] = true
	}
	return b
}

// Baseline returns the baseline of a result: all its findings except those that an ignore comment suppresses. The
// reason is given for findings of other results that are in the baseline.
func (r *Result) Baseline(reason string) *Baseline { return newBaseline(reason, r.known()) }

// known are the findings of a result as a baseline keeps them.
func (r *Result) known() []Known {
	list := []Known{}
	for _, f := range r.Findings() {
		if f.Suppressed == nil || f.Suppressed.Kind != SuppressedInline {
			list = append(list, Known{Fingerprint: f.Fingerprint, Content: f.contentText(), Code: f.Code(), File: f.home, Message: f.Message})
		}
	}
	return list
}

// BaselineFile returns the content of a baseline file for a result, which ReadBaseline reads, and how many findings it
// has. What the result has Unseen of an older baseline stays in it.
func (r *Result) BaselineFile() (data []byte, findings int, err error) {
	list := append(r.known(), r.Unseen...)
	slices.SortStableFunc(list, func(a, b Known) int { return cmp.Compare(a.File, b.File) })
	data, err = json.MarshalIndent(baselineFile{FormatVersion: baselineVersion, Findings: list}, "", "  ")
	return append(data, '\n'), len(list), err
}

// Len is the number of findings in the baseline.
func (b *Baseline) Len() int { return len(b.known) }

// contentText is the content of a finding as a baseline has it.
func (f *Finding) contentText() string {
	if f.content == [16]byte{} {
		return ""
	}
	return hex.EncodeToString(f.content[:])
}

// look is what a run looked at.
type look struct {
	cfg    *Config
	read   map[string]bool // the identities of the files
	absent map[string]bool // the answers of gone
}

func newLook(sources []*diag.Source, cfg *Config) look {
	l := look{cfg: cfg, read: make(map[string]bool, len(sources)), absent: map[string]bool{}}
	for _, src := range sources {
		l.read[cfg.home(src.Name)] = true
	}
	return l
}

// gone reports whether there is no file of an identity.
func (l look) gone(file string) bool {
	gone, known := l.absent[file]
	if !known {
		gone = !l.read[file] && (l.cfg.Exists == nil || !l.cfg.Exists(file))
		l.absent[file] = gone
	}
	return gone
}

// skipped reports whether there is a file of an identity that was not read.
func (l look) skipped(file string) bool { return !l.read[file] && !l.gone(file) }

// asked reports whether the run would have found a finding that is still there.
func (l look) asked(k Known) bool {
	rule, ok := Lookup(k.Code)
	return (!ok || l.cfg.Level(rule) != LevelOff) && !l.skipped(k.File)
}

// suppress marks the findings that are in the baseline. One in a file that is gone is known again in another: the file
// was renamed. What is left of a baseline file goes into the result. If the run skipped one of its files, nothing counts
// as gone: a finding in one file can come from what another file says.
func (b *Baseline) suppress(r *Result, run look) {
	known := &Suppression{Kind: SuppressedBaseline, Reason: b.Reason}
	found := map[string]bool{}
	for i, f := range r.Findings() {
		found[f.Fingerprint] = true
		if f.Suppressed == nil && b.prints[f.Fingerprint] {
			r.found.suppress(i, known)
		}
	}
	moved := map[string][]int{} // what may be in a renamed file, by content
	for i, k := range b.known {
		if !found[k.Fingerprint] && k.Content != "" && run.gone(k.File) {
			moved[k.Content] = append(moved[k.Content], i)
		}
	}
	again := map[int]bool{}
	for i, f := range r.Findings() {
		if len(moved) == 0 {
			break
		}
		if f.Suppressed != nil {
			continue
		}
		if content := f.contentText(); len(moved[content]) > 0 {
			r.found.suppress(i, known)
			again[moved[content][0]], moved[content] = true, moved[content][1:]
		}
	}
	partial := slices.ContainsFunc(b.known, func(k Known) bool { return run.skipped(k.File) })
	for i, k := range b.known {
		switch {
		case !b.file || found[k.Fingerprint] || again[i]:
		case !run.asked(k):
			r.Unseen = append(r.Unseen, k)
		case !partial:
			r.Gone = append(r.Gone, k)
		}
	}
}
