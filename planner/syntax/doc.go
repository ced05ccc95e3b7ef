// Package syntax reads streaming SQL into a tree in which every node knows its place.
//
//	text ─► scan ─► split at ';' ─► heads, FROM, joins, CTEs, windows: our descent ─► File
//	          │                        └─ expressions of one SELECT core
//	          │                             └─► lower: p1 + w2(p3) ─► sqlparser ─► convert
//	          └─ comments ─► annotations
//
// sqlparser decides how operators bind; it is called once a SELECT core, in convert.go only. What
// it sees is made of numbered pieces (p1, w2) and operators: no name, literal or comment of the
// user reaches it. Spans come from our own tokens alone.
package syntax
