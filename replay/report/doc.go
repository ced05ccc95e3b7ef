// Package report is what a replay says: the Report, whose JSON form is a contract, and how it is derived from
// what was counted.
//
//	state.Result ──► New ┬─► partitions, skew and its cause, hot keys, what moved
//	                     ├─► checks (package checks)
//	                     ├─► what if there were other numbers of partitions
//	                     └─► thresholds
//
// Nothing here is counted; the same result always gives the same report.
package report
