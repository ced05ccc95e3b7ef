package syntax

// Frame is ROWS, RANGE or GROUPS with its bounds: the rows around each row that the function is computed from.
type Frame struct {
	At
	Unit       string // "ROWS", "RANGE" or "GROUPS"
	Start, End Bound  // End has no Kind where one bound was written without BETWEEN
	Exclude    string // "CURRENT ROW", "GROUP", "TIES", "NO OTHERS", or "" if EXCLUDE was not written
}

// BoundKind is the kind of a Bound: the keywords it is written with.
type BoundKind string

// The kinds of bounds. Preceding and Following have an offset.
const (
	UnboundedPreceding BoundKind = "UNBOUNDED PRECEDING"
	Preceding          BoundKind = "PRECEDING"
	CurrentRow         BoundKind = "CURRENT ROW"
	Following          BoundKind = "FOLLOWING"
	UnboundedFollowing BoundKind = "UNBOUNDED FOLLOWING"
)

// Bound is where a Frame starts or ends. The zero Bound means that none was written.
type Bound struct {
	At
	Kind   BoundKind
	Offset Expr // of Preceding and Following; nil for the other kinds
}
