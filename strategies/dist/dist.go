// Package dist holds the distribution algebra: one type for what a query requires and what a
// strategy delivers, and one relation between the two.
//
//	required ──► Close(required, facts) ──► closure ─┐
//	                                                 ├─► delivered ⊆ closure?  ok, proof | missing
//	delivered ───────────────────────────────────────┘
//
//	Any {@row}  ◄── every By(k...) ◄── ... ◄── Single {}       fewer columns: more records meet
//
// It knows no SQL, no strategy and no hash; a column is a number that the caller chose.
package dist

import (
	"slices"
	"strconv"
	"strings"
)

// Column identifies a column or an expression by its number in a registry that the caller keeps,
// one for each statement. The caller's numbers are positive; the negative ones are the
// pseudo-columns, and 0 is no column. Two ids are the same column exactly when they are the same
// number.
type Column int32

// The pseudo-columns.
const (
	// Row is the pseudo-column on which no two records agree.
	Row Column = -1
	// Partition is the pseudo-column that holds a record's partition in its source.
	Partition Column = -2
	// Every stands for all plain columns of a record at once, Row and Partition not among them: a
	// Fact to Every says that From decides the whole content of a record, as the primary key of a
	// table does.
	Every Column = -3
)

// String returns "@row", "@partition" or "@every" for a pseudo-column, otherwise the number.
func (c Column) String() string {
	switch c {
	case Row:
		return "@row"
	case Partition:
		return "@partition"
	case Every:
		return "@every"
	}
	return strconv.Itoa(int(c))
}

// Kind names the form of a Dist in a plan: "any", "by", "source" or "single".
type Kind string

// The four kinds of a Dist.
const (
	KindAny    Kind = "any"    // {@row}: nobody has to meet
	KindBy     Kind = "by"     // keys, with or without @partition: equal keys meet
	KindSource Kind = "source" // {@partition}: a source partition stays together
	KindSingle Kind = "single" // {}: all records meet
)

// Dist is a distribution: records that agree on all of its columns are in the same partition. It
// reads the same as a requirement and as a promise. It is immutable and safe for concurrent use;
// the zero value is Single().
type Dist struct {
	cols []Column // distinct, in the order given; exactly {Row} if Row is among them
}

// Any returns {@row}: no two records have to meet.
func Any() Dist { return Dist{cols: []Column{Row}} }

// Source returns {@partition}: the records of one source partition meet.
func Source() Dist { return Dist{cols: []Column{Partition}} }

// Single returns {}: all records meet.
func Single() Dist { return Dist{} }

// By returns the distribution over cols, in that order and without repetitions: records with
// equal keys meet. By() is Single(). Since no two records agree on @row, a set that holds it says
// no more than Any() and becomes it.
func By(cols ...Column) Dist {
	kept := make([]Column, 0, len(cols))
	seen := map[Column]struct{}{}
	for _, c := range cols {
		if c == Row {
			return Any()
		}
		if _, dup := seen[c]; !dup {
			seen[c] = struct{}{}
			kept = append(kept, c)
		}
	}
	return Dist{cols: kept}
}

// Columns returns the columns in the order given. The slice is the caller's.
func (d Dist) Columns() []Column { return slices.Clone(d.cols) }

// Has reports whether c is one of the columns.
func (d Dist) Has(c Column) bool { return slices.Contains(d.cols, c) }

// Kind names the form of the distribution. A set of @partition and keys is "by".
func (d Dist) Kind() Kind {
	if len(d.cols) == 0 {
		return KindSingle
	}
	if len(d.cols) == 1 {
		switch d.cols[0] {
		case Row:
			return KindAny
		case Partition:
			return KindSource
		}
	}
	return KindBy
}

// String returns the distribution as a set, such as "{7, @partition}".
func (d Dist) String() string {
	names := make([]string, len(d.cols))
	for i, c := range d.cols {
		names[i] = c.String()
	}
	return "{" + strings.Join(names, ", ") + "}"
}
