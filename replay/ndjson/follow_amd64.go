//go:build !purego

package ndjson

// follow is what the file follow_generic.go says. It is in assembly because it is where a replay
// spends most of its time: sixteen bytes are looked at together, and none of the places is checked
// against the bounds of text.
//
//go:noescape
func follow(text []byte, i int, n *node, spans []Span) (at int, stopped *node)
