package dist

import "slices"

// Fact says: records that agree on all of From agree on To. An empty From makes To a constant.
// That a record decides all its columns and its source partition ({@row} -> everything) is built
// in and needs no Fact.
type Fact struct {
	From   []Column // not changed by this package
	To     Column   // a column, Partition, Row or Every
	Reason string   // a sentence for the explain plan: why this holds
	Tag    int      // the planner's own, by which it finds the place in the query
}

// Equal reports whether both facts are the same in every part.
func (f Fact) Equal(g Fact) bool {
	return f.To == g.To && f.Tag == g.Tag && f.Reason == g.Reason && slices.Equal(f.From, g.From)
}
