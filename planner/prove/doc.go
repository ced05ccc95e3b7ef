// Package prove executes a statement, whole and partition by partition, and compares the answers.
//
//	statement ─► SQL ─► SQLite over the records of each source
//	                      │
//	        all records ──┤──► whole ─────┐
//	   those of each      │               ├─► Compare: missing, extra, groups that are wrong
//	   partition, as a ───┴──► union ─────┘
//	   Router sends them
//
// It is the judge of the planner: what a plan calls right must give the same rows. What cannot be executed truthfully
// is a NotExecutable with its place; nothing is approximated. SQLite is opened only when something is executed.
package prove

import "github.com/velo-plan/velo-plan/planner/diag"

// NotExecutable is the error of a statement that cannot be executed.
type NotExecutable struct {
	What string    // what in it: "MATCH_RECOGNIZE"
	Span diag.Span // its place; of a part of a view, where the statement names the view
}

// Error implements error.
func (e *NotExecutable) Error() string { return "not executable: " + e.What }
