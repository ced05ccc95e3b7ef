package lint

import (
	"bytes"
	"encoding/gob"
	"encoding/hex"
	"iter"
	"strings"

	"github.com/klauspost/compress/zstd"

	"github.com/velo-plan/velo-plan/planner/diag"
)

// store holds the findings of a run in their order. All but the last ones are packed: a project of a hundred thousand
// files can have a million findings, whose texts are much alike.
type store struct {
	sources []*diag.Source
	packed  [][]byte // of packSize findings each
	open    []*Finding
	// known are the findings that a baseline suppresses, by their number.
	known map[int]*Suppression
	// job is the only job whose findings are shown; "" shows all.
	job string
	// name gives files other names; nil leaves them.
	name func(string) string
}

// packSize is how many findings are packed together.
const packSize = 2048

// stored is a packed finding.
type stored struct {
	Text                                                     int // its number, from 1; 0 without one
	ID, File, Message, Help, Job, Fingerprint, Home, Content string
	Severity                                                 diag.Severity
	Span                                                     diag.Span
	Instead                                                  []string
	Fix                                                      []diag.Edit
	Suppressed                                               *Suppression
}

// add appends findings. They are not used otherwise any more.
func (s *store) add(findings []*Finding) {
	s.open = append(s.open, findings...)
	for len(s.open) >= packSize {
		s.packed = append(s.packed, pack(s.open[:packSize]))
		s.open = append([]*Finding(nil), s.open[packSize:]...)
	}
}

// pack encodes findings.
func pack(findings []*Finding) []byte {
	list := make([]stored, len(findings))
	for i, f := range findings {
		print, err := hex.DecodeString(f.Fingerprint)
		if err != nil {
			panic(err) // it is made by fingerprint
		}
		list[i] = stored{Text: f.text, ID: f.ID, File: f.File, Message: f.Message, Help: f.Help, Job: f.Job, Fingerprint: string(print),
			Home: f.home, Content: string(f.content[:]), Severity: f.Severity, Span: f.Span, Instead: f.Instead, Fix: f.Fix, Suppressed: f.Suppressed}
	}
	var plain bytes.Buffer
	if err := gob.NewEncoder(&plain).Encode(list); err != nil {
		panic(err) // every field can be encoded
	}
	w, err := zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1), zstd.WithEncoderLevel(zstd.SpeedFastest))
	if err != nil {
		panic(err) // the options are right
	}
	defer w.Close()
	return bytes.Clone(w.EncodeAll(plain.Bytes(), nil))
}

// unpack decodes what pack has encoded.
func (s *store) unpack(data []byte) []*Finding {
	r, err := zstd.NewReader(bytes.NewReader(data), zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true))
	if err != nil {
		panic(err) // the options are right
	}
	defer r.Close()
	var list []stored
	if err := gob.NewDecoder(r).Decode(&list); err != nil {
		panic(err) // pack has written it
	}
	findings := make([]*Finding, len(list))
	for i, p := range list {
		f := &Finding{Diagnostic: diag.Diagnostic{ID: p.ID, Severity: p.Severity, File: p.File, Span: p.Span, Message: p.Message, Help: p.Help, Instead: p.Instead},
			Job: p.Job, Fix: p.Fix, Fingerprint: hex.EncodeToString([]byte(p.Fingerprint)), Suppressed: p.Suppressed, text: p.Text, home: p.Home, content: [16]byte([]byte(p.Content))}
		findings[i] = f
	}
	return findings
}

// all goes through the findings with their numbers, as often as it is asked to.
func (s *store) all() iter.Seq2[int, *Finding] {
	return func(yield func(int, *Finding) bool) {
		for i := range len(s.packed) + 1 {
			list := s.open
			if i < len(s.packed) {
				list = s.unpack(s.packed[i])
			}
			for at, f := range list {
				if s.job != "" && !strings.EqualFold(f.Job, s.job) {
					continue
				}
				number := i*packSize + at
				if !yield(number, s.shown(number, f)) {
					return
				}
			}
		}
	}
}

// shown returns a finding with its text, its name and what suppresses it.
func (s *store) shown(number int, f *Finding) *Finding {
	out := *f
	switch {
	case f.text > 0:
		out.Source = s.sources[f.text-1]
	case s.name != nil:
		out.File = s.name(f.File)
	}
	if known := s.known[number]; known != nil {
		out.Suppressed = known
	}
	return &out
}

// suppress notes that a baseline suppresses a finding.
func (s *store) suppress(number int, by *Suppression) {
	if s.known == nil {
		s.known = map[int]*Suppression{}
	}
	s.known[number] = by
}
