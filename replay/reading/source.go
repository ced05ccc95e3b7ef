package reading

import (
	"context"
	"io"
	"sync/atomic"
	"time"

	"github.com/velo-plan/velo-plan/replay/ndjson"
	"github.com/velo-plan/velo-plan/replay/topics"
	"github.com/velo-plan/velo-plan/routing"
)

// Source hands out the pieces of the inputs, in order, and adds up what was found in them. One
// worker at a time calls Next, and one settles a chunk, but the two at the same time: what the one
// uses the other does not, but for over and, once that is set, fault.
type Source struct {
	cfg     Config
	columns *columns        // what is read of a record
	fields  []*ndjson.Field // those of Totals.Fields
	ctx     context.Context // done when the caller's is, when the run's is once that is known, or at the end
	stop    context.CancelFunc
	tied    bool // the run's context is known

	file     int       // the current input, an index of Inputs
	in       input     // the current input; nil: not open yet
	before   int64     // bytes of the inputs before it
	claimed  uint64    // chunks that were returned
	detector *detector // of envelopes
	envelope Envelope  // of the current input; empty while no record of it was seen

	over  atomic.Bool // nothing after the chunks that are settled counts
	fault error       // why, if there is something wrong

	Chunks      uint64          // that were settled and count
	counted     int             // the input of the last of them, an index of Inputs
	linesOfFile uint64          // that were settled of it
	lost        uint64          // the number of the last batch of the engine that is lost, from 1
	Fetched     time.Duration   // that reading took in the chunks' Load
	Totals      Totals          // of these
	Lateness    *Lateness       // of their records; nil: no time is asked for
	Topic       *topics.Account // what they are of the topic; nil: the inputs are files
	Envelopes   []Envelope      // of the inputs; empty where no record was seen
	Formats     []Format        // of the inputs; empty where nothing was read, and for a topic
	rejects     *rejectWriter   // nil: they are not written
}

// NewSource returns a source for all inputs, which ends with ctx.Err() when ctx is done.
func NewSource(ctx context.Context, cfg Config) *Source {
	s := &Source{
		cfg: cfg, columns: newColumns(cfg.expressions(), cfg.PartitionField, cfg.Topic != nil, cfg.Time), Totals: Totals{ByReason: make(map[ndjson.Reason]uint64)},
		detector: newDetector(cfg.MaxLineBytes), Envelopes: make([]Envelope, len(cfg.Inputs)), Formats: make([]Format, len(cfg.Inputs)),
		rejects: newRejectWriter(cfg.Rejects), Topic: topics.NewAccount(cfg.Topic),
	}
	s.Totals.Fields, s.fields = fieldUses(&s.cfg, s.columns)
	if cfg.Time != nil {
		s.Lateness = NewLateness(cfg.Time.Lag)
	}
	s.ctx, s.stop = context.WithCancel(ctx)
	return s
}

// Close closes the input that is open.
func (s *Source) Close() {
	s.stop()
	if s.in != nil {
		s.in.close()
	}
}

// Finished returns the error of a run whose router returned err.
func (s *Source) Finished(err error) error {
	s.loseRecords()
	if err == nil {
		err = s.fault
	}
	if s.rejects == nil {
		return err
	}
	failed := s.rejects.close()
	if err == nil {
		err = failed
	}
	return err
}

// Next returns the next piece of the input.
func (s *Source) Next(run context.Context, old routing.Chunk[Record]) (routing.Chunk[Record], error) {
	if !s.tied {
		s.tied = true
		context.AfterFunc(run, s.stop)
	}
	c, ok := old.(*Chunk)
	if !ok {
		var err error
		if c, err = newChunk(s); err != nil {
			return nil, err
		}
	}
	err := s.advance(c)
	switch {
	case s.over.Load():
		return nil, io.EOF // or the fault, which is the whole run's
	case err == io.EOF:
		return nil, err
	case err != nil && s.ctx.Err() != nil:
		return nil, s.ctx.Err()
	case err != nil:
		return nil, s.cfg.inputError(s.file, err)
	}
	c.Number = s.claimed
	s.claimed++
	return c, nil
}

// advance gives the chunk the next piece of the current input or, at its end, of the one after it.
func (s *Source) advance(c *Chunk) error {
	for ; s.file < len(s.cfg.Inputs); s.file++ {
		if err := s.ctx.Err(); err != nil {
			return err
		}
		if s.in == nil {
			var err error
			if s.in, err = openInput(s.ctx, s.cfg.Inputs[s.file], &s.cfg); err != nil {
				s.in = nil
				return err
			}
			s.envelope = ""
			if s.cfg.Envelope != EnvelopeAuto {
				s.envelope = s.cfg.Envelope
			}
		}
		c.reset(s.file)
		err := s.in.next(s.ctx, c)
		c.format = s.in.format()
		if err == nil {
			c.position = s.before + s.in.position()
			return s.unwrap(c)
		}
		if err != io.EOF {
			return err
		}
		s.before += s.in.position()
		s.in.close()
		s.in = nil
	}
	return io.EOF
}

// unwrap tells the chunk the envelope of its records. While no record of the input was seen, its
// chunks have to be read here, one after the other.
func (s *Source) unwrap(c *Chunk) error {
	if c.maker != nil {
		c.unwrap(EnvelopeFlat)
		return nil
	}
	if s.envelope == "" {
		if err := c.fetch(); err != nil {
			return err
		}
		s.envelope = s.detector.detect(c.lines)
	}
	c.unwrap(s.envelope)
	return nil
}

// fieldsOf returns the fields of some of the paths that are read, by their places.
func (s *Source) fieldsOf(paths []int) []*ndjson.Field {
	fields := []*ndjson.Field{}
	for _, i := range paths {
		fields = append(fields, s.columns.Find(s.columns.paths[i]))
	}
	return fields
}
