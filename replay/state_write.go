package replay

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"

	"github.com/klauspost/compress/zstd"
)

// stateMagic begins a state file; the version comes after it.
const stateMagic = "velo-plan replay state "

// stateVersion changes whenever an older program could not read the file, or would misread it.
const stateVersion = '2'

// stateWriter writes the values of a state file, all numbers as unsigned varints, lists with their
// length first. The first error stays.
type stateWriter struct {
	out    *bufio.Writer
	number [binary.MaxVarintLen64]byte
	err    error
}

// write writes the state of a result to w: the magic, the version, and then the values as a frame of
// Zstandard (RFC 8878), whose checksum guards them.
func (r *result) write(w io.Writer) error {
	if _, err := fmt.Fprintf(w, "%s%c\n", stateMagic, stateVersion); err != nil {
		return err
	}
	compressor, err := zstd.NewWriter(w, zstd.WithEncoderCRC(true), zstd.WithEncoderConcurrency(1), zstd.WithEncoderLevel(zstd.SpeedFastest))
	if err != nil {
		return err
	}
	s := &stateWriter{out: bufio.NewWriterSize(compressor, 1<<16)}
	s.identity(&r.identity)
	s.strings(r.files)
	s.strings(r.envelopes)
	s.topic(r.topic)
	s.uint(r.chunks)
	s.totals(&r.totals)
	s.string(r.stopped)
	s.uint(uint64(r.took))
	s.uint(uint64(r.workers))
	s.string(string(r.partitions.counting.delivers))
	s.bool(r.partitions.counting.groups)
	s.bool(r.partitions.counting.routes)
	s.bool(r.partitions.counting.sourceKeys)
	s.uint(uint64(r.partitions.counting.budget))
	for _, p := range r.partitions.list {
		s.partition(&r.partitions.counting, p)
	}
	if s.err == nil {
		s.err = s.out.Flush()
	}
	if err := compressor.Close(); s.err == nil {
		s.err = err
	}
	return s.err
}

func (s *stateWriter) write(b []byte) {
	if s.err == nil {
		_, s.err = s.out.Write(b)
	}
}

func (s *stateWriter) uint(n uint64) {
	s.write(s.number[:binary.PutUvarint(s.number[:], n)])
}

func (s *stateWriter) bool(b bool) {
	if b {
		s.uint(1)
	} else {
		s.uint(0)
	}
}

func (s *stateWriter) bytes(b []byte) {
	s.uint(uint64(len(b)))
	s.write(b)
}

func (s *stateWriter) string(text string) { s.bytes([]byte(text)) }

func (s *stateWriter) strings(list []string) {
	s.uint(uint64(len(list)))
	for _, text := range list {
		s.string(text)
	}
}

func (s *stateWriter) identity(id *identity) {
	for _, text := range []string{id.strategy, id.hash, id.fields, id.unchecked, id.from} {
		s.string(text)
	}
	for _, list := range [][]string{id.keys, id.groups, id.sourceKey} {
		s.strings(list)
	}
	s.uint(uint64(id.partitions))
	s.uint(id.expressions)
}

// topic writes what was read of a topic; all offsets are from 0.
func (s *stateWriter) topic(t *topicRead) {
	s.bool(t != nil)
	if t == nil {
		return
	}
	s.string(t.name)
	s.string(t.group)
	s.uint(uint64(len(t.partitions)))
	for _, p := range t.partitions {
		for _, n := range []uint64{uint64(p.Partition), uint64(p.Begin), uint64(p.End), p.records, uint64(len(p.read))} {
			s.uint(n)
		}
		for _, o := range p.read {
			s.uint(uint64(o.From))
			s.uint(uint64(o.To))
		}
	}
}

func (s *stateWriter) totals(t *totals) {
	for _, n := range []uint64{t.bytes, t.records, t.lines, t.blank, t.rejected, t.nullKeys, t.missingSources} {
		s.uint(n)
	}
	s.uint(uint64(len(t.kinds)))
	for _, k := range t.kinds {
		s.uint(uint64(k))
	}
	s.uint(uint64(reasons))
	for why := range reasons {
		s.uint(t.byReason[why])
	}
	s.uint(uint64(len(t.first)))
	for _, line := range t.first {
		s.string(line.File)
		s.uint(line.Line)
		s.string(line.Reason)
		s.bool(line.Partition != nil)
		if line.Partition != nil {
			s.uint(uint64(*line.Partition))
			s.uint(uint64(*line.Offset))
		}
	}
}

func (s *stateWriter) partition(counting *counting, p *partitionState) {
	s.uint(p.records)
	s.uint(p.bytes)
	s.uint(p.unknown)
	s.bool(p.sketched)
	s.uint(p.sketchedFrom)
	s.sources(&p.sources)
	if counting.groups {
		s.counts(&p.groups)
	}
	if counting.routes {
		s.counts(&p.routes)
	}
	if counting.sourceKeys {
		s.uint(p.sourceKeys.nulls)
		s.uint(p.sourceKeys.unplaced)
		s.uint(p.sourceKeys.lost)
		s.table(p.sourceKeys.table)
	}
}

func (s *stateWriter) sources(c *sourceCounts) {
	s.uint(c.unnamed)
	s.uint(c.others)
	s.uint(c.violations)
	s.uint(uint64(len(c.list)))
	for _, source := range c.list {
		s.uint(uint64(source.partition))
		s.uint(source.records)
		s.uint(source.next)
	}
	s.uint(uint64(len(c.examples)))
	for _, e := range c.examples {
		s.uint(uint64(e.source))
		s.uint(e.record)
		s.uint(e.after)
	}
}

func (s *stateWriter) counts(k *keyCounts) {
	s.table(k.table)
	s.bool(k.sketch != nil)
	if k.sketch == nil {
		return
	}
	s.write(k.sketch.distinct.registers[:])
	s.uint(k.sketch.heavy.floor)
	s.uint(uint64(len(k.sketch.heavy.counters)))
	for _, c := range k.sketch.heavy.counters {
		s.uint(c.hash)
		s.bytes(c.text)
		s.uint(c.count)
		s.uint(c.over)
	}
}

// table writes the keys without their hashes, which follow from them.
func (s *stateWriter) table(t *table) {
	s.uint(uint64(t.zeros))
	s.uint(uint64(t.keys))
	for c := range t.all() {
		s.bytes(t.key(c))
		s.uint(c.count)
		s.uint(uint64(c.mark))
	}
}
