package replay

import (
	"fmt"
	"strings"

	"github.com/cespare/xxhash/v2"

	"github.com/velo-plan/velo-plan/strategies/scalar"
)

// identity says what was replayed how: parts of one input have the same.
type identity struct {
	strategy, hash          string // names
	keys, groups, sourceKey []string
	partitions              int
	fields                  string // the field of the source partition, if one is named
	expressions             uint64 // a hash of all expressions, which names alone do not tell apart
	unchecked               string // why it cannot be checked whether groups are whole
	from                    string // where the plan comes from; may differ
}

// addExpressions makes all expressions of a plan a part of the identity, some lists of them.
func (id *identity) addExpressions(lists ...[]scalar.Expr) {
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

// difference says how another identity differs, in words that follow "was replayed"; it is empty if
// both can be parts of one input.
func (id *identity) difference(other *identity) string {
	list := func(names []string) string { return "(" + strings.Join(names, ", ") + ")" }
	for _, d := range []struct{ what, a, b string }{
		{"with the strategy", id.strategy, other.strategy},
		{"over a number of partitions of", fmt.Sprint(id.partitions), fmt.Sprint(other.partitions)},
		{"with the hash", id.hash, other.hash},
		{"with the keys", list(id.keys), list(other.keys)},
		{"with the groups", list(id.groups), list(other.groups)},
		{"with the source key", list(id.sourceKey), list(other.sourceKey)},
		{"with --partition-field", id.fields, other.fields},
		{"with a GROUP BY that", id.unchecked, other.unchecked},
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
