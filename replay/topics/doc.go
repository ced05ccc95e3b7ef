// Package topics is the contract between a replay and a topic: what a replay asks of a topic (Topic), what it
// gets (Piece, Records), and the account of which offsets were read (Account).
//
//	Topic.Bounds ─► offsets to read ┐
//	Topic.Next ──► Piece, Piece, .. ┴──► Account: read, missing, read twice
//
// It knows no broker: package kafka implements Topic.
package topics
