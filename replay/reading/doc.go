// Package reading turns inputs into records: files, streams and topics into chunks of whole lines, and
// each line into a record with the hashes and the bytes of its keys.
//
//	file ───► blocks ┐
//	stream ─► pump ──┼─► Source.Next ──► Chunk.Load ────────────────► Chunk.Settle
//	topic ──► pieces ┘   one worker      all workers: scan, unwrap     in input order: totals,
//	                     at a time       envelopes, evaluate keys      rejected lines, limits
//
// Source and Chunk are what routing.Run works on. A chunk has one owner at a time, so nothing in it is
// locked, and a record is 24 bytes or so that refer to its chunk.
package reading
