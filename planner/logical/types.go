package logical

import (
	"strings"

	"github.com/velo-plan/velo-plan/planner/syntax"
)

// Class is a set of types whose equal values have equal key bytes. Values of different classes may be equal in
// SQL, after a cast, and still hash differently, as '1' and 1 do.
type Class string

// The classes. The zero Class is that of a column of unknown type.
const (
	Number  Class = "number"
	Text    Class = "text"
	Boolean Class = "boolean"
	Date    Class = "date"
	Time    Class = "timestamp"
	Bytes   Class = "bytes"
	Mixed   Class = "mixed" // of a set operation whose arms have different classes
	// Collated is text that a collation compares: its equal values may have different bytes.
	Collated Class = "collated"
)

// Type is what is known of a column's type.
type Type struct {
	Class Class
	Name  string // as declared, in upper case; "" for a derived type
	Whole bool   // whole numbers: each value has one spelling, and arithmetic is exact
	Null  bool   // the literal NULL, which is of whatever type stands beside it
}

// Known reports whether anything is known of the type.
func (t Type) Known() bool { return t.Class != "" }

// Alike reports whether equal values of the two types have equal key bytes. An unknown type is taken to be like
// any other.
func (t Type) Alike(o Type) bool {
	if t.Class == Mixed || o.Class == Mixed || t.Class == Collated || o.Class == Collated {
		return false
	}
	return !t.Known() || !o.Known() || t.Class == o.Class
}

// Word names the type in messages.
func (t Type) Word() string {
	if t.Name != "" {
		return t.Name
	}
	return strings.ToUpper(string(t.Class))
}

// oneSpelling reports whether equal values are spelled alike, so that a text function cannot tell apart what
// equality does not.
func (t Type) oneSpelling() bool { return t.Class == Text || t.Whole }

// types is a table of types: a row holds a type and the words that name it.
type types []struct {
	of    Type
	words string
}

func (rows types) byWord() map[string]Type {
	out := map[string]Type{}
	for _, row := range rows {
		for _, word := range strings.Fields(row.words) {
			out[word] = row.of
		}
	}
	return out
}

// classes are the type names of streaming SQL dialects, without what follows in parentheses.
var classes = types{
	{Type{Class: Number, Whole: true}, "INT INTEGER BIGINT SMALLINT TINYINT LONG INT2 INT4 INT8 SERIAL BIGSERIAL"},
	{Type{Class: Number}, "FLOAT DOUBLE REAL DECIMAL NUMERIC FLOAT4 FLOAT8 NUMBER DEC"},
	{Type{Class: Text}, "STRING VARCHAR TEXT CHAR CHARACTER NVARCHAR VARCHAR2 UUID"},
	{Type{Class: Boolean}, "BOOLEAN BOOL"},
	{Type{Class: Date}, "DATE"},
	{Type{Class: Time}, "TIMESTAMP TIMESTAMPTZ TIMESTAMP_LTZ DATETIME"},
	{Type{Class: Bytes}, "BYTES BYTEA BINARY VARBINARY"},
	{Type{Class: Mixed}, "MIXED"}, // no dialect's: what Text calls it where one statement declares it to others
}.byWord()

// TypeOf reads the name of a type: INT, DECIMAL(10, 2), DOUBLE PRECISION.
func TypeOf(name string) Type {
	name = strings.ToUpper(strings.TrimSpace(name))
	word, _, _ := strings.Cut(name, "(")
	word, _, _ = strings.Cut(strings.TrimSpace(word), " ")
	if strings.ContainsAny(name, "<[") || strings.HasSuffix(name, "ARRAY") {
		return Type{} // ARRAY<INT>, INT ARRAY: equal lists have equal bytes, whatever their elements
	}
	t := classes[word]
	t.Name = name
	switch {
	case t.Class == "":
		return Type{}
	case strings.Contains(name, collate):
		t.Class = Collated
	}
	return t
}

// collate stands between a type and the collation of a column.
const collate = " COLLATE "

func literalType(e *syntax.Literal) Type {
	switch e.Kind {
	case syntax.Number:
		return Type{Class: Number, Whole: !strings.ContainsAny(e.Value, ".eE")}
	case syntax.String:
		return Type{Class: Text}
	case syntax.Bool:
		return Type{Class: Boolean}
	case syntax.Typed:
		return TypeOf(e.Type)
	case syntax.Null:
		return Type{Null: true}
	}
	return Type{}
}

