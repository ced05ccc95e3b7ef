package logical

import "github.com/velo-plan/velo-plan/planner/diag"

// Values gives rows that come from no source: VALUES, a SELECT without FROM, or a function in FROM that gives rows
// for each record beside it.
type Values struct{ Base }

// NewValues makes rows without a source.
func NewValues(at diag.Span) *Values { return &Values{Base{Text: "rows without a source", Span: at}} }

// Inputs implements Node.
func (v *Values) Inputs() []Edge { return nil }

// Facts implements Node.
func (v *Values) Facts(*Tree) []Fact { return nil }

// Empty implements Node.
func (v *Values) Empty(*Tree) bool { return false }

// Requires implements Node.
func (v *Values) Requires(*Tree) []*Need { return nil }

// Lies implements Node: every partition has the rows.
func (v *Values) Lies(*Layout, Marks) []ID { return nil }

// Ordered implements Node.
func (v *Values) Ordered() bool { return true }
