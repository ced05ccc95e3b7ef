package dist

// Satisfies reports whether a partitioning that delivers one distribution serves a query that
// requires another: whether delivered is a subset of the closure of required under facts. Then
// records that must meet agree on everything by which the strategy tells them apart.
//
// On yes, proof holds the facts that it rests on, in order of use, none of them superfluous. On
// no, missing is the first column of delivered by which a group of required can be split.
func Satisfies(delivered, required Dist, facts []Fact) (ok bool, proof []Fact, missing Column) {
	closure := Close(required, facts)
	for _, c := range delivered.cols {
		if !closure.Has(c) {
			return false, nil, c
		}
	}
	return true, closure.Proof(delivered.cols...), 0
}
