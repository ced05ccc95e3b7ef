package lint

import "github.com/velo-plan/velo-plan/planner/diag"

// Finding is one thing that a rule found. It is made by Pass.Report and belongs to the Result.
type Finding struct {
	diag.Diagnostic
	// Rule is the name of the rule; its code is Diagnostic.Code.
	Rule string
	// Job is the name of the job that it is about; "" where there is none.
	Job string
	// Fix are the replacements that remove the finding; nil where none is certain.
	Fix []diag.Edit
	// Fingerprint tells the finding from others, in 32 hexadecimal digits. It stays as it is when
	// lines are inserted or other statements change.
	Fingerprint string
	// Suppressed says why the finding does not count; nil if it counts.
	Suppressed *Suppression

	pass *Pass // that reported it; nil once it has its fingerprint
}

// Suppression says who suppressed a finding, and why.
type Suppression struct {
	Kind   string `json:"kind"` // SuppressedInline or SuppressedBaseline
	Reason string `json:"reason"`
}

// The kinds of a Suppression.
const (
	SuppressedInline   = "inline"   // by a comment in the text
	SuppressedBaseline = "baseline" // it is in a baseline
)

// URI is where the rule of the finding is described.
func (f *Finding) URI() string { return Rule{Code: f.Code()}.HelpURI() }