// Common returns the type of a value that comes from one of several: of CASE, COALESCE, or a column of a set
// operation.
func Common(types []Type) Type {
	var out Type
	unknown := false
	for _, t := range types {
		switch {
		case t.Null:
		case !t.Known():
			unknown = true
		case !out.Known():
			out = t
		case t.Class != out.Class:
			return Type{Class: Mixed}
		default:
			out.Whole = out.Whole && t.Whole
			if out.Name != t.Name {
				out.Name = ""
			}
		}
	}
	if unknown && out.Class != Mixed {
		return Type{}
	}
	return out
}

// results are the functions whose type does not depend on their arguments.
var results = types{
	{Type{Class: Text}, `UPPER LOWER TRIM LTRIM RTRIM BTRIM SUBSTRING SUBSTR LEFT RIGHT CONCAT CONCAT_WS REPLACE REVERSE LPAD RPAD
		REPEAT SPLIT_PART SPLIT_INDEX INITCAP TRANSLATE OVERLAY CHR MD5 SHA1 SHA256 SHA512 DATE_FORMAT FROM_UNIXTIME TO_CHAR JSON_VALUE
		JSON_EXTRACT_SCALAR REGEXP_EXTRACT REGEXP_REPLACE HEX STRING_AGG LISTAGG GROUP_CONCAT`},
	{Type{Class: Number, Whole: true}, `LENGTH LEN CHAR_LENGTH CHARACTER_LENGTH POSITION ASCII SIGN YEAR QUARTER MONTH WEEK DAY HOUR MINUTE
		DAYOFWEEK DAYOFMONTH DAYOFYEAR DATEDIFF TIMESTAMPDIFF CARDINALITY COUNT COUNT_DISTINCT APPROX_COUNT_DISTINCT
		ROW_NUMBER RANK DENSE_RANK NTILE`},
	{Type{Class: Number}, `SQRT EXP LN LOG LOG10 LOG2 POWER POW AVG STDDEV STDDEV_POP STDDEV_SAMP VARIANCE VAR_POP VAR_SAMP CORR SECOND EXTRACT DATE_PART`},
}.byWord()

// passing are functions that return one of their arguments, or a value of its type.
var passing = set("MIN MAX SUM FIRST_VALUE LAST_VALUE FIRST LAST ANY_VALUE ABS CEIL CEILING FLOOR ROUND TRUNC TRUNCATE NULLIF LAG LEAD SINGLE_VALUE")

// CallType returns the type of a function's result.
func CallType(name string, args []Type) Type {
	if t, ok := results[name]; ok {
		return t
	}
	switch {
	case passing[name] && len(args) > 0:
		t := args[0]
		t.Name = ""
		return t
	case name == "COALESCE" || name == "IFNULL" || name == "NVL" || name == "GREATEST" || name == "LEAST":
		return Common(args)
	}
	return Type{}
}

// OperatorType returns the type of an operator's result.
func OperatorType(op string, args []Type) Type {
	switch op {
	case "+", "-", "*", "%", "/":
		t := Type{Class: Number, Whole: op != "/"}
		for _, a := range args {
			if a.Class != Number {
				return Type{} // a difference of times, or of unknown types
			}
			t.Whole = t.Whole && a.Whole
		}
		return t
	case "COLLATE":
		return Type{Class: Collated}
	case "||":
		return Type{Class: Text}
	case "=", "<>", "<", ">", "<=", ">=", "AND", "OR", "NOT", "LIKE", "NOT LIKE", "IS NOT DISTINCT FROM", "IS DISTINCT FROM":
		return Type{Class: Boolean}
	}
	return Type{}
}

// Text returns a name that TypeOf reads as the type, or "" for an unknown one.
func (t Type) Text() string {
	switch {
	case t.Name != "":
		return t.Name
	case t.Class == Number && t.Whole:
		return "BIGINT"
	case t.Class == Number:
		return "DOUBLE"
	case t.Class == Text:
		return "STRING"
	case t.Class == Collated:
		return "STRING" + collate + "ANY"
	}
	return strings.ToUpper(string(t.Class))
}

// Collated reports whether a collation compares two columns.
func (cs *Columns) Collated(p *Pair) bool {
	return cs.Get(p.Left).Type.Class == Collated || cs.Get(p.Right).Type.Class == Collated
}
