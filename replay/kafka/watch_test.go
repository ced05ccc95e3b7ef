package kafka_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/twmb/franz-go/pkg/kadm"
	"github.com/twmb/franz-go/pkg/kgo"

	"github.com/velo-plan/velo-plan/replay"
	"github.com/velo-plan/velo-plan/replay/kafka"
	"github.com/velo-plan/velo-plan/strategies"
)

// TestPartitionsAreAdded: partitions that a topic gets while it is followed are told of, and read from their
// first record on, even if that came before anyone knew.
func TestPartitionsAreAdded(t *testing.T) {
	for _, address := range clusters(t) {
		topic := newTopic(t, address, 2)
		cfg := replay.Config{Strategy: strategies.StickyPartition, Partitions: 3, Topic: open(t, address, kafka.Config{Topic: topic, Follow: true})}
		segments, err := replay.NewSegments(cfg)
		if err != nil {
			t.Fatal(err)
		}
		defer segments.Free()
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
		defer cancel()
		admin := kadm.NewClient(client(t, address))
		grow := func(by int, into ...int32) {
			if answers, err := admin.CreatePartitions(t.Context(), by, topic); err != nil || answers.Error() != nil {
				t.Fatal(err, answers.Error())
			}
			for _, p := range into {
				// A broker may not know yet that it leads the partition.
				for try := 0; ; try++ {
					producer := client(t, address, kgo.DefaultProduceTopic(topic), kgo.RecordPartitioner(kgo.ManualPartitioner()))
					err := producer.ProduceSync(t.Context(), &kgo.Record{Partition: p, Value: []byte(`{}`)}).FirstErr()
					if producer.Close(); err == nil {
						break
					} else if try == 20 {
						t.Fatal(err)
					}
					time.Sleep(100 * time.Millisecond)
				}
			}
		}
		var told []int32
		stage := 0
		err = cfg.Topic.(*kafka.Reader).Watch(ctx, segments, 100*time.Millisecond, func(added []int32) error {
			told = append(told, added...)
			report, err := segments.Report(nil)
			if err != nil {
				return err
			}
			switch n := report.Input.Records; {
			case stage == 0:
				stage++
				grow(1, 0, 2)
			case stage == 1 && n == 2:
				stage++
				grow(2, 4, 4, 3)
			case n == 5:
				cancel()
			}
			return nil
		})
		report, _ := segments.Report(err)
		if !errors.Is(err, context.Canceled) || !slices.Equal(told, []int32{2, 3, 4}) || report.Input.Records != 5 {
			t.Errorf("%v: told of %v, %+v", err, told, report.Input)
		}
		if all := report.Input.Topic.Partitions; len(all) != 5 || all[4].Records != 2 || all[4].Begin != 0 || all[4].End != nil {
			t.Errorf("%+v", all)
		}
	}
}
