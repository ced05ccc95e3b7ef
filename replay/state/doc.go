// Package state is what a replay has counted (Result), and how that outlives the process: written to a
// file, read, and merged with the results of other parts of the same input.
//
//	Result ──► Write ──► state file ──► Read ──┐
//	       └─► PartsWriter ──► parts file ─────┴──► Merger ──► Result of the whole
//
// A file is compressed binary with a version and a checksum, and nothing that it says is believed before
// it is checked.
package state
