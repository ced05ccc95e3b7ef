package reading

import "github.com/velo-plan/velo-plan/replay/ndjson"

// MaxFirst is how many rejected lines the report shows.
const MaxFirst = 10

// tally counts the lines of one chunk.
type tally struct {
	lines, blank             uint64
	byReason                 [ndjson.Reasons]uint64 // of the rejected lines
	nullKeys, missingSources uint64                 // of the accepted ones
	missingKeys              uint64                 // of nullKeys: without a field of the key
	times                    [TimeKinds]uint64      // how the times of the accepted ones were written

	first  [MaxFirst]rejection
	firsts int
}

// rejection is a rejected line; its number counts from 0 in the chunk.
type rejection struct {
	line uint64
	why  ndjson.Reason
	text ndjson.Span // without its end, in the lines of the chunk
}

// clear sets all counts to zero.
func (t *tally) clear() { *t = tally{} }

// reject counts a line that is no record, whose text is at a place of the chunk.
func (t *tally) reject(why ndjson.Reason, text ndjson.Span) {
	if t.firsts < MaxFirst {
		t.first[t.firsts] = rejection{t.lines, why, text}
		t.firsts++
	}
	t.byReason[why]++
	t.lines++
}

// Totals are the counts of all chunks that were settled.
type Totals struct {
	Bytes, Records, Lines, Blank, Rejected uint64
	ByReason                               map[ndjson.Reason]uint64
	NullKeys, MissingSources               uint64
	MissingKeys                            uint64            // of NullKeys: records without a field of the key
	LostBatches, LostRecords               uint64            // of the engine, if Config.EngineBatch is set
	Fields                                 []FieldUse        // that the expressions read
	Names                                  []string          // of the fields that the first record has
	Kinds                                  []Kinds           // of the values of each part of the routing key
	Times                                  [TimeKinds]uint64 // of the records, by how their times were written; all 0 if none is asked for
	First                                  []RejectedLine
}

// located says where a rejected line of the chunk is, whose baseLine is known.
func (c *Chunk) located(r rejection) RejectedLine {
	line := RejectedLine{File: c.source.cfg.Inputs[c.file], Line: c.baseLine + r.line + 1, Reason: r.why.String()}
	var fault ndjson.Fault
	switch n := int(r.line); {
	case c.maker == nil:
		fault = ndjson.Explain(c.lines[r.text.Start:r.text.End], r.why)
	case n == len(c.units): // the line that is too long to be held
		line.Line = c.baseLine + c.linesBefore(len(c.lines)) + 1
	default:
		if c.units[n].Why == r.why {
			fault = c.maker.fault(c, n)
		}
		c.maker.place(c, n, &line)
	}
	line.Column, line.Expected, line.Excerpt = fault.Column, fault.Expected, fault.Excerpt
	if c.format == FormatValues {
		line.Unit = UnitValue
	}
	if c.keys.piece != nil {
		partition, offset := c.piece.Partition, c.piece.Records.At(int(r.line)).Offset // the chunk goes on
		line.Partition, line.Offset = &partition, &offset
	}
	return line
}

// add adds the counts of the next chunk.
func (t *Totals) add(chunk *Chunk) {
	c := &chunk.tally
	for _, r := range c.first[:min(c.firsts, MaxFirst-len(t.First))] {
		t.First = append(t.First, chunk.located(r))
	}
	t.Lines += c.lines
	t.Blank += c.blank
	t.NullKeys += c.nullKeys
	t.MissingSources += c.missingSources
	t.MissingKeys += c.missingKeys
	for kind, n := range c.times {
		t.Times[kind] += n
	}
	for why, n := range c.byReason {
		if n > 0 {
			t.ByReason[ndjson.Reason(why)] += n
			t.Rejected += n
		}
	}
}

// Merge adds the counts of the next part.
func (t *Totals) Merge(next *Totals) {
	t.Bytes += next.Bytes
	t.Records += next.Records
	t.Lines += next.Lines
	t.Blank += next.Blank
	t.Rejected += next.Rejected
	t.NullKeys += next.NullKeys
	t.MissingKeys += next.MissingKeys
	t.LostBatches += next.LostBatches
	t.LostRecords += next.LostRecords
	for i := range t.Fields {
		t.Fields[i].Seen = t.Fields[i].Seen || next.Fields[i].Seen
	}
	if len(t.Names) == 0 {
		t.Names = next.Names
	}
	t.Kinds = MergeKinds(t.Kinds, next.Kinds)
	for kind, n := range next.Times {
		t.Times[kind] += n
	}
	t.MissingSources += next.MissingSources
	for why, n := range next.ByReason {
		t.ByReason[why] += n
	}
	t.First = append(t.First, next.First[:min(len(next.First), MaxFirst-len(t.First))]...)
}
