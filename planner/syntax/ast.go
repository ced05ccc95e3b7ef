package syntax

import "github.com/velo-plan/velo-plan/planner/diag"

// Node is a part of the tree that has a place in the text.
type Node interface {
	// Span returns the bytes of the text that the node was read from.
	Span() diag.Span
}

// At is embedded in every node and holds its place.
type At struct{ Pos diag.Span }

// Span implements Node.
func (a At) Span() diag.Span { return a.Pos }

// Ident is a name as written, without its quotes. The zero Ident means "no name".
type Ident struct {
	At
	Name   string
	Quoted bool
}

// File is a parsed text: its statements in order. Statements that did not parse are missing; each
// has a diagnostic instead.
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

// Statement is one statement of a file, with the annotations before and inside it.
type Statement struct {
	At          // from the first token to the last one before ';'
	Kind        Kind
	Verb        string // the first keyword in upper case ("SHOW", "CREATE", ...), or the one after EXPLAIN
	Explain     bool   // written after EXPLAIN
	Annotations []Annotation
	Job         Ident // START/DEPLOY JOB name
	// Target is the stream, table, view or sink that the statement makes or writes to:
	// CREATE x, INSERT INTO x, SELECT .. INTO x, CREATE SINK .. INTO x (then SinkName is the sink's).
	Target     Ident
	SinkName   Ident // CREATE SINK name
	Dropped    Ident // DROP x name
	Create     Kind  // inside a job: the kind of the wrapped CREATE; otherwise ""
	Guarded    bool  // CREATE OR REPLACE, CREATE .. IF NOT EXISTS: the target may exist already
	Columns    []ColumnDef
	PrimaryKey []Ident // PRIMARY KEY (a, b) of a declaration, or columns marked PRIMARY KEY or KEY
	// DistributedBy and Buckets are DISTRIBUTED BY [HASH|RANGE] (a, b) INTO n BUCKETS of a CREATE.
	// DistributedMethod is HASH, RANGE or "", and Buckets 0, if not written.
	DistributedBy     []Ident
	DistributedMethod string
	Buckets           int
	DistributedSpan   diag.Span   // the clause; zero if there is none
	PropBlocks        []diag.Span // of each WITH (..), in order
	Props             []Property  // every WITH (..) of the statement, in order, including those after FROM sources
	Query             *QueryExpr  // nil for declarations and KindOther
	Into              Ident       // INTO name after the select of a CREATE, whose Target is the name after CREATE
	Strategy          string      // DEPLOY .. STRATEGY text (a deployment strategy, not a routing one)
}

// Annotation is a comment line that is addressed to the engine or to velo-plan.
type Annotation struct {
	At               // the whole "@name: value", without the dashes
	Name      string // "name", "source_key.trades", "SQL Application", ...
	Value     string // trimmed
	Header    bool   // written without '@' ("-- Name: x", "-- SQL Application: y")
	NameSpan  diag.Span
	ValueSpan diag.Span
}

// Property is one 'name' = 'value' of a WITH clause. Name and Value have no quotes.
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
	Collation  string // COLLATE name; "" if not written
	PrimaryKey bool   // marked PRIMARY KEY
	Key        bool   // marked KEY alone: part of the record's key; several records may have the same key
	Computed   Expr   // name AS expr; nil otherwise
}
