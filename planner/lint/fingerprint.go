package lint

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"

	"github.com/velo-plan/velo-plan/planner/diag"
)

// printer makes fingerprints.
type printer struct {
	cfg *Config
	// shared counts equal findings in files that are more than one text of the run, by identity.
	shared map[string]map[string]int
}

func newPrinter(sources []*diag.Source, cfg *Config) *printer {
	p := &printer{cfg: cfg, shared: map[string]map[string]int{}}
	seen := make(map[string]bool, len(sources))
	for _, src := range sources {
		if at := cfg.home(src.Name); seen[at] {
			p.shared[at] = map[string]int{}
		} else {
			seen[at] = true
		}
	}
	return p
}

// fingerprint gives the findings of one text, or those about inputs that could not be read, their fingerprints: a hash of the rule, the file, the statement's name and the text
// under the finding without its blanks. Where all of these are equal, it also includes the number of the finding
// among its equals. Lines and messages are not part of it. content is the same without the file, by which a finding is
// known again in a file with another name.
func (p *printer) fingerprint(findings []*Finding) {
	seen := map[string]int{}
	for _, f := range findings {
		at := p.cfg.home(f.Name())
		if shared, ok := p.shared[at]; ok {
			seen = shared
		}
		what, about := f.called, f.subject()
		key := strings.Join([]string{f.Code(), at, what, about}, "\x00")
		seen[key]++
		number := "\x00" + strconv.Itoa(seen[key])
		sum := sha256.Sum256([]byte(key + number))
		f.Fingerprint = hex.EncodeToString(sum[:16])
		f.home, f.called = at, ""
		if f.Source != nil {
			sum = sha256.Sum256([]byte(strings.Join([]string{f.Code(), cmp.Or(what, f.line()), about}, "\x00") + number))
			f.content = [16]byte(sum[:16])
		}
	}
}

// identity is what a statement is called, whatever its line: its job, or what it makes, or, if it has no name, its
// first line.
func (p *Pass) identity() string {
	s := p.Statement
	if s == nil || p.called != "" {
		return p.called
	}
	p.called = string(s.Kind) + "\n" + squeeze(p.Text.Slice(p.head()))
	if name := cmp.Or(s.GivenName(), s.Target.Name); name != "" {
		p.called = string(s.Kind) + " " + name
	}
	return p.called
}

// subject is the text that a finding is about, or its line if it is about a place between words.
func (f *Finding) subject() string {
	if f.Source == nil {
		return ""
	}
	if text := squeeze(f.Source.Slice(f.Span)); text != "" {
		return text
	}
	return f.line()
}

// line is the line at which a finding begins.
func (f *Finding) line() string { return squeeze(f.Source.Line(f.Source.Position(f.Span.Start).Line)) }

// squeeze replaces every run of blanks and line ends by one blank.
func squeeze(text string) string { return strings.Join(strings.Fields(text), " ") }
