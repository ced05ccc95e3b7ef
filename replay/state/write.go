package state

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"

	"github.com/klauspost/compress/zstd"
	"github.com/velo-plan/velo-plan/replay/counting"
	"github.com/velo-plan/velo-plan/replay/ndjson"
	"github.com/velo-plan/velo-plan/replay/reading"
	"github.com/velo-plan/velo-plan/replay/topics"
)

// Magic begins a state file; the version comes after it.
const Magic = "velo-plan replay state "

// Version changes whenever an older program could not read the file, or would misread it.
const Version = '4'

// stateWriter writes the values of a state file, all numbers as unsigned varints, lists with their
// length first. The first error stays.
type stateWriter struct {
	out    *bufio.Writer
	number [binary.MaxVarintLen64]byte
	err    error
}

// Write writes the state of a result to w: the magic, the version, and then the values as a frame of
// Zstandard (RFC 8878), whose checksum guards them.
func (r *Result) Write(w io.Writer) error {
	if _, err := fmt.Fprintf(w, "%s%c\n", Magic, Version); err != nil {
		return err
	}
	compressor, err := zstd.NewWriter(w, zstd.WithEncoderCRC(true), zstd.WithEncoderConcurrency(1), zstd.WithEncoderLevel(zstd.SpeedFastest))
	if err != nil {
		return err
	}
	s := &stateWriter{out: bufio.NewWriterSize(compressor, 1<<16)}
	s.identity(&r.Identity)
	s.strings(r.Files)
	s.strings(r.Envelopes)
	s.strings(r.Formats)
	s.topic(r.Topic)
	s.uint(r.Chunks)
	s.totals(&r.Totals)
	s.lateness(r.Lateness)
	s.string(r.Stopped)
	s.uint(uint64(r.Took))
	s.uint(uint64(r.Workers))
	s.uint(r.EngineBatch)
	s.string(string(r.Partitions.Scope.Delivers))
	s.bool(r.Partitions.Scope.Groups)
	s.bool(r.Partitions.Scope.Routes)
	s.bool(r.Partitions.Scope.SourceKeys)
	s.uint(uint64(r.Partitions.Scope.Bucket))
	s.uint(uint64(r.Partitions.Scope.Budget))
	s.uint(r.Partitions.Scope.Batch)
	s.bool(r.Partitions.Scope.Alive)
	s.uint(uint64(r.Partitions.Scope.Panes.Length))
	s.uint(uint64(r.Partitions.Scope.Panes.Every))
	for _, p := range r.Partitions.List {
		s.partition(&r.Partitions.Scope, p)
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

func (s *stateWriter) identity(id *Identity) {
	for _, text := range []string{id.Strategy, id.Hash, id.Fields, id.Unchecked, id.From} {
		s.string(text)
	}
	for _, list := range [][]string{id.Keys, id.Groups, id.SourceKey} {
		s.strings(list)
	}
	s.uint(uint64(id.Partitions))
	s.uint(id.expressions)
	for _, n := range []int64{id.Keeps.Grace, id.Keeps.Within, id.Keeps.Rows, int64(id.Keeps.Aggregates)} {
		s.uint(uint64(n))
	}
	s.string(id.Keeps.Kind)
	s.string(id.Time.Field)
	s.string(id.Time.Format)
	s.bool(id.Time.Bundled)
	s.bool(id.NullsApart)
}

// topic writes what was read of a topic; all offsets are from 0.
func (s *stateWriter) topic(t *topics.Account) {
	s.bool(t != nil)
	if t == nil {
		return
	}
	s.string(t.Name)
	s.string(t.Group)
	s.uint(uint64(len(t.Partitions)))
	for _, p := range t.Partitions {
		for _, n := range []uint64{uint64(p.Partition), uint64(p.Begin), uint64(p.End), p.Records, uint64(len(p.Read))} {
			s.uint(n)
		}
		for _, o := range p.Read {
			s.uint(uint64(o.From))
			s.uint(uint64(o.To))
		}
	}
}

func (s *stateWriter) totals(t *reading.Totals) {
	for _, n := range []uint64{t.Bytes, t.Records, t.Lines, t.Blank, t.Rejected, t.NullKeys, t.MissingSources,
		t.MissingKeys, t.LostBatches, t.LostRecords} {
		s.uint(n)
	}
	s.uint(uint64(len(t.Fields)))
	for _, f := range t.Fields {
		s.string(f.Field)
		s.strings(f.UsedBy)
		s.bool(f.Seen)
	}
	s.strings(t.Names)
	s.uint(uint64(len(t.Kinds)))
	for _, k := range t.Kinds {
		s.uint(uint64(k))
	}
	for _, n := range t.Times {
		s.uint(n)
	}
	s.uint(uint64(ndjson.Reasons))
	for why := range ndjson.Reasons {
		s.uint(t.ByReason[why])
	}
	s.uint(uint64(len(t.First)))
	for _, line := range t.First {
		s.string(line.File)
		s.uint(line.Line)
		s.string(line.Reason)
		s.string(line.Unit)
		s.uint(line.Block)
		s.uint(uint64(line.Column))
		s.string(line.Expected)
		s.string(line.Excerpt)
		s.bool(line.Partition != nil)
		if line.Partition != nil {
			s.uint(uint64(*line.Partition))
			s.uint(uint64(*line.Offset))
		}
	}
}

func (s *stateWriter) partition(scope *counting.Scope, p *counting.Partition) {
	s.uint(p.Records)
	s.uint(p.Bytes)
	s.uint(p.Unknown)
	s.bool(p.Sketched)
	s.uint(p.SketchedFrom)
	s.sources(&p.Sources)
	if scope.Groups {
		s.counts(&p.Groups)
	}
	if scope.Routes {
		s.counts(&p.Routes)
	}
	if scope.Bucket > 0 {
		s.times(p.Times)
	}
	if scope.Alive {
		s.alive(p.Alive)
	}
	if scope.Batch > 0 {
		for _, rows := range p.Partials.Rows {
			s.uint(rows)
		}
	}
	if scope.SourceKeys {
		s.uint(p.SourceKeys.Nulls)
		s.uint(p.SourceKeys.Unplaced)
		s.uint(p.SourceKeys.Lost)
		s.table(p.SourceKeys.Table)
		s.table(p.SourceKeys.Places)
	}
}

func (s *stateWriter) sources(c *counting.SourceCounts) {
	s.uint(c.Unnamed)
	s.uint(c.Others)
	s.uint(c.Violations)
	s.uint(uint64(len(c.List)))
	for _, source := range c.List {
		s.uint(uint64(source.Partition))
		s.uint(source.Records)
		s.uint(source.Next)
	}
	s.uint(uint64(len(c.Examples)))
	for _, e := range c.Examples {
		s.uint(uint64(e.Source))
		s.uint(e.Record)
		s.uint(e.After)
	}
}

func (s *stateWriter) counts(k *counting.KeyCounts) {
	s.table(k.Table)
	s.bool(k.Sketch != nil)
	if k.Sketch == nil {
		return
	}
	s.write(k.Sketch.Distinct.Registers[:])
	s.uint(k.Sketch.Heavy.Floor)
	s.uint(uint64(len(k.Sketch.Heavy.Counters)))
	for _, c := range k.Sketch.Heavy.Counters {
		s.uint(c.Hash)
		s.bytes(c.Text)
		s.uint(c.Count)
		s.uint(c.Over)
	}
}

// table writes the keys without their hashes, which follow from them.
func (s *stateWriter) table(t *counting.Table) {
	s.uint(uint64(t.Zeros))
	s.uint(uint64(t.Keys))
	for c := range t.All() {
		s.bytes(t.Key(c))
		s.uint(c.Count)
		s.uint(uint64(c.Mark))
	}
}
