package syntax

import "github.com/velo-plan/velo-plan/planner/diag"

// Node is anything with a place in the text.
type Node interface {
	// Span returns the bytes of the text that the node was read from.
	Span() diag.Span
}

// At is embedded by every node and holds its place.
type At struct{ Pos diag.Span }

// Span implements Node.
func (a At) Span() diag.Span { return a.Pos }

// Ident is a name as written, without its quotes. The zero Ident means "no name".
type Ident struct {
	At
	Name   string
	Quoted bool
}

// File is a parsed text: its statements in order. Statements that did not parse are absent and
// have a diagnostic instead.
type File struct {
	Source     *diag.Source
	Statements []*Statement
}

// Kind says what a statement does.
type Kind string

// The kinds of statements. A CREATE without AS is a declaration; a job wraps a SELECT or CREATE.
const (
	KindSelect     Kind = "select"
	KindStream     Kind = "create_stream"
	KindTable      Kind = "create_table"
	KindView       Kind = "create_view"
	KindMatView    Kind = "create_materialized_view"
	KindInsert     Kind = "insert"
	KindSink       Kind = "create_sink"
	KindStartJob   Kind = "start_job"
	KindDeployJob  Kind = "deploy_job"
	KindDeclStream Kind = "declare_stream"
	KindDeclTable  Kind = "declare_table"
	KindOther      Kind = "other" // SHOW, LIST, DESCRIBE, STOP, ...: no records to route
)

// Statement is one statement of a file, with the annotations that stand before or inside it.
type Statement struct {
	At          // from the first token to the last one before ';'
	Kind        Kind
	Verb        string // the first keyword in upper case ("SHOW", "CREATE", ...)
	Explain     bool   // written behind EXPLAIN
	Annotations []Annotation
	Job         Ident // START/DEPLOY JOB name
	// Target is the stream, table, view or sink that the statement makes or writes to:
	// CREATE x, INSERT INTO x, SELECT .. INTO x, CREATE SINK .. INTO x (then SinkName is the sink's).
	Target     Ident
	SinkName   Ident // CREATE SINK name
	Create     Kind  // inside a job: the kind of the wrapped CREATE; otherwise ""
	Columns    []ColumnDef
	PrimaryKey []Ident    // PRIMARY KEY (a, b) of a declaration, or columns marked so
	Props      []Property // every WITH (..) of the statement, in order, those behind FROM sources too
	Query      *QueryExpr // nil for declarations and KindOther
	Strategy   string     // DEPLOY .. STRATEGY text (a deployment strategy, not a routing one)
}

// Annotation is a comment line that says something to the engine or to velo-plan.
type Annotation struct {
	At               // the whole "@name: value", without the dashes
	Name      string // "name", "source_key.trades", "SQL Application", ...
	Value     string // trimmed
	Header    bool   // written without '@' ("-- Name: x", "-- SQL Application: y")
	NameSpan  diag.Span
	ValueSpan diag.Span
}

// Property is one 'name' = 'value' of a WITH clause. Values keep no quotes.
type Property struct {
	At
	Name, Value         string
	NameSpan, ValueSpan diag.Span
}

// ColumnDef is a column of a declaration. Type is its text, "" if none was given.
type ColumnDef struct {
	At
	Name       Ident
	Type       string
	PrimaryKey bool
	Computed   Expr // name AS expr; nil otherwise
}

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
	WhereSpan    diag.Span // from the keyword to the end of the clause; so for the others
	GroupBy      *GroupBy
	Window       *Window
	NamedWindows []*NamedWindow
	Having       Expr
	HavingSpan   diag.Span
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
// ROLLUP, CUBE with Sets expanded to the sets that they stand for.
type GroupElement struct {
	At
	Keyword string // "", "GROUPING SETS", "ROLLUP", "CUBE"
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
	Grace     Duration
	Partition Expr // SESSION's third argument
}

// NamedWindow is WINDOW w AS (..).
type NamedWindow struct {
	At
	Name Ident
	Over *Over
}

