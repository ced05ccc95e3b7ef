package kafka_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/twmb/franz-go/pkg/kadm"
	"github.com/twmb/franz-go/pkg/kgo"
	"github.com/velo-plan/velo-plan/replay"
	"github.com/velo-plan/velo-plan/replay/kafka"
	"github.com/velo-plan/velo-plan/replay/reading"
	"github.com/velo-plan/velo-plan/replay/report"
	"github.com/velo-plan/velo-plan/replay/state"
	"github.com/velo-plan/velo-plan/replay/topics"
	"github.com/velo-plan/velo-plan/strategies"
	"github.com/velo-plan/velo-plan/strategies/scalar"
)

// sameButInput is a comparison of reports without their input and throughput.
var sameButInput = cmpopts.IgnoreFields(report.Report{}, "Input", "Throughput")

// TestTopicIsAsItsFile: the records of a topic and those of a file with the same lines give the same
// report, for every strategy that does not go by the order between partitions.
func TestTopicIsAsItsFile(t *testing.T) {
	for _, address := range clusters(t) {
		topic := newTopic(t, address, 12)
		file := filepath.Join(t.TempDir(), "trades.ndjson")
		out, err := os.Create(file)
		if err != nil {
			t.Fatal(err)
		}
		defer out.Close()
		const records = 30_000
		produceTrades(t, address, topic, 12, records, out)
		for _, strategy := range []strategies.Strategy{strategies.AlwaysHash, strategies.SmartRepartition, strategies.StickyPartition, strategies.FanIn} {
			cfg := bySymbol(8)
			cfg.Strategy, cfg.Aligned = strategy, true
			cfg.Inputs = []string{file}
			want, err := replay.Run(t.Context(), cfg)
			if err != nil {
				t.Fatal(err)
			}
			cfg.Inputs, cfg.Topic = nil, open(t, address, kafka.Config{Topic: topic})
			got, err := replay.Run(t.Context(), cfg)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got, sameButInput); diff != "" {
				t.Errorf("%s: %s", strategy.Name, diff)
			}
			if got.Input.Records != records || got.Input.Bytes != want.Input.Bytes || got.Input.Topic == nil || len(got.Input.Topic.Partitions) != 12 {
				t.Errorf("%+v", got.Input)
			}
		}
	}
}

// clusters returns the addresses of a fake cluster and, if there is one, of a real broker.
func clusters(t *testing.T) []string {
	all := []string{strings.Join(fake(t).ListenAddrs(), ",")}
	if address := os.Getenv("VELO_PLAN_TEST_BROKERS"); address != "" {
		all = append(all, address)
	}
	return all
}

// produce puts records into partitions that they name.
func produce(t *testing.T, address, topic string, records ...*kgo.Record) {
	t.Helper()
	producer := client(t, address, kgo.DefaultProduceTopic(topic), kgo.RecordPartitioner(kgo.ManualPartitioner()))
	if err := producer.ProduceSync(t.Context(), records...).FirstErr(); err != nil {
		t.Fatal(err)
	}
}

