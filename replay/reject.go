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
	reasons                       // their number
)

// String returns the name that the report uses.
func (r reason) String() string {
	return [reasons]string{"accepted", "blank", "invalid_json", "not_an_object", "invalid_utf8", "too_deep",
		"line_too_long", "key_not_evaluable"}[r]
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
	first                                  []RejectedLine

	linesOfFile uint64 // in the current input
}

// add adds the counts of the next chunk, whose lines are of the given file and begin it if so said.
func (t *totals) add(c *tally, file string, beginsFile bool) {
	if beginsFile {
		t.linesOfFile = 0
	}
	for _, r := range c.first[:min(c.firsts, maxFirst-len(t.first))] {
		t.first = append(t.first, RejectedLine{File: file, Line: t.linesOfFile + r.line + 1, Reason: r.why.String()})
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
