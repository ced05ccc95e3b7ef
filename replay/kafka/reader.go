package kafka

import (
	"context"
	"errors"
	"io"
	"sync"
	"time"

	"github.com/twmb/franz-go/pkg/kgo"
	"github.com/velo-plan/velo-plan/replay/reading"
	"github.com/velo-plan/velo-plan/replay/topics"
)

// Config says what to read of a topic.
type Config struct {
	Topic string
	// From is where to begin in each partition, by default at its first record; To is where to end, by
	// default at what is its end when the reader is opened.
	From, To Position
	// Follow goes on at the end and waits for more, whatever To says.
	Follow bool
	// Group is a consumer group to join, whose members share the partitions; empty: none. Where it has
	// committed offsets behind From, they count instead.
	Group string
}

// Reader reads a topic from its brokers. It is the replay.Topic of what it was told to read.
type Reader struct {
	cfg     Config
	timeout time.Duration
	client  *kgo.Client
	bounds  []topics.Bounds
	heard   *heard

	mu        sync.Mutex // in a group, the client's own goroutine assigns partitions
	positions map[int32]*position
	lost      error // what the group was to read and is gone; nil: nothing is

	segment segment
	fetched []kgo.FetchPartition // that were polled, the next one first
	polls   <-chan polled        // what comes behind them; nil: nothing is polled
	polling sync.WaitGroup

	since  time.Time      // nothing has come since; belongs to who polls, as does
	paused map[int32]bool // the set of the partitions that are not fetched
}

// position is how far a partition is read.
type position struct {
	topics.Bounds       // Begin is the next offset to hand out
	polled        int64 // the offset behind those that were polled
}

// newPosition returns the position at the beginning of bounds.
func newPosition(b topics.Bounds) *position { return &position{b, b.Begin} }

// done reports whether the partition is polled to its end.
func (p *position) done() bool { return p.polled >= p.End }

// Open finds out what there is to read of a topic and begins to fetch it. It gives up, as the reader
// will, when ctx is done or no broker has answered for the connection's timeout.
func Open(ctx context.Context, c *Connection, cfg Config) (*Reader, error) {
	r := &Reader{cfg: cfg, timeout: c.timeout(), heard: newHeard(cfg.Group == ""), positions: make(map[int32]*position), paused: make(map[int32]bool)}
	if err := r.findBounds(ctx, c); err != nil {
		return nil, err
	}
	options, err := c.options(r.heard.moving)
	if err != nil {
		return nil, err
	}
	asks := new(appetite)
	options = append(options, kgo.WithHooks(r.heard, asks), kgo.WithPools(new(pool)),
		kgo.FetchIsolationLevel(kgo.ReadCommitted()), kgo.KeepControlRecords(), kgo.FetchMaxWait(maxWait),
		kgo.MetadataMinAge(time.Second), kgo.ConsumeResetOffset(kgo.NoResetOffset()))
	if cfg.Group != "" {
		options = append(options, r.groupOptions()...)
	} else {
		options = append(options, kgo.ConsumePartitions(map[string]map[int32]kgo.Offset{cfg.Topic: r.assignAll()}))
	}
	if r.client, err = kgo.NewClient(options...); err != nil {
		return nil, err
	}
	asks.of(r.client)
	r.since = time.Now()
	r.heard.again()
	return r, nil
}

// findBounds asks the brokers for the bounds by a client of its own, whose requests end in time.
func (r *Reader) findBounds(ctx context.Context, c *Connection) error {
	client, err := c.Open(ctx, kgo.WithHooks(r.heard))
	if err != nil {
		return err
	}
	defer client.Close()
	within, cancel := context.WithTimeout(ctx, r.timeout)
	defer cancel()
	r.bounds, err = bounds(within, client, &r.cfg)
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return ctx.Err()
	case within.Err() != nil:
		err = r.heard.silence(r.timeout)
	}
	return &reading.InputError{Path: r.cfg.Topic, Topic: true, Err: err}
}

// assignAll takes all partitions that there is something to read of and returns where to begin.
func (r *Reader) assignAll() map[int32]kgo.Offset {
	begin := make(map[int32]kgo.Offset)
	for _, b := range r.bounds {
		if b.Begin < b.End {
			r.positions[b.Partition] = newPosition(b)
			begin[b.Partition] = kgo.NewOffset().At(b.Begin)
		}
	}
	return begin
}

// Name is the name of the topic.
func (r *Reader) Name() string { return r.cfg.Topic }

// Group is the name of the consumer group, empty if there is none.
func (r *Reader) Group() string { return r.cfg.Group }

// Bounds are the offsets that there are to read.
func (r *Reader) Bounds() []topics.Bounds { return r.bounds }

// Close leaves the group, if there is one, and closes all connections.
func (r *Reader) Close() {
	r.client.CloseAllowingRebalance()
	r.polling.Wait()
}

// Next returns the next piece: io.EOF when all that there is to read was, or the segment is over.
func (r *Reader) Next(ctx context.Context) (topics.Piece, error) {
	if r.polls == nil {
		r.polls = r.pollAhead(ctx)
	}
	for {
		for len(r.fetched) > 0 {
			if piece, ok := r.cut(); ok {
				return piece, nil
			}
		}
		select {
		case <-ctx.Done():
			return topics.Piece{}, ctx.Err()
		case next, ok := <-r.polls:
			if !ok {
				r.polls = nil
				return topics.Piece{}, io.EOF
			}
			if next.err != nil {
				return topics.Piece{}, noEnd(next.err)
			}
			r.fetched = next.partitions
		}
	}
}

// noEnd returns an error that does not wrap io.EOF: a broker that closes a connection gives that, and it is
// the end of the connection and not of the topic.
func noEnd(err error) error {
	if errors.Is(err, io.EOF) {
		return errors.New(err.Error())
	}
	return err
}
