package kafka

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/twmb/franz-go/pkg/kadm"
	"github.com/twmb/franz-go/pkg/kerr"
	"github.com/twmb/franz-go/pkg/kgo"
	"github.com/twmb/franz-go/pkg/kmsg"
	"github.com/velo-plan/velo-plan/replay"
	"github.com/velo-plan/velo-plan/replay/state"
	"github.com/velo-plan/velo-plan/replay/topics"
)

// sessionTimeout is after how long without a sign of life a member is taken for dead, and others get
// its partitions.
const sessionTimeout = 6 * time.Second

// idle is how long a member waits that has nothing to do until others are done.
const idle = 200 * time.Millisecond

// groupOptions are the options of a member. All partitions change hands at a rebalance, and only between
// segments: what was counted then is written down and committed.
func (r *Reader) groupOptions() []kgo.Opt {
	return []kgo.Opt{
		kgo.ConsumerGroup(r.cfg.Group), kgo.ConsumeTopics(r.cfg.Topic), kgo.Balancers(kgo.StickyBalancer()),
		kgo.SessionTimeout(sessionTimeout), kgo.HeartbeatInterval(sessionTimeout / 10),
		kgo.DisableAutoCommit(), kgo.BlockRebalanceOnPoll(), kgo.AdjustFetchOffsetsFn(r.assigned),
		kgo.OnPartitionsRevoked(r.revoked), kgo.OnPartitionsLost(r.revoked),
		kgo.OnPartitionsCallbackBlocked(func(context.Context, *kgo.Client) { r.segment.hurry.Store(true) }),
	}
}

// assigned takes partitions that the group gives: from where it has committed, or else from the
// beginning. What the topic does not have any more is passed over only if a place to begin at says so.
func (r *Reader) assigned(_ context.Context, all map[string]map[int32]kgo.Offset) (map[string]map[int32]kgo.Offset, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	mine := all[r.cfg.Topic]
	for partition, offset := range mine {
		i, known := slices.BinarySearchFunc(r.bounds, partition, func(b topics.Bounds, p int32) int { return cmp.Compare(b.Partition, p) })
		if !known { // it was added since, and so is behind what was the end
			mine[partition] = kgo.NewOffset().AtEnd()
			continue
		}
		b := r.bounds[i]
		switch committed := offset.EpochOffset().Offset; {
		case committed >= b.Begin:
			b.Begin = committed
		case committed < 0 || r.cfg.From.set:
			mine[partition] = kgo.NewOffset().At(b.Begin)
		default:
			r.lost = errors.Join(r.lost, r.gone(partition, topics.OffsetRange{From: committed, To: b.Begin}))
			mine[partition] = kgo.NewOffset().AtEnd()
			continue
		}
		r.positions[partition] = newPosition(b)
	}
	return all, nil
}

// gone is the error of offsets that the group was to read next and that the topic does not have any more.
func (r *Reader) gone(partition int32, o topics.OffsetRange) error {
	return fmt.Errorf("partition %d: the group %s was to go on with %s, which the topic does not have any more: "+
		"give --from %d to go on behind the gap, or another --group to begin anew", partition, r.cfg.Group, o, o.To)
}

// revoked gives partitions back.
func (r *Reader) revoked(_ context.Context, _ *kgo.Client, partitions map[string][]int32) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, p := range partitions[r.cfg.Topic] {
		delete(r.positions, p)
	}
}

