package replay

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/velo-plan/velo-plan/replay/reading"
	"github.com/velo-plan/velo-plan/replay/report"
	"github.com/velo-plan/velo-plan/replay/state"
	"github.com/velo-plan/velo-plan/routing"
)

// Segments replays a topic in segments, one after the other, so that there is a report before the end,
// and a state of what has come since the last one. A segment ends where Topic.Next returns io.EOF.
type Segments struct {
	cfg   Config
	whole *state.Result // of the segments that are kept; nil: none is
	job   *job          // whose memory that uses
	last  *state.Result // of the last segment, if it is not kept yet
	from  *job          // whose memory that uses
}

// NewSegments returns segments of which there is none yet. Config.State, Compare, WriteDir and Limit
// must not be set: they are about a whole.
func NewSegments(cfg Config) (*Segments, error) {
	if cfg.Topic == nil || cfg.State != nil || len(cfg.Compare) > 0 || cfg.WriteDir != "" || cfg.Limit > 0 {
		return nil, errors.New("replay: segments are of a topic, without a state, strategies to compare, a folder to write or a limit")
	}
	return &Segments{cfg: cfg}, nil
}

// Run replays the next segment and writes its state to w, if that is not nil and some offsets were read.
// It returns the offsets after those that were read, by partition; with an error too, as what lies
// before counts in full. The segment is not in the report before Keep is called.
func (s *Segments) Run(ctx context.Context, w io.Writer) (ends map[int32]int64, err error) {
	s.drop()
	j, err := newJob(s.cfg)
	if err != nil {
		return nil, err
	}
	source := reading.NewSource(ctx, j.reading())
	defer source.Close()
	start := time.Now()
	_, err = routing.Run(context.WithoutCancel(ctx), j.routing, source, j.consume)
	err = source.Finished(err)
	s.last, s.from = j.result(source, time.Since(start), nil), j
	ends = s.last.Topic.Ends()
	if w != nil && len(ends) > 0 {
		if failed := s.last.Write(w); failed != nil {
			return nil, errors.Join(err, fmt.Errorf("replay: cannot write the state: %w", failed))
		}
	}
	return ends, err
}

// Keep makes the last segment a part of the report.
func (s *Segments) Keep() {
	switch {
	case s.last == nil:
	case s.whole == nil:
		s.whole, s.job, s.last, s.from = s.last, s.from, nil, nil
	default:
		s.whole.Merge(s.last)
		s.drop()
	}
}

// Progress is how far the segments have come that are kept; how far there is to go is not known.
func (s *Segments) Progress() Progress {
	if s.whole == nil {
		return Progress{}
	}
	p := Progress{Records: s.whole.Totals.Records}
	for _, part := range s.whole.Topic.Partitions {
		for _, o := range part.Read {
			p.Offsets += o.To - o.From
		}
	}
	return p
}

// drop forgets the last segment.
func (s *Segments) drop() {
	if s.from != nil {
		s.from.free()
	}
	s.last, s.from = nil, nil
}

// Report returns the report of all segments that are kept; stopped is why there are no more, nil if
// there are, or all is read.
func (s *Segments) Report(stopped error) (*report.Report, error) {
	if s.whole == nil { // nothing was read
		j, err := newJob(s.cfg)
		if err != nil {
			return nil, err
		}
		source := reading.NewSource(context.Background(), j.reading())
		source.Close()
		s.whole, s.job = j.result(source, 0, nil), j
	}
	s.whole.Stop(stopped)
	return report.New(s.whole, s.job.options), nil
}

// Free frees the memory of the segments. A report stays valid.
func (s *Segments) Free() {
	s.drop()
	if s.job != nil {
		s.job.free()
	}
	s.whole, s.job = nil, nil
}
