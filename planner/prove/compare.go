package prove

// Right is what a statement gives for all records. From are the rows of which any may be the answer, in the number of
// Rows: those without its LIMIT. It is nil where Rows is the only right answer.
type Right struct{ Rows, From Rows }

// Difference is how the answer of the partitions differs from the whole.
type Difference struct {
	Whole, Union   int // rows
	Missing, Extra Rows
}

// Compare compares the answer of the partitions with the right one, as multisets.
func (r *Right) Compare(union Rows) *Difference {
	d := &Difference{Whole: r.Rows.total(), Union: union.total(), Missing: Rows{}, Extra: Rows{}}
	if r.From != nil && d.Whole == d.Union && union.less(r.From).total() == 0 {
		return d
	}
	d.Missing, d.Extra = r.Rows.less(union), union.less(r.Rows)
	return d
}

// less returns the rows that are left without those of another answer.
func (r Rows) less(other Rows) Rows {
	out := Rows{}
	for row, n := range r {
		if more := n - other[row]; more > 0 {
			out[row] = more
		}
	}
	return out
}

// Same reports whether the two answers are the same.
func (d *Difference) Same() bool { return len(d.Missing) == 0 && len(d.Extra) == 0 }
