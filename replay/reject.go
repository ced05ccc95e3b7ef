package replay

// reason says what a line is, or why it is no record.
type reason uint8

const (
	accepted        reason = iota // a record
	blank                         // nothing but blanks: neither a record nor wrong
	invalidJSON                   // not one well-formed JSON value
	notAnObject                   // a JSON value, but no object
	invalidUTF8                   // bytes that are not UTF-8, which other readers replace silently
	tooDeep                       // more than maxNesting objects and arrays inside each other
	lineTooLong                   // longer than MaxLineBytes
	keyNotEvaluable               // a key expression has no defined value for the record
	payloadNoObject               // an envelope around something that is not one JSON object
	nullValue                     // a record of a topic without a value: a tombstone
	reasons                       // their number
)

// String returns the name that the report uses.
func (r reason) String() string {
	return [reasons]string{"accepted", "blank", "invalid_json", "not_an_object", "invalid_utf8", "too_deep",
		"line_too_long", "key_not_evaluable", "payload_not_an_object", "null_value"}[r]
}

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

	file        int    // the current input, an index of Inputs
	linesOfFile uint64 // that were added of it
}

// located says where a rejected line of the chunk is, whose baseLine is known.
func (c *chunk) located(r rejection) RejectedLine {
	line := RejectedLine{File: c.source.job.Inputs[c.file], Line: c.baseLine + r.line + 1, Reason: r.why.String()}
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
	t.linesOfFile += c.lines
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