// run replays a topic by a key.
func run(t *testing.T, address string, of kafka.Config, key scalar.Expr, more func(*replay.Config)) *report.Report {
	t.Helper()
	cfg := replay.Config{
		Strategy: strategies.AlwaysHash, Keys: []scalar.Expr{key}, KeyNames: []string{"key"}, Partitions: 4,
		Topic: open(t, address, of),
	}
	if more != nil {
		more(&cfg)
	}
	r, err := replay.Run(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestEveryValueIsARecordOrRejected(t *testing.T) {
	for _, address := range clusters(t) {
		topic := newTopic(t, address, 2)
		produce(t, address, topic,
			&kgo.Record{Partition: 1, Value: []byte("{\n  \"k\": \"two lines\"\n}\n")},
			&kgo.Record{Partition: 1, Value: nil, Key: []byte("tombstone")},
			&kgo.Record{Partition: 1, Value: []byte("  ")},
			&kgo.Record{Partition: 0, Value: []byte(`[1]`)},
			&kgo.Record{Partition: 0, Value: []byte("{\"k\": \"a line\nin a string\"}")},
			&kgo.Record{Partition: 0, Value: []byte(`{"k":1}{"k":2}`)},
			&kgo.Record{Partition: 0, Value: []byte("{\"k\":1}\n{\"k\":2}")},
			&kgo.Record{Partition: 0, Value: []byte(`{"topic":"t","partition":5,"offset":1,"payload":{"k":"in an envelope"}}`)},
		)
		var rejects bytes.Buffer
		r := run(t, address, kafka.Config{Topic: topic}, scalar.Field{Path: []string{"k"}}, func(c *replay.Config) { c.Rejects = &rejects })
		in := r.Input
		want := map[string]uint64{"null_value": 2, "not_an_object": 1, "invalid_json": 3}
		if in.Records != 2 || in.Lines != 8 || in.Blank != 0 || !cmp.Equal(in.Rejected.ByReason, want) {
			t.Errorf("%+v", in)
		}
		var places []string
		for _, line := range in.Rejected.First {
			places = append(places, strings.TrimPrefix(line.Place(), topic+", ")+": "+line.Reason)
		}
		slices.Sort(places)
		if diff := cmp.Diff([]string{
			"partition 0, offset 0: not_an_object", "partition 0, offset 1: invalid_json", "partition 0, offset 2: invalid_json",
			"partition 0, offset 3: invalid_json", "partition 1, offset 1: null_value", "partition 1, offset 2: null_value",
		}, places); diff != "" {
			t.Error(diff)
		}
		if n := strings.Count(rejects.String(), "\n"); n != 6 {
			t.Errorf("%d rejected lines: %q", n, rejects.String())
		}
		if want := []topics.OffsetRange{{From: 0, To: 5}}; in.Topic.Partitions[0].Records != 5 || !cmp.Equal(in.Topic.Partitions[0].Read, want) {
			t.Errorf("%+v", in.Topic.Partitions)
		}
	}
}

// TestSystemColumns: a topic's own columns are known, and those of the records' text are not believed.
func TestSystemColumns(t *testing.T) {
	for _, address := range clusters(t) {
		topic := newTopic(t, address, 3)
		at := time.UnixMilli(1_700_000_000_123)
		produce(t, address, topic,
			&kgo.Record{Partition: 2, Key: []byte("a"), Timestamp: at, Value: []byte(`{"_partition":0,"_offset":77,"_timestamp":1,"_key":"x","_topic":"y"}`)},
			&kgo.Record{Partition: 2, Timestamp: at.Add(time.Hour), Value: []byte(`{}`)},
		)
		for column, want := range map[string][]string{
			"_PARTITION": {"2"}, "_OFFSET": {"0", "1"}, "_TIMESTAMP": {"1700000000123", "1700003600123"}, "_key": {`"a"`, "null"}, "_topic": {`"` + topic + `"`},
		} {
			r := run(t, address, kafka.Config{Topic: topic}, scalar.System{Name: column}, nil)
			var got []string
			for _, hot := range r.HotKeys {
				got = append(got, hot.Key)
			}
			slices.Sort(got)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s: %s", column, diff)
			}
		}
		r := run(t, address, kafka.Config{Topic: topic}, scalar.Field{Path: []string{"k"}}, func(c *replay.Config) {
			c.Strategy, c.Keys, c.KeyNames, c.Partitions = strategies.StickyPartition, nil, nil, 3
		})
		if r.Partitions[2].Records != 2 || r.Nulls.MissingPartition != 0 || r.Moved.Records != 0 {
			t.Errorf("their partition is not that of the topic: %+v, %+v, %+v", r.Partitions, r.Nulls, r.Moved)
		}
	}
}

// TestLimitCutsOffsets: what is behind the limit is not in the account of what was read.
func TestLimitCutsOffsets(t *testing.T) {
	address := clusters(t)[0]
	topic := newTopic(t, address, 1)
	produce(t, address, topic, &kgo.Record{Value: []byte(`{}`)})
	for range 9 {
		produce(t, address, topic, &kgo.Record{Value: []byte(`{}`)})
	}
	r := run(t, address, kafka.Config{Topic: topic}, scalar.Field{Path: []string{"k"}}, func(c *replay.Config) { c.Limit = 4 })
	want := []topics.OffsetRange{{From: 0, To: 4}}
	if p := r.Input.Topic.Partitions[0]; r.Input.Records != 4 || p.Records != 4 || !cmp.Equal(p.Read, want) {
		t.Errorf("%+v", r.Input.Topic)
	}
}

// TestTransactions: aborted records are not there, and neither the markers of transactions nor a
// transaction that is open keep a replay from ending.
func TestTransactions(t *testing.T) {
	for _, address := range clusters(t) {
		topic := newTopic(t, address, 1)
		for i, commit := range []kgo.TransactionEndTry{kgo.TryCommit, kgo.TryAbort, kgo.TryCommit, kgo.TryAbort} {
			producer := client(t, address, kgo.TransactionalID(topic+string(rune('a'+i))), kgo.DefaultProduceTopic(topic))
			if err := producer.BeginTransaction(); err != nil {
				t.Fatal(err)
			}
			for range 5 {
				producer.Produce(t.Context(), &kgo.Record{Value: []byte(`{}`)}, nil)
			}
			if err := errors.Join(producer.Flush(t.Context()), producer.EndTransaction(t.Context(), commit)); err != nil {
				t.Fatal(err)
			}
		}
		pending := client(t, address, kgo.TransactionalID(topic+"pending"), kgo.DefaultProduceTopic(topic))
		if err := pending.BeginTransaction(); err != nil {
			t.Fatal(err)
		}
		if err := pending.ProduceSync(t.Context(), &kgo.Record{Value: []byte(`{}`)}).FirstErr(); err != nil {
			t.Fatal(err)
		}
		for stable := int64(0); stable < 24; { // the markers of a transaction may come behind its end
			listed, err := kadm.NewClient(pending).ListCommittedOffsets(t.Context(), topic)
			if err != nil {
				t.Fatal(err)
			}
			stable = listed[topic][0].Offset
		}
		r := run(t, address, kafka.Config{Topic: topic}, scalar.Field{Path: []string{"k"}}, nil)
		if r.Input.Records != 10 || !r.Complete || r.Input.Topic.Partitions[0].Read[0].To != 24 {
			t.Errorf("%+v", r.Input)
		}
		pending.EndTransaction(t.Context(), kgo.TryAbort)
	}
}

// TestNothingIsMade: a topic that is not there is not made by asking for it.
func TestNothingIsMade(t *testing.T) {
	for _, address := range clusters(t) {
		name := "not-there-" + time.Now().Format("150405.000000")
		for range 2 {
			_, err := kafka.Open(t.Context(), connection(address), kafka.Config{Topic: name})
			var input *reading.InputError
			if !errors.As(err, &input) || !strings.Contains(err.Error(), "cannot read the topic "+name+": the cluster has no such topic") {
				t.Errorf("%v", err)
			}
		}
	}
}

// TestWatch: a report comes while the topic grows, until the context is done.
func TestWatch(t *testing.T) {
	address := clusters(t)[0]
	topic := newTopic(t, address, 2)
	cfg := replay.Config{Strategy: strategies.RoundRobin, Partitions: 3, Topic: open(t, address, kafka.Config{Topic: topic, Follow: true})}
	segments, err := replay.NewSegments(cfg)
	if err != nil {
		t.Fatal(err)
	}
	defer segments.Free()
	ctx, cancel := context.WithCancel(t.Context())
	var seen []uint64
	err = cfg.Topic.(*kafka.Reader).Watch(ctx, segments, 100*time.Millisecond, func([]int32) error {
		r, err := segments.Report(nil)
		if err != nil {
			return err
		}
		if n := len(seen); n == 0 || seen[n-1] < r.Input.Records {
			seen = append(seen, r.Input.Records)
		}
		switch r.Input.Records {
		case 6:
			cancel()
		default:
			produce(t, address, topic, &kgo.Record{Partition: 1, Value: []byte(`{}`)}, &kgo.Record{Value: []byte(`{}`)})
		}
		return nil
	})
	r, _ := segments.Report(err)
	if !errors.Is(err, context.Canceled) || seen[len(seen)-1] != 6 || r.Complete || r.Partial.Because != state.Interrupted {
		t.Errorf("%v: %v, %+v", err, seen, r.Partial)
	}
	if r.Input.Topic.Partitions[0].End != nil || r.Partitions[0].Records+r.Partitions[1].Records+r.Partitions[2].Records != 6 {
		t.Errorf("%+v", r.Input.Topic)
	}
}
