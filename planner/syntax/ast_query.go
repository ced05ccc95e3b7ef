package syntax

import "github.com/velo-plan/velo-plan/planner/diag"

// QueryExpr is a whole query: CTEs, a body, and what applies to the body's result.
type QueryExpr struct {
	At
	With    []*CTE
	Body    Body
	OrderBy []*OrderItem
	Limit   *Limit
	Emit    *Emit
}

// CTE is one named query of a WITH list.
type CTE struct {
	At
	Name      Ident
	Columns   []Ident
	Query     *QueryExpr
	Recursive bool
}

// Body is a *Select, *SetOp, *Values, or a *QueryExpr in parentheses.
type Body interface{ Node }

// SetOpKind is the operator of a SetOp.
type SetOpKind string

// The set operations.
const (
	Union     SetOpKind = "UNION"
	Intersect SetOpKind = "INTERSECT"
	Except    SetOpKind = "EXCEPT"
)

// SetOp combines two bodies. OpSpan covers the operator's words.
type SetOp struct {
	At
	Op          SetOpKind
	All         bool
	Left, Right Body
	OpSpan      diag.Span
}

// Values is VALUES (..), (..).
type Values struct {
	At
	Rows [][]Expr
}

// Select is one SELECT core.
type Select struct {
	At
	Distinct     bool
	DistinctOn   []Expr
	DistinctSpan diag.Span // DISTINCT, or DISTINCT ON (..)
	Items        []*Item
	From         Source // nil without FROM; a comma list is a *Join of kind JoinComma
	Where        Expr
	WhereSpan    diag.Span // from the keyword to the end of the clause, as for the other spans
	GroupBy      *GroupBy
	Window       *Window
	NamedWindows []*NamedWindow
	Having       Expr
	HavingSpan   diag.Span
	// PartitionBy is PARTITION BY at the end of the select: records with equal values go to the same
	// partition. It is not the PARTITION BY of OVER or of a table function.
	PartitionBy     []Expr
	PartitionBySpan diag.Span
}

// Item is one entry of a select list. Expr is a *Star for * and t.*.
type Item struct {
	At
	Expr       Expr
	Alias      Ident
	PrimaryKey bool
}

// GroupBy is a GROUP BY clause; the elements combine as a cross product of their sets.
type GroupBy struct {
	At
	Elements []*GroupElement
}

// GroupElement is a plain expression (Sets holds one set of one expression), or GROUPING SETS,
// ROLLUP, CUBE with Sets holding the grouping sets that they are short for.
type GroupElement struct {
	At
	Keyword string // "", "GROUPING SETS", "ROLLUP", "CUBE"
	Exprs   []Expr // every expression once, in written order
	Sets    [][]Expr
}

// WindowKind is the kind of a WINDOW clause.
type WindowKind string

// The window kinds.
const (
	Tumbling WindowKind = "TUMBLING"
	Sliding  WindowKind = "SLIDING"
	Hopping  WindowKind = "HOPPING"
	Session  WindowKind = "SESSION"
)

// Window is a WINDOW TUMBLING/SLIDING/HOPPING/SESSION clause.
type Window struct {
	At
	Kind      WindowKind
	Time      Expr // the time column; nil if not given
	Size      Duration
	Advance   Duration
	Gap       Duration // SESSION
	Grace     Duration // GRACE PERIOD: how late a record may be
	Retention Duration // RETENTION: how long a window is kept
	Partition Expr     // SESSION's third argument
}

// NamedWindow is WINDOW w AS (..).
type NamedWindow struct {
	At
	Name Ident
	Over *Over
}

// Duration is a length of time as written. The zero Duration means that none was given.
type Duration struct {
	At
	Text        string
	Nanoseconds int64 // 0 if it is not known: a month, a year, a template variable
}

// Emit is EMIT CHANGES, EMIT FINAL and the like; Mode is the words after EMIT in upper case.
type Emit struct {
	At
	Mode string
}

// OrderItem is one entry of an ORDER BY.
type OrderItem struct {
	At
	Expr  Expr
	Desc  bool
	Nulls string // "FIRST", "LAST" or ""
}

// Limit is LIMIT/OFFSET/FETCH FIRST. A nil Count means no bound (LIMIT ALL, or OFFSET only).
type Limit struct {
	At
	Count, Offset Expr
}

// Source is what FROM can name: *TableRef, *DerivedTable, *TableFunc, *MatchRecognize, *Join.
type Source interface {
	Node
	source()
}

// Alias is [AS] name [(columns)].
type Alias struct {
	Name    Ident
	Columns []Ident
}

// TableRef is a stream, table, view or CTE by name, or a URI.
type TableRef struct {
	At
	Name  []Ident // one to three parts
	URI   bool    // written as 'file://..'
	AsOf  Expr    // FOR SYSTEM_TIME AS OF expr
	Alias Alias
}

// DerivedTable is (SELECT ..) alias.
type DerivedTable struct {
	At
	Query   *QueryExpr
	Lateral bool
	Alias   Alias
}

// TableFunc is fn(..) in FROM, including UNNEST(..). A relation among its arguments is a *TableArg.
type TableFunc struct {
	At
	Name        Ident
	Args        []Expr
	ArgNames    []string // "" where not named; as long as Args
	PartitionBy []Expr   // TABLE t PARTITION BY .. inside the call, or after it
	Lateral     bool
	Ordinality  bool
	Alias       Alias
}

// MatchRecognize is source MATCH_RECOGNIZE (..).
type MatchRecognize struct {
	At
	Input     Source
	Partition []Expr
	OrderBy   []*OrderItem
	Measures  []*Item
	Define    []*Item // condition AS pattern variable
	AllRows   bool
	Alias     Alias
}

// JoinKind is the kind of a join.
type JoinKind string

// The kinds of joins.
const (
	JoinInner JoinKind = "INNER"
	JoinLeft  JoinKind = "LEFT"
	JoinRight JoinKind = "RIGHT"
	JoinFull  JoinKind = "FULL"
	JoinCross JoinKind = "CROSS"
	JoinComma JoinKind = ","
)

// Join is two sources joined. OpSpan covers the words (or the comma) between them.
type Join struct {
	At
	Kind        JoinKind
	Natural     bool
	Asof        bool
	Left, Right Source
	On          Expr
	Using       []Ident
	Within      Duration
	Grace       Duration // GRACE PERIOD after WITHIN
	OpSpan      diag.Span
}

func (*TableRef) source()       {}
func (*DerivedTable) source()   {}
func (*TableFunc) source()      {}
func (*MatchRecognize) source() {}
func (*Join) source()           {}
