package syntax

// Frame is ROWS, RANGE or GROUPS with its bounds: the rows around each row that OVER computes from.
type Frame struct {
	At
	Unit       string // "ROWS", "RANGE" or "GROUPS"
	Start, End Bound  // End has no Kind where one bound was written without BETWEEN
	Exclude    string // "CURRENT ROW", "GROUP", "TIES", "NO OTHERS", or "" if EXCLUDE was not written
}

// BoundKind is the kind of a Bound, as the words that are written for it.
type BoundKind string

// The kinds of bounds. Preceding and Following stand behind an offset.
const (
	UnboundedPreceding BoundKind = "UNBOUNDED PRECEDING"
	Preceding          BoundKind = "PRECEDING"
	CurrentRow         BoundKind = "CURRENT ROW"
	Following          BoundKind = "FOLLOWING"
	UnboundedFollowing BoundKind = "UNBOUNDED FOLLOWING"
)

// Bound is where a Frame starts or ends. The zero Bound was not written.
type Bound struct {
	At
	Kind   BoundKind
	Offset Expr // of Preceding and Following; nil for the other kinds
}
