package reading

import (
	"math"
)

// Settle adds the chunk's counts to the totals, and learns from them where it stands. What lies
// after the end that the configuration sets is dropped here, where that is known.
func (c *Chunk) Settle() {
	s := c.source
	s.Fetched += c.fetched
	if s.over.Load() {
		c.clear()
		return
	}
	t := &s.Totals
	if c.file != s.counted {
		s.counted, s.linesOfFile = c.file, 0
	}
	c.base, c.baseLine = t.Records, s.linesOfFile+c.skipped
	s.cutOff(c)
	if len(c.records) > 0 && t.Records == 0 {
		t.Names = c.fieldNames()
	}
	c.wanted.settle(t.Fields)
	if s.Lateness != nil {
		s.Lateness.add(c)
	}
	s.lose(c)
	t.Records += uint64(len(c.records))
	t.Bytes += c.bytes
	s.linesOfFile += c.linesOfFile()
	t.add(c)
	if s.Topic != nil {
		s.Topic.Take(&c.piece, c.tally.lines)
	}
	t.Kinds = MergeKinds(t.Kinds, c.kinds)
	s.Chunks++
	if c.tally.lines > 0 {
		s.Envelopes[c.file] = c.envelope
		s.Formats[c.file] = c.format
	}
	if s.rejects != nil {
		if err := s.rejects.write(c); err != nil {
			s.finish(err)
		}
	}
	s.cfg.Told(c.position, t.Records)
}

// cutOff scans the chunk again, up to the end of the input, if that is inside it.
func (s *Source) cutOff(c *Chunk) {
	most := math.MaxInt
	if left := s.cfg.Limit - s.Totals.Records; s.cfg.Limit > 0 && left <= uint64(len(c.records)) {
		most = int(left)
	}
	fail := s.cfg.StopAtReject && c.tally.firsts > 0
	if most == math.MaxInt && !fail {
		return
	}
	c.bytes = c.scan(most, fail)
	if fail && c.tally.firsts > 0 {
		s.finish(&RejectedError{c.located(c.tally.first[0])})
	} else {
		s.finish(nil)
	}
}

// lose counts the batches of the engine in which a record lacks a field of the key.
func (s *Source) lose(c *Chunk) {
	if s.cfg.EngineBatch == 0 || c.tally.missingKeys == 0 {
		return
	}
	for place := range c.records {
		if c.records[place].Flags&MissingKey == 0 {
			continue
		}
		if batch := c.Ordinal(place)/s.cfg.EngineBatch + 1; batch > s.lost {
			s.lost = batch
			s.Totals.LostBatches++
		}
	}
}

// loseRecords counts the records of the batches that are lost, of which the last one may not be full.
func (s *Source) loseRecords() {
	t, size := &s.Totals, s.cfg.EngineBatch
	if t.LostBatches == 0 {
		return
	}
	t.LostRecords = t.LostBatches * size
	if rest := t.Records % size; rest > 0 && s.lost == t.Records/size+1 {
		t.LostRecords -= size - rest
	}
}

// finish ends the input after the chunk that is being settled; fault is why, if there is something
// wrong with it.
func (s *Source) finish(fault error) {
	if s.fault == nil {
		s.fault = fault
	}
	s.over.Store(true)
	s.stop() // a worker may be waiting for more input
}
