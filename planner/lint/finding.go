package lint

import "github.com/velo-plan/velo-plan/planner/diag"

// Finding is one thing that a rule found; its ID is the name of the rule. It is made by Pass.Report and belongs to the
// Result.
type Finding struct {
	diag.Diagnostic
	// Job is the name of the job that the finding is about; "" if there is none.
	Job string
	// Fix holds the edits that remove the finding; nil if none is certain.
	Fix []diag.Edit
	// Fingerprint tells the finding apart from others, in 32 hexadecimal digits. It stays the same when lines are
	// inserted or other statements change.
	Fingerprint string
	// Suppressed tells why the finding does not count; nil if it counts.
	Suppressed *Suppression

	text    int      // the number of its text in the run, from 1; 0 without one
	called  string   // what the statement is called; "" once it has its fingerprint
	home    string   // the identity of its file
	content [16]byte // as the fingerprint, but without the file; zero if no text was read
}

// Suppression tells who suppressed a finding, and why.
type Suppression struct {
	Kind   string `json:"kind"` // SuppressedInline or SuppressedBaseline
	Reason string `json:"reason"`
}

// The kinds of a Suppression.
const (
	SuppressedInline   = "inline"   // by a comment in the text
	SuppressedBaseline = "baseline" // it is in a baseline
)

// URI is where the finding's rule is described.
func (f *Finding) URI() string { return page(f.Code()) }