// Duration is a length of time as written. The zero Duration was not given.
type Duration struct {
	At
	Text        string
	Nanoseconds int64 // 0 if the unit has no fixed length (month, year)
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

// Source is what can stand in FROM: *TableRef, *DerivedTable, *TableFunc, *MatchRecognize, *Join.
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

// TableFunc is fn(..) in FROM, UNNEST(..) too. A relation among its arguments is a *TableArg.
type TableFunc struct {
	At
	Name        Ident
	Args        []Expr
	ArgNames    []string // "" where not named; as long as Args
	PartitionBy []Expr   // TABLE t PARTITION BY .. inside the call, or behind it
	Lateral     bool
	Ordinality  bool
	Alias       Alias
}

// MatchRecognize is source MATCH_RECOGNIZE (..).
type MatchRecognize struct {
	At
	Input     Source
	Partition []Expr
	Measures  []*Item
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
	OpSpan      diag.Span
}

func (*TableRef) source()       {}
func (*DerivedTable) source()   {}
func (*TableFunc) source()      {}
func (*MatchRecognize) source() {}
func (*Join) source()           {}

// Expr is an expression.
type Expr interface {
	Node
	expr()
}

// Column is a name or a dotted path; whether the first part is a table alias is decided later.
type Column struct {
	At
	Parts []Ident
}

// Star is *, t.*, or * EXCEPT (..).
type Star struct {
	At
	Qualifier []Ident
	Except    []Ident
}

// LiteralKind is the kind of a literal.
type LiteralKind string

// The kinds of literals.
const (
	Number   LiteralKind = "number"
	String   LiteralKind = "string"
	Bool     LiteralKind = "bool"
	Null     LiteralKind = "null"
	Interval LiteralKind = "interval"
	Typed    LiteralKind = "typed" // DATE '..', TIMESTAMP '..': Type holds the word
)

// Literal is a constant. Value is its content: a string without quotes and with ” undone, a
// number as written, TRUE, FALSE or NULL, an interval's normalized words.
type Literal struct {
	At
	Kind  LiteralKind
	Type  string
	Value string
}

// Unary is -x, +x, NOT x.
type Unary struct {
	At
	Op string
	X  Expr
}

// Binary is an operator between two operands: arithmetic, ||, comparisons, AND, OR, LIKE, ILIKE,
// NOT LIKE, IS [NOT] DISTINCT FROM, ->, ->>, AT TIME ZONE, ... Op is in upper case; <> is written !=... as "<>".
type Binary struct {
	At
	Op          string
	Left, Right Expr
}

// Between is x [NOT] BETWEEN lo AND hi.
type Between struct {
	At
	Not       bool
	X, Lo, Hi Expr
}

// In is x [NOT] IN (list) or (query); exactly one of List and Query is set.
type In struct {
	At
	Not   bool
	X     Expr
	List  []Expr
	Query *QueryExpr
}

// Is is x IS [NOT] NULL/TRUE/FALSE/UNKNOWN; What is the last word.
type Is struct {
	At
	Not  bool
	X    Expr
	What string
}

// Case is CASE [operand] WHEN .. THEN .. ELSE .. END.
type Case struct {
	At
	Operand Expr
	Whens   []When
	Else    Expr
}

// When is one arm of a Case.
type When struct{ Cond, Then Expr }

// Call is a function call. ARRAY[..], MAP[..], ROW(..), EXTRACT, SUBSTRING, POSITION and TRIM are
// calls too; words among their arguments are string literals (EXTRACT('HOUR', ts)).
type Call struct {
	At
	Name     string // as written, dotted if so
	NameSpan diag.Span
	Args     []Expr   // a *Star for COUNT(*)
	ArgNames []string // nil, or as long as Args, "" where not named
	Distinct bool
	OrderBy  []*OrderItem // inside the call or WITHIN GROUP
	Filter   Expr
	Over     *Over
}

// Over is OVER (..) or OVER name.
type Over struct {
	At
	Ref       Ident // OVER w, or the base window inside the parentheses
	Buffer    int64 // ROWS WINDOW BUFFER n ROWS; 0 if not written
	Partition []Expr
	OrderBy   []*OrderItem
	Frame     string // text of ROWS/RANGE BETWEEN .., "" if none
	Emit      string
	Expire    string
}

// Cast is CAST(x AS t), TRY_CAST(x AS t), x::t. Type is normalized: upper case, single spaces.
type Cast struct {
	At
	X    Expr
	Type string
	Try  bool
}

// Index is x[i]; Field is (x).name or f(x).name.
type Index struct {
	At
	X, I Expr
}

// Field is a field of a value that is not a plain path: f(x).name.
type Field struct {
	At
	X    Expr
	Name Ident
}

// Subquery is a scalar (SELECT ..), or the operand of a Quantified.
type Subquery struct {
	At
	Query *QueryExpr
}

// Exists is EXISTS (SELECT ..); NOT EXISTS is a Unary NOT around it.
type Exists struct {
	At
	Query *QueryExpr
}

// Quantified is ANY/SOME/ALL (query or list): the right side of a comparison.
type Quantified struct {
	At
	Quantifier string // "ANY" or "ALL"
	Query      *QueryExpr
	List       []Expr
}

// Tuple is (a, b).
type Tuple struct {
	At
	Items []Expr
}

// TableArg is a relation as an argument: TABLE t, TABLE (SELECT ..), or a bare name where the
// function is known to take one (TUMBLE(t, ts, ..)). MODEL m is a TableArg with Word "MODEL".
type TableArg struct {
	At
	Word   string // "TABLE", "MODEL" or ""
	Source Source
}

func (*Column) expr()     {}
func (*Star) expr()       {}
func (*Literal) expr()    {}
func (*Unary) expr()      {}
func (*Binary) expr()     {}
func (*Between) expr()    {}
func (*In) expr()         {}
func (*Is) expr()         {}
func (*Case) expr()       {}
func (*Call) expr()       {}
func (*Cast) expr()       {}
func (*Index) expr()      {}
func (*Field) expr()      {}
func (*Subquery) expr()   {}
func (*Exists) expr()     {}
func (*Quantified) expr() {}
func (*Tuple) expr()      {}
func (*TableArg) expr()   {}
