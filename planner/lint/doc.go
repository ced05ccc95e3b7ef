// Package lint asks what is wrong with job definitions, or fragile, before they are deployed.
//
//	texts ─► pipeline.Read ─► Project ─► Pass: a statement, a text that cannot
//	                                      │    be read, or an ignore comment
//	        All ── a rule, a file ──────► Check
//	                                      ▼
//	   ignore comments, baseline, ... ─► Finding ─► Result ─► fix
//
// A rule is a question about what is there: the text, its statement, the planner's Plan and what the engine
// makes of it. It never plans again: where the planner has advice, a rule gives that a code. Files are checked
// concurrently; the result does not depend on how many at a time.
package lint

//go:generate go run generate.go
