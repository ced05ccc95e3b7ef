package kafka

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/twmb/franz-go/pkg/kgo"

	"github.com/velo-plan/velo-plan/replay/jsonform"
	"github.com/velo-plan/velo-plan/replay/keyedby"
	"github.com/velo-plan/velo-plan/replay/reading"
	"github.com/velo-plan/velo-plan/replay/registry"
)

// Sample is some of the committed records of a topic.
type Sample struct {
	Records    []keyedby.Sample // those of a partition in the order of their offsets
	Partitions int              // of the topic
}

// Sample reads about limit records of a topic, spread over all of its partitions and, in each, over the
// beginning, the middle and the end of what it held at the start. It joins no group and commits nothing.
// Reaching the brokers and reading take no longer than the Timeout of the connection each; that records
// are missing by then is an error. Decoder makes JSON of values and keys; nil: values are JSON, and keys texts.
func (c *Connection) Sample(ctx context.Context, topic string, limit int, decoder reading.Decoder) (*Sample, error) {
	client, err := c.Open(ctx)
	if err != nil {
		return nil, fmt.Errorf("the topic %s: %w", topic, err)
	}
	defer client.Close()
	ctx, cancel := context.WithTimeout(ctx, c.timeout())
	defer cancel()
	s := &sampler{connection: c, topic: topic, decoder: decoder}
	err = s.run(ctx, client, limit)
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return nil, fmt.Errorf("the topic %s: the brokers %s did not send what was asked for within %s: sample fewer records, or allow more time",
			topic, strings.Join(c.Brokers, ", "), c.timeout())
	case err != nil:
		return nil, fmt.Errorf("the topic %s: %w", topic, err)
	}
	slices.SortFunc(s.records, func(a, b keyedby.Sample) int {
		return cmp.Or(cmp.Compare(a.Partition, b.Partition), cmp.Compare(a.Offset, b.Offset))
	})
	return &Sample{Records: s.records, Partitions: s.partitions}, nil
}

// sampler is one run of Sample.
type sampler struct {
	connection *Connection
	topic      string
	decoder    reading.Decoder
	partitions int
	records    []keyedby.Sample
	failed     error // what is needed to decode records cannot be had
}

// run takes the sample. The client asks where the committed records begin and end.
func (s *sampler) run(ctx context.Context, client *kgo.Client, limit int) error {
	all, err := bounds(ctx, client, &Config{Topic: s.topic})
	if err != nil {
		return err
	}
	s.partitions = len(all)
	for _, spans := range spread(all, limit) {
		if err := s.read(ctx, spans); err != nil {
			return err
		}
	}
	return nil
}

// read takes in the records of one span of each partition.
func (s *sampler) read(ctx context.Context, spans map[int32]span) error {
	if len(spans) == 0 {
		return nil
	}
	starts := map[int32]kgo.Offset{}
	for partition, sp := range spans {
		starts[partition] = kgo.NewOffset().At(sp.from)
	}
	answers := &fetchAnswers{since: map[int32]int{}}
	options, err := s.connection.Options()
	if err != nil {
		return err
	}
	client, err := kgo.NewClient(append(options, kgo.ConsumePartitions(map[string]map[int32]kgo.Offset{s.topic: starts}),
		kgo.FetchIsolationLevel(kgo.ReadCommitted()), kgo.KeepControlRecords(), kgo.FetchMaxBytes(8<<20),
		kgo.FetchMaxWait(maxWait), kgo.WithHooks(answers))...)
	if err != nil {
		return err
	}
	defer client.Close()
	for len(spans) > 0 {
		patience, cancel := context.WithTimeout(ctx, maxWait)
		fetches := client.PollFetches(patience)
		cancel()
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := fetches.Err0(); errors.Is(err, context.DeadlineExceeded) {
			if answers.empty() {
				return nil
			}
			continue
		}
		if err := fetches.Err(); err != nil {
			return err
		}
		answers.reset()
		fetches.EachRecord(func(r *kgo.Record) { s.take(r, spans) })
		if s.failed != nil {
			return s.failed
		}
		client.PauseFetchPartitions(map[string][]int32{s.topic: s.finished(starts, spans)})
	}
	return nil
}

// take keeps a record that is in the span of its partition, and ends the span with its last offset.
func (s *sampler) take(r *kgo.Record, spans map[int32]span) {
	sp, open := spans[r.Partition]
	if !open {
		return
	}
	if r.Offset < sp.to && !r.Attrs.IsControl() {
		s.records = append(s.records, s.decoded(r))
	}
	if r.Offset+1 >= sp.to {
		delete(spans, r.Partition)
	}
}

// finished are the partitions whose spans have ended.
func (s *sampler) finished(all map[int32]kgo.Offset, open map[int32]span) []int32 {
	var done []int32
	for partition := range all {
		if _, is := open[partition]; !is {
			done = append(done, partition)
		}
	}
	return done
}

// decoded is a record with what its value and its key hold. One that cannot be decoded has no fields.
func (s *sampler) decoded(r *kgo.Record) keyedby.Sample {
	out := keyedby.Sample{Partition: r.Partition, Offset: r.Offset, Key: bytes.Clone(r.Key)}
	if s.decoder == nil {
		out.Value = bytes.Clone(r.Value)
		return out
	}
	var failure *reading.Failure
	var err error
	if out.Value, err = s.decoder.Append(nil, batch{r}, 0); errors.As(err, &failure) {
		s.failed = err
	}
	if r.Key != nil {
		if out.Text, err = s.decoder.AppendKey(nil, batch{r}, 0); errors.As(err, &failure) {
			s.failed = err
		}
		if bytes.Equal(out.Text, jsonform.AppendString(nil, r.Key)) {
			out.Text = nil // it has no schema
		} else {
			out.Schema = registry.SchemaOf(r.Key)
		}
	}
	return out
}
