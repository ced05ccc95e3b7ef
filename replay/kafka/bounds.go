package kafka

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/twmb/franz-go/pkg/kadm"
	"github.com/twmb/franz-go/pkg/kerr"
	"github.com/twmb/franz-go/pkg/kgo"
	"github.com/velo-plan/velo-plan/replay/topics"
)

// bounds finds the offsets that there are to read of a topic. Without a position as its end, the end is
// where the topic ends now: behind the last record that is not in an open transaction.
func bounds(ctx context.Context, client *kgo.Client, cfg *Config) ([]topics.Bounds, error) {
	admin := kadm.NewClient(client)
	starts, err := offsets(admin.ListStartOffsets(ctx, cfg.Topic))
	if err != nil {
		return nil, err
	}
	ends, err := offsets(admin.ListCommittedOffsets(ctx, cfg.Topic))
	if err != nil {
		return nil, err
	}
	from, err := cfg.From.resolve(ctx, admin, cfg.Topic, starts, starts, ends)
	if err != nil {
		return nil, err
	}
	to, err := cfg.To.resolve(ctx, admin, cfg.Topic, ends, starts, ends)
	if err != nil {
		return nil, err
	}
	var all []topics.Bounds
	for p, begin := range from {
		b := topics.Bounds{Partition: p, Begin: begin, End: max(begin, to[p])}
		if cfg.Follow {
			b.End = topics.NoEnd
		}
		all = append(all, b)
	}
	slices.SortFunc(all, func(a, b topics.Bounds) int { return cmp.Compare(a.Partition, b.Partition) })
	return all, cfg.nothing(from, to, starts, ends)
}

// nothing is the error of positions between which no partition of a topic that has records has any: a
// replay that reads nothing must not look like one that found nothing wrong.
func (c *Config) nothing(from, to, starts, ends map[int32]int64) error {
	if c.Follow {
		to = ends
	}
	first, last := int64(math.MaxInt64), int64(-1)
	for p, start := range starts {
		switch {
		case from[p] < to[p]:
			return nil
		case start < ends[p]:
			first, last = min(first, start), max(last, ends[p]-1)
		}
	}
	if last < 0 || c.Follow && (!c.From.time.IsZero() || c.From.offset <= last+1) {
		return nil // the topic is empty, or is waited for
	}
	var places []string
	for _, place := range []struct {
		flag string
		Position
	}{{"--from", c.From}, {"--to", c.To}} {
		if place.set {
			places = append(places, place.flag+" "+place.String())
		}
	}
	has := fmt.Sprintf("it has offsets %d to %d", first, last)
	if len(starts) > 1 {
		has = fmt.Sprintf("its %d partitions have offsets between %d and %d", len(starts), first, last)
	}
	return fmt.Errorf("there is no record to read by %s: %s", strings.Join(places, " and "), has)
}

// resolve returns the offset that the position is in each partition, which has records from its start
// on and before its end; where it says nothing, that is otherwise.
func (p Position) resolve(ctx context.Context, admin *kadm.Client, topic string, otherwise, starts, ends map[int32]int64) (map[int32]int64, error) {
	at := make(map[int32]int64, len(starts))
	switch {
	case !p.set:
		return otherwise, nil
	case !p.time.IsZero():
		var err error
		if at, err = offsets(admin.ListOffsetsAfterMilli(ctx, p.time.UnixMilli(), topic)); err != nil {
			return nil, err
		}
	default:
		for partition := range starts {
			at[partition] = p.offset
			if p.offset < 0 {
				at[partition] = ends[partition] + p.offset
			}
		}
	}
	for partition, offset := range at {
		at[partition] = min(max(offset, starts[partition]), ends[partition])
	}
	return at, nil
}

// offsets turns what the brokers said about the only topic into offsets by partition.
func offsets(listed kadm.ListedOffsets, err error) (map[int32]int64, error) {
	var partly *kadm.ShardErrors
	if err != nil && !errors.As(err, &partly) {
		return nil, err
	}
	found := make(map[int32]int64)
	var failed error
	listed.Each(func(o kadm.ListedOffset) {
		switch {
		case errors.Is(o.Err, kerr.UnknownTopicOrPartition):
			failed = errNoTopic
		case o.Err != nil && failed == nil:
			failed = fmt.Errorf("partition %d: %w", o.Partition, o.Err)
		}
		found[o.Partition] = o.Offset
	})
	switch {
	case failed != nil:
		return nil, failed
	case err != nil:
		return nil, err
	case len(found) == 0:
		return nil, errNoTopic
	}
	return found, nil
}

// errNoTopic is the error of a topic that the cluster does not have.
var errNoTopic = errors.New("the cluster has no such topic, or does not let this user see it")
