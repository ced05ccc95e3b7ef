package syntax

import "github.com/velo-plan/velo-plan/planner/diag"

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

// Literal is a constant. Value is its content: a string without its quotes, each doubled quote
// as one; a number as written; TRUE, FALSE or NULL; the normalized words of an interval.
type Literal struct {
	At
	Kind        LiteralKind
	Type        string
	Value       string
	Nanoseconds int64 // of an interval; 0 if it has no fixed length
}

// Unary is -x, +x, NOT x.
type Unary struct {
	At
	Op string
	X  Expr
}

// Binary is an operator between two operands: arithmetic, ||, comparisons, AND, OR, LIKE, ILIKE,
// NOT LIKE, IS [NOT] DISTINCT FROM, ->, ->>, AT TIME ZONE, ... Op is in upper case; != is "<>".
// x COLLATE name has the name as a string literal on its right side.
// x LIKE y ESCAPE z is LIKE with the right side Binary{Op: "ESCAPE", Left: y, Right: z}.
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
	Name     string // as written, with its dots
	NameSpan diag.Span
	Args     []Expr   // a *Star for COUNT(*)
	ArgNames []string // nil, or as long as Args, "" where not named
	Distinct bool
	Nulls    string       // "IGNORE" or "RESPECT" (NULLS), "" if not written
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
	Frame     *Frame // nil if none was written
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

// Index is x[i]; Field is (x).name, f(x).name or x->name.
type Index struct {
	At
	X, I Expr
}

// Field is a field of a value that is not a plain path: f(x).name. The name of (x).* is "*".
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
	Word    string // "TABLE", "MODEL" or ""
	Source  Source
	OrderBy []*OrderItem // ORDER BY expr after the relation
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
