package state

import (
	"fmt"
	"strings"

	"github.com/cespare/xxhash/v2"

	"github.com/velo-plan/velo-plan/strategies/scalar"
)

// Identity is the plan that was replayed: all parts of one input have the same one.
type Identity struct {
	Strategy, Hash          string // names
	Keys, Groups, SourceKey []string
	Partitions              int
	Fields                  string // the field of the source partition, if one is named
	expressions             uint64 // a hash of all expressions, which names alone do not tell apart
	Unchecked               string // why it cannot be checked whether groups are whole
	From                    string // where the plan comes from; may differ
	Time                    Time   // the event time by which the records were counted
	Keeps                   Keeps  // what the job keeps of the records
	NullsApart              bool   // as in the configuration; it does not change what is counted
}

// Keeps says what a job keeps of the records that it has seen, besides the windows of its groups.
type Keeps struct {
	Kind       string // one of the constants Keeps...
	Grace      int64  // how long after its end a window is kept, in milliseconds
	Within     int64  // KeepsRecords: how long a record is kept, in milliseconds; 0: forever
	Rows       int64  // KeepsRows: how many records of a group; 0: all
	Aggregates int    // KeepsGroups: values of a group
}

// The values of Keeps.Kind.
const (
	KeepsGroups  = "groups"  // the aggregates of each group, or that it was there
	KeepsRecords = "records" // the records themselves, for a join
	KeepsRows    = "rows"    // the last records of each group, for OVER
	KeepsNothing = "nothing"
)

// Time is an event time, the zero value if there is none.
type Time struct {
	Field, Format string
	Bundled       bool // that of envelopes and topics, where there are any
}

// AddExpressions adds a hash of the expressions of a plan, in lists, to the identity.
func (id *Identity) AddExpressions(lists ...[]scalar.Expr) {
	var text []byte
	for _, list := range lists {
		text = append(text, '(')
		for _, e := range list {
			text = appendExpr(text, e)
		}
		text = append(text, ')')
	}
	id.expressions = xxhash.Sum64(text)
}

// appendExpr appends a text that only this expression has.
func appendExpr(dst []byte, e scalar.Expr) []byte {
	switch e := e.(type) {
	case scalar.Field:
		return fmt.Appendf(dst, "field %q ", e.Path)
	case scalar.System:
		return fmt.Appendf(dst, "system %q ", e.Name)
	case scalar.Const:
		return fmt.Appendf(dst, "constant %q ", scalar.AppendKey(nil, e.Value))
	case scalar.Op:
		dst = fmt.Appendf(dst, "%q(", e.Name)
		for _, a := range e.Args {
			dst = appendExpr(dst, a)
		}
		return append(dst, ')')
	}
	return append(dst, "nothing "...)
}

// difference returns how another identity differs, in words that follow "was replayed"; empty if both
// can be parts of one input.
func (id *Identity) difference(other *Identity) string {
	list := func(names []string) string { return "(" + strings.Join(names, ", ") + ")" }
	for _, d := range []struct{ what, a, b string }{
		{"with the strategy", id.Strategy, other.Strategy},
		{"over a number of partitions of", fmt.Sprint(id.Partitions), fmt.Sprint(other.Partitions)},
		{"with the hash", id.Hash, other.Hash},
		{"with the keys", list(id.Keys), list(other.Keys)},
		{"with the groups", list(id.Groups), list(other.Groups)},
		{"with the source key", list(id.SourceKey), list(other.SourceKey)},
		{"with --partition-field", id.Fields, other.Fields},
		{"with the event time", id.Time.Field, other.Time.Field},
		{"with the event time format", id.Time.Format, other.Time.Format},
		{"with a GROUP BY that", id.Unchecked, other.Unchecked},
	} {
		if d.a != d.b {
			return fmt.Sprintf("%s %q, not %q", d.what, d.b, d.a)
		}
	}
	if id.expressions != other.expressions {
		return "with another WHERE, or other expressions of the same names"
	}
	return ""
}
