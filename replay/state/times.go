package state

import (
	"math"
	"time"

	"github.com/velo-plan/velo-plan/replay/counting"
	"github.com/velo-plan/velo-plan/replay/reading"
)

const (
	// maxBucket is the longest bucket, in milliseconds: the longest time.Duration.
	maxBucket = uint64(math.MaxInt64 / time.Millisecond)
	// maxInstant is later than any time that is read, in milliseconds since 1970.
	maxInstant = 253_402_300_800_000
	// maxLag is the most that a watermark can be behind, in milliseconds.
	maxLag = maxBucket
)

// signed writes a number that may be negative.
func (s *stateWriter) signed(n int64) { s.uint(uint64(n)) }

func (s *stateReader) signed() int64 { return int64(s.uint()) }

// times writes what a partition has received by event time.
func (s *stateWriter) times(t *counting.Times) {
	s.uint(uint64(t.Width))
	s.uint(uint64(len(t.Cells)))
	for i := range t.Cells {
		c := &t.Cells[i]
		s.signed(c.Bucket)
		s.uint(c.Records)
		s.uint(c.Hot.Floor)
		s.uint(uint64(c.Hot.Len))
		for _, k := range c.Hot.Keys[:c.Hot.Len] {
			s.uint(k.Hash)
			s.uint(k.Records)
			s.uint(k.Over)
		}
	}
}

// times reads what one of n partitions has received, given how long buckets were at first.
func (s *stateReader) times(bucket int64, n int) *counting.Times {
	t := counting.NewTimes(bucket, n)
	width := int64(s.upTo(maxBucket))
	for t.Width < width {
		t.Coarsen(2 * t.Width)
	}
	if t.Width != width {
		s.damaged()
	}
	for range s.upTo(uint64(t.Limit)) {
		if s.err != nil {
			break
		}
		c := counting.TimeCell{Bucket: s.signed(), Records: s.uint()}
		c.Hot.Floor = s.uint()
		c.Hot.Len = int(s.upTo(uint64(len(c.Hot.Keys))))
		for i := range c.Hot.Len {
			c.Hot.Keys[i] = counting.HotCount{Hash: s.uint(), Records: s.uint()}
			c.Hot.Keys[i].Over = s.upTo(c.Hot.Keys[i].Records)
		}
		if limit := maxInstant / t.Width; c.Records == 0 || c.Bucket > limit || c.Bucket < -limit-1 || !t.Append(c) {
			s.damaged()
		}
	}
	return t
}

// lateness writes what is known of the order of times.
func (s *stateWriter) lateness(l *reading.Lateness) {
	s.bool(l != nil)
	if l == nil {
		return
	}
	s.bool(l.Lag >= 0)
	s.uint(uint64(max(l.Lag, 0)))
	s.uint(l.OutOfOrder)
	s.uint(l.Late)
	s.bool(l.AtLeast)
	s.uint(uint64(len(l.Sources)))
	for i := range l.Sources {
		source := &l.Sources[i]
		s.uint(uint64(source.Partition))
		s.signed(source.Latest)
		s.lowest(&source.Rising)
		s.lowest(&source.InTime)
	}
}

func (s *stateReader) lateness() *reading.Lateness {
	if !s.bool() {
		return nil
	}
	l := reading.NewLateness(nil)
	if declared, lag := s.bool(), int64(s.upTo(maxLag)); declared {
		l.Lag = lag
	}
	l.OutOfOrder, l.Late, l.AtLeast = s.uint(), s.uint(), s.bool()
	for range s.upTo(counting.MaxSources) {
		if s.err != nil {
			break
		}
		source := reading.SourceTime{Partition: int32(s.upTo(math.MaxInt32)), Latest: s.signed(), Rising: s.lowest(), InTime: s.lowest()}
		if !l.Append(source) {
			s.damaged()
			break
		}
	}
	return l
}

// lowest writes the lowest times, each by what it is over the one before.
func (s *stateWriter) lowest(l *reading.Lowest) {
	s.signed(l.Cut)
	s.uint(uint64(len(l.Times)))
	for i, t := range l.Times {
		if i > 0 {
			t -= l.Times[i-1]
		}
		s.signed(t)
		s.uint(l.Records[i])
	}
}

func (s *stateReader) lowest() reading.Lowest {
	l := reading.Lowest{Cut: s.signed()}
	for i := range s.upTo(reading.LowestTimes) {
		if s.err != nil {
			break
		}
		t := s.signed()
		if i > 0 {
			if t <= 0 {
				s.damaged()
			}
			t += l.Times[i-1]
		}
		l.Times, l.Records = append(l.Times, t), append(l.Records, s.uint())
	}
	return l
}
