package prove

// Difference is how the answer of the partitions differs from the whole.
type Difference struct {
	Whole, Union   int // rows
	Missing, Extra Rows
}

// Compare compares two answers as multisets.
func Compare(whole, union Rows) *Difference {
	d := &Difference{Whole: whole.total(), Union: union.total(), Missing: Rows{}, Extra: Rows{}}
	for row, n := range whole {
		if more := n - union[row]; more > 0 {
			d.Missing[row] = more
		}
	}
	for row, n := range union {
		if more := n - whole[row]; more > 0 {
			d.Extra[row] = more
		}
	}
	return d
}

// Same reports whether the two answers are the same.
func (d *Difference) Same() bool { return len(d.Missing) == 0 && len(d.Extra) == 0 }
