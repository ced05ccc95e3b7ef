package replay

// maxFirst is how many rejected lines the report shows.
const maxFirst = 10

// tally counts the lines of one chunk.
type tally struct {
	lines, blank             uint64
	byReason                 [reasons]uint64 // of the rejected lines
	nullKeys, missingSources uint64          // of the accepted ones

	first  [maxFirst]rejection
	firsts int
}

// rejection is a rejected line; its number counts from 0 in the chunk.
type rejection struct {
	line uint64
	why  reason
}

// clear sets all counts to zero.
func (t *tally) clear() { *t = tally{} }

// reject counts a line that is no record.
func (t *tally) reject(why reason) {
	if t.firsts < maxFirst {
		t.first[t.firsts] = rejection{line: t.lines, why: why}
		t.firsts++
	}
	t.byReason[why]++
	t.lines++
}

// totals are the counts of all chunks that were settled.
type totals struct {
	bytes, records, lines, blank, rejected uint64
	byReason                               map[reason]uint64
	nullKeys, missingSources               uint64
	kinds                                  []kinds // of the values of each part of the routing key
	first                                  []RejectedLine
}

// located says where a rejected line of the chunk is, whose baseLine is known.
func (c *chunk) located(r rejection) RejectedLine {
	line := RejectedLine{File: c.source.cfg.Inputs[c.file], Line: c.baseLine + r.line + 1, Reason: r.why.String()}
	if c.keys.piece != nil {
		partition, offset := c.piece.Partition, c.piece.Records.At(int(r.line)).Offset // the chunk goes on
		line.Partition, line.Offset = &partition, &offset
	}
	return line
}

// add adds the counts of the next chunk.
func (t *totals) add(chunk *chunk) {
	c := &chunk.tally
	for _, r := range c.first[:min(c.firsts, maxFirst-len(t.first))] {
		t.first = append(t.first, chunk.located(r))
	}
	t.lines += c.lines
	t.blank += c.blank
	t.nullKeys += c.nullKeys
	t.missingSources += c.missingSources
	for why, n := range c.byReason {
		if n > 0 {
			t.byReason[reason(why)] += n
			t.rejected += n
		}
	}
}

// merge adds the counts of the next part.
func (t *totals) merge(next *totals) {
	t.bytes += next.bytes
	t.records += next.records
	t.lines += next.lines
	t.blank += next.blank
	t.rejected += next.rejected
	t.nullKeys += next.nullKeys
	t.kinds = mergeKinds(t.kinds, next.kinds)
	t.missingSources += next.missingSources
	for why, n := range next.byReason {
		t.byReason[why] += n
	}
	t.first = append(t.first, next.first[:min(len(next.first), maxFirst-len(t.first))]...)
}
