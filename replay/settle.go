package replay

import (
	"math"
)

// Settle adds the chunk's counts to the totals, and learns from them where it stands. What lies
// behind the end that the configuration sets is dropped here, where that is known.
func (c *chunk) Settle() {
	s := c.source
	s.fetched += c.fetched
	if s.over.Load() {
		c.clear()
		return
	}
	t := &s.totals
	if c.file != s.counted {
		s.counted, s.linesOfFile = c.file, 0
	}
	c.base, c.baseLine = t.records, s.linesOfFile
	s.cutOff(c)
	t.records += uint64(len(c.records))
	t.bytes += c.bytes
	s.linesOfFile += c.tally.lines
	t.add(c)
	if s.topic != nil {
		s.topic.take(&c.piece, c.tally.lines)
	}
	t.kinds = mergeKinds(t.kinds, c.kinds)
	s.chunks++
	if c.tally.lines > 0 {
		s.envelopes[c.file] = c.envelope
	}
	if s.rejects != nil {
		if err := s.rejects.write(c); err != nil {
			s.finish(err)
		}
	}
	s.cfg.Told(c.position, t.records)
}

// cutOff reads the chunk once more, and not to its end, if the input is to end inside it.
func (s *source) cutOff(c *chunk) {
	most := math.MaxInt
	if left := s.cfg.Limit - s.totals.records; s.cfg.Limit > 0 && left <= uint64(len(c.records)) {
		most = int(left)
	}
	fail := s.cfg.StopAtReject && c.tally.firsts > 0
	if most == math.MaxInt && !fail {
		return
	}
	c.bytes = c.bytesUpTo(c.scan(most, fail))
	if fail && c.tally.firsts > 0 {
		s.finish(&RejectedError{c.located(c.tally.first[0])})
	} else {
		s.finish(nil)
	}
}

// finish ends the input behind the chunk that is being settled; fault is why, if there is something
// wrong with it.
func (s *source) finish(fault error) {
	if s.fault == nil {
		s.fault = fault
	}
	s.over.Store(true)
	s.stop() // somebody may wait for more of the input
}
