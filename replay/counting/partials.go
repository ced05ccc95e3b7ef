package counting

// BatchSteps are the batches that Partials looks at, as multiples of the smallest one.
var BatchSteps = [...]uint64{1, 10, 100}

// Partials counts the rows that a local aggregation would leave of the records of a partition: one for each group of
// each batch of the input. A batch is as many records as come one after the other, of whatever partition; it ends with
// its part of the input.
type Partials struct {
	Rows [len(BatchSteps)]uint64 // by the batches of BatchSteps
	seen map[uint64]uint64       // the place of the last record of each group of the largest batch, by the group's hash
	last uint64                  // the number of that batch
}

// add counts a record of a group. places grow; batch is the length of the smallest batch.
func (p *Partials) add(group, place, batch uint64) {
	if largest := place / (batch * BatchSteps[len(BatchSteps)-1]); p.seen == nil || largest != p.last {
		if p.seen == nil {
			p.seen = make(map[uint64]uint64)
		}
		clear(p.seen)
		p.last = largest
	}
	before, known := p.seen[group]
	for i, step := range BatchSteps {
		if size := batch * step; !known || before/size != place/size {
			p.Rows[i]++
		}
	}
	p.seen[group] = place
}
