// Package syntax reads streaming SQL into a tree in which every node has its place in the text.
//
//	text ─► scan ─► split at ';' ─► heads, FROM, joins, CTEs, windows: our descent ─► File
//	          │                        └─ expressions of one SELECT core
//	          │                             └─► lower: p1 + w2(p3) ─► sqlparser ─► convert
//	          └─ comments ─► annotations
//
// sqlparser decides how operators bind. It is called at most once for each SELECT core, and only in convert.go:
// where no operator competes with another there is nothing to decide, and lower joins the pieces itself. Its input
// consists of numbered pieces (p1, w2) and operators: no name, literal or comment of the user
// reaches it. Spans come only from the tokens of this package.
package syntax
