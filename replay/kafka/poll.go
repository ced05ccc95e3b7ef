package kafka

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/twmb/franz-go/pkg/kerr"
	"github.com/twmb/franz-go/pkg/kgo"
)

// polled is what a poll has brought.
type polled struct {
	partitions []kgo.FetchPartition
	err        error
}

// pollAhead polls until the segment is over, one poll ahead of who takes the results: as the client
// asks for more when what it has is taken, the brokers never wait. The channel is closed at the end.
func (r *Reader) pollAhead(ctx context.Context) <-chan polled {
	polls := make(chan polled, 1)
	r.polling.Add(1)
	go func() {
		defer r.polling.Done()
		defer close(polls)
		for !r.over() {
			partitions, err := r.poll(ctx)
			if len(partitions) == 0 && err == nil {
				continue
			}
			select {
			case polls <- polled{partitions, err}:
			case <-ctx.Done():
				return
			}
			if err != nil {
				return
			}
		}
	}()
	return polls
}

// over reports whether there is nothing more to poll for now.
func (r *Reader) over() bool {
	if r.segment.over() {
		return true
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, p := range r.positions {
		if r.lost == nil && !p.done() {
			return false
		}
	}
	return true
}

// pause stops fetching partitions that are at their end, and fetches those again that are not.
func (r *Reader) pause() {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, p := range r.positions {
		if p.done() == r.paused[p.Partition] {
			continue
		}
		r.paused[p.Partition] = p.done()
		if of := map[string][]int32{r.cfg.Topic: {p.Partition}}; p.done() {
			r.client.PauseFetchPartitions(of)
		} else {
			r.client.ResumeFetchPartitions(of)
		}
	}
}

// poll waits for records until there are some, or it is time to look at something else.
func (r *Reader) poll(ctx context.Context) ([]kgo.FetchPartition, error) {
	r.pause()
	within, cancel := context.WithTimeout(ctx, r.patience())
	defer cancel()
	fetches := r.client.PollRecords(within, 0)
	var failed error
	fetches.EachError(func(_ string, partition int32, err error) {
		if failed == nil && !errors.Is(err, context.DeadlineExceeded) && !errors.Is(err, context.Canceled) {
			failed = r.explain(partition, err)
		}
	})
	var partitions []kgo.FetchPartition
	fetches.EachPartition(func(p kgo.FetchTopicPartition) {
		if len(p.Records) > 0 {
			partitions = append(partitions, p.FetchPartition)
		}
	})
	r.note(partitions)
	switch {
	case len(partitions) > 0:
		return partitions, nil // an error comes again
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case failed != nil:
		return nil, failed
	}
	return nil, r.stalled()
}

// note notes how far the partitions are polled.
func (r *Reader) note(partitions []kgo.FetchPartition) {
	if len(partitions) == 0 {
		return
	}
	r.since = time.Now()
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, p := range partitions {
		if at := r.positions[p.Partition]; at != nil {
			at.polled = max(at.polled, p.Records[len(p.Records)-1].Offset+1)
		}
	}
}

// patience is how long a poll may take.
func (r *Reader) patience() time.Duration {
	const most = 200 * time.Millisecond
	if left := r.segment.left(); left > 0 && left < most {
		return left
	}
	return most
}

// stalled says whether it is time to give up.
func (r *Reader) stalled() error {
	if time.Since(r.heard.last()) > r.timeout {
		return r.heard.silence(r.timeout)
	}
	if r.cfg.Follow || time.Since(r.since) <= r.timeout || time.Since(r.heard.lastMoved()) <= r.timeout {
		return nil
	}
	if r.heard.failing() {
		return r.heard.silence(r.timeout)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, p := range r.positions {
		if !p.done() {
			return fmt.Errorf("partition %d: no record has come from offset %d on within %v (--timeout), though it has offsets up to %d",
				p.Partition, p.Begin, r.timeout, p.End-1)
		}
	}
	r.since = time.Now() // a member of a group that has no partition for now
	return nil
}

// explain says what an error of a partition means.
func (r *Reader) explain(partition int32, err error) error {
	switch {
	case partition < 0:
		return err
	case errors.Is(err, kerr.OffsetOutOfRange):
		r.mu.Lock()
		defer r.mu.Unlock()
		from := int64(0)
		if at := r.positions[partition]; at != nil {
			from = at.polled
		}
		if r.cfg.Group != "" {
			return fmt.Errorf("partition %d: the records from offset %d on are gone, which the group %s was to read: give --from with the offset "+
				"that the topic begins at now, or another --group", partition, from, r.cfg.Group)
		}
		return fmt.Errorf("partition %d: the records from offset %d on are gone: its log was cut off, or does not keep them any longer", partition, from)
	}
	return fmt.Errorf("partition %d: %w", partition, err)
}