// Share replays the reader's share of the topic of its group in segments of some time, until the whole
// group is at its end. Each segment is written to parts and then committed, so that whatever happens to
// this process, each record is in a committed part once: its own, or that of the member that reads on.
//
// told, if not nil, is told after each segment that is kept. An error ends it, ctx too. What was committed
// before is kept in segments.
func (r *Reader) Share(ctx context.Context, segments *replay.Segments, parts *state.PartsWriter, every time.Duration, told func(replay.Progress)) error {
	var saved bytes.Buffer
	for {
		saved.Reset()
		r.segment.begin(every)
		ends, failed := segments.Run(ctx, &saved)
		r.polling.Wait() // an error has ended it, or it has ended the segment
		if len(ends) > 0 {
			committed, err := r.hand(ctx, parts, saved.Bytes(), ends)
			if committed {
				segments.Keep()
				if told != nil {
					told(segments.Progress())
				}
			}
			failed = errors.Join(failed, err)
		}
		r.mu.Lock()
		failed = errors.Join(failed, r.lost)
		r.mu.Unlock()
		r.client.AllowRebalance()
		if failed != nil {
			return failed
		}
		if len(ends) == 0 {
			if over, err := r.groupOver(ctx); over || err != nil {
				return err
			}
		}
	}
}

// hand writes a segment down and commits it. That the group has taken the partitions away is no error:
// others read the segment again, and merging leaves this one out.
func (r *Reader) hand(ctx context.Context, parts *state.PartsWriter, saved []byte, ends map[int32]int64) (committed bool, err error) {
	if err := parts.Part(saved); err != nil {
		return false, fmt.Errorf("cannot write the state: %w", err)
	}
	within, cancel := context.WithTimeout(context.WithoutCancel(ctx), r.timeout)
	defer cancel()
	err = r.commit(within, ends)
	switch {
	case err == nil:
		if err := parts.Commit(); err != nil {
			return true, fmt.Errorf("cannot write the state: %w", err)
		}
		return true, nil
	case errors.Is(err, kerr.IllegalGeneration), errors.Is(err, kerr.UnknownMemberID), errors.Is(err, kerr.RebalanceInProgress):
		r.lose()
		return false, nil
	case within.Err() != nil:
		return false, fmt.Errorf("cannot commit: %w", r.heard.silence(r.timeout))
	}
	return false, fmt.Errorf("cannot commit: %w", err)
}

// lose forgets all partitions: the group will give some again.
func (r *Reader) lose() {
	r.mu.Lock()
	defer r.mu.Unlock()
	clear(r.positions)
	r.fetched = nil
}

// commit commits the offsets behind what was read.
func (r *Reader) commit(ctx context.Context, ends map[int32]int64) error {
	offsets := make(map[int32]kgo.EpochOffset, len(ends))
	for p, end := range ends {
		offsets[p] = kgo.EpochOffset{Epoch: -1, Offset: end}
	}
	var failed error
	r.client.CommitOffsetsSync(ctx, map[string]map[int32]kgo.EpochOffset{r.cfg.Topic: offsets},
		func(_ *kgo.Client, _ *kmsg.OffsetCommitRequest, response *kmsg.OffsetCommitResponse, err error) {
			failed = err
			if err != nil {
				return
			}
			for _, t := range response.Topics {
				for _, p := range t.Partitions {
					failed = errors.Join(failed, kerr.ErrorForCode(p.ErrorCode))
				}
			}
		})
	return failed
}

// groupOver waits a little and reports whether the group has committed all that there is to read.
func (r *Reader) groupOver(ctx context.Context) (bool, error) {
	select {
	case <-ctx.Done():
		return false, ctx.Err()
	case <-time.After(idle):
	}
	within, cancel := context.WithTimeout(ctx, r.timeout)
	defer cancel()
	committed, err := kadm.NewClient(r.client).FetchOffsetsForTopics(within, r.cfg.Group, r.cfg.Topic)
	switch {
	case ctx.Err() != nil:
		return false, ctx.Err()
	case within.Err() != nil:
		return false, r.heard.silence(r.timeout)
	case err != nil:
		return false, fmt.Errorf("cannot ask for the offsets of group %s: %w", r.cfg.Group, err)
	}
	for _, b := range r.bounds {
		if b.Begin >= b.End {
			continue
		}
		if o, ok := committed.Lookup(r.cfg.Topic, b.Partition); !ok || o.Err != nil || o.At < b.End {
			return false, nil
		}
	}
	return true, nil
}
