package logical

import "github.com/velo-plan/velo-plan/planner/diag"

// Filter passes the rows of which all its terms are true: WHERE, or HAVING above an Aggregate.
type Filter struct {
	single
	// Terms are the AND terms, as columns.
	Terms []Term
	// Values are columns that are NULL in no row that passes.
	Values []ID
	// Never reports whether no row passes, because some term is false or NULL whatever the record.
	Never  bool
	stated []Fact
}

// Term is one AND term of a condition.
type Term struct {
	ID   ID
	Span diag.Span
}

// NewFilter makes a filter whose rows have the given facts.
func NewFilter(input Node, text string, at diag.Span, terms []Term, values []ID, never bool, facts []Fact) *Filter {
	return &Filter{single: over(input, text, at), Terms: terms, Values: values, Never: never, stated: facts}
}

// Facts implements Node.
func (f *Filter) Facts(*Tree) []Fact { return f.stated }

// Empty implements Node. No row passes either where two terms demand different values of one column.
func (f *Filter) Empty(t *Tree) bool {
	return f.Never || t.Empty(f.Input) || t.contradicted(f)
}

// EqualFact states that two columns have the same value in every row, as a text of the statement says.
func EqualFact(a, b ID, text string, at diag.Span) Fact {
	return Fact{From: []ID{a}, To: b, Equal: true, Span: at, Why: because(text)}
}

// OneValueFact states that a column has one value in all rows.
func OneValueFact(id ID, text string, at diag.Span) Fact {
	return Fact{To: id, Span: at, Why: because(text)}
}
