package kafka

import (
	"context"
	"time"

	"github.com/twmb/franz-go/pkg/kadm"
	"github.com/twmb/franz-go/pkg/kgo"

	"github.com/velo-plan/velo-plan/replay"
	"github.com/velo-plan/velo-plan/replay/topics"
)

// Watch replays the topic in segments of some time until ctx is done or something fails. After each it
// tells, and which partitions have been added to the topic since: they are read from their first record.
func (r *Reader) Watch(ctx context.Context, segments *replay.Segments, every time.Duration, told func(added []int32) error) error {
	for {
		r.segment.begin(every)
		_, failed := segments.Run(ctx, nil)
		segments.Keep()
		if failed != nil {
			return failed
		}
		if err := told(r.added(ctx, every)); err != nil {
			return err
		}
	}
}

// added takes the partitions that were added to the topic. That nobody answers in time is no error here: it
// is asked again, and reading will notice.
func (r *Reader) added(ctx context.Context, within time.Duration) (partitions []int32) {
	ctx, cancel := context.WithTimeout(ctx, within)
	defer cancel()
	starts, err := offsets(kadm.NewClient(r.client).ListStartOffsets(ctx, r.cfg.Topic))
	if err != nil {
		return nil
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	begin := map[int32]kgo.Offset{}
	// Partitions are only ever added, behind the others.
	for next := int32(len(r.bounds)); ; next++ {
		start, there := starts[next]
		if !there {
			break
		}
		b := topics.Bounds{Partition: next, Begin: start, End: topics.NoEnd}
		r.bounds, r.positions[next], begin[next] = append(r.bounds, b), newPosition(b), kgo.NewOffset().At(start)
		partitions = append(partitions, next)
	}
	if len(begin) > 0 {
		r.client.AddConsumePartitions(map[string]map[int32]kgo.Offset{r.cfg.Topic: begin})
	}
	return partitions
}
