// Package lint asks what is wrong with job definitions, or fragile, before they are deployed.
//
//	texts ─► planner.PlanSources ─► Project ─► Pass: a statement, a text that cannot
//	                                            │    be read, or an ignore comment
//	              All ── a rule, a file ──────► Check
//	                                            ▼
//	   ignore comments, baseline, severities ─► Finding ─► Result ─► fix
//
// A rule is a question about what is there: the text, its statement, the planner's Plan and what
// the engine makes of it. It never plans anew; where the planner has advice, a rule gives it a
// code. Passes are checked file by file side by side; the result does not depend on how many run.
package lint

//go:generate go run generate.go
