package kafka_test

import (
	"context"
	"fmt"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/twmb/franz-go/pkg/kfake"
	"github.com/twmb/franz-go/pkg/kgo"
	"github.com/twmb/franz-go/pkg/kmsg"

	"github.com/velo-plan/velo-plan/replay/kafka"
	"github.com/velo-plan/velo-plan/replay/keyedby"
)

// cluster starts a broker with a topic and sends it records, a hundred symbols in turn as keys.
func cluster(t *testing.T, partitions int32, records int, opts ...kgo.Opt) (*kfake.Cluster, *kafka.Connection) {
	t.Helper()
	fake, err := kfake.NewCluster(kfake.NumBrokers(1), kfake.SeedTopics(partitions, "trades"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(fake.Close)
	send(t, fake, records, opts...)
	return fake, &kafka.Connection{Brokers: fake.ListenAddrs(), Timeout: 10 * time.Second}
}

func send(t *testing.T, fake *kfake.Cluster, records int, opts ...kgo.Opt) {
	t.Helper()
	client, err := kgo.NewClient(append(opts, kgo.SeedBrokers(fake.ListenAddrs()...), kgo.ProducerBatchCompression(kgo.NoCompression()))...)
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	var batch []*kgo.Record
	for i := range records {
		symbol := fmt.Sprintf("S%d", i%100)
		batch = append(batch, &kgo.Record{Topic: "trades", Key: []byte(symbol), Value: fmt.Appendf(nil, `{"symbol":%q,"id":%d}`, symbol, i)})
	}
	if err := client.ProduceSync(context.Background(), batch...).FirstErr(); err != nil {
		t.Fatal(err)
	}
}

func TestSampleWhole(t *testing.T) {
	fake, connection := cluster(t, 6, 2000)
	sample, err := connection.Sample(t.Context(), "trades", 20000, nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(sample.Records) != 2000 || sample.Partitions != 6 {
		t.Errorf("%d records of %d partitions", len(sample.Records), sample.Partitions)
	}
	v := keyedby.Analyze(sample.Records, sample.Partitions).Verdict
	if v.Outcome != keyedby.Decided || v.Partitioner != "murmur2" || v.Fields[0] != "symbol" || v.Seen != 6 {
		t.Errorf("%+v", v)
	}
	for partition := range int32(6) {
		if info := fake.PartitionInfo("trades", partition); info == nil {
			t.Errorf("partition %d is gone", partition)
		}
	}
}

func TestSampleSpreads(t *testing.T) {
	_, connection := cluster(t, 3, 9000)
	sample, err := connection.Sample(t.Context(), "trades", 600, nil)
	if err != nil {
		t.Fatal(err)
	}
	type stretch struct{ count, first, last int64 }
	met := map[int32]stretch{}
	before := keyedby.Sample{Partition: -1}
	for _, s := range sample.Records {
		if s.Partition == before.Partition && s.Offset <= before.Offset {
			t.Fatalf("%+v after %+v", s, before)
		}
		m, ok := met[s.Partition]
		if !ok {
			m.first = s.Offset
		}
		met[s.Partition] = stretch{m.count + 1, m.first, s.Offset}
		before = s
	}
	if len(sample.Records) != 600 || len(met) != 3 {
		t.Errorf("%d records of %d partitions", len(sample.Records), len(met))
	}
	for partition, m := range met {
		if m.count != 200 || m.first != 0 || m.last < 2000 {
			t.Errorf("partition %d: %+v", partition, m)
		}
	}
}

// A topic is not made by asking for it, and an empty one has no records.
func TestSampleOfNothing(t *testing.T) {
	_, connection := cluster(t, 3, 0)
	for range 2 {
		if _, err := connection.Sample(t.Context(), "tradse", 10, nil); err == nil || err.Error() != "the topic tradse: the cluster has no such topic, or does not let this user see it" {
			t.Error(err)
		}
	}
	sample, err := connection.Sample(t.Context(), "trades", 10, nil)
	if err != nil || len(sample.Records) != 0 || sample.Partitions != 3 {
		t.Error(sample, err)
	}
}

// Offsets without a record, such as those of aborted transactions, do not hold a sample up.
func TestSampleOfTransactions(t *testing.T) {
	fake, connection := cluster(t, 1, 10)
	client, err := kgo.NewClient(kgo.SeedBrokers(fake.ListenAddrs()...), kgo.TransactionalID("tx"), kgo.DefaultProduceTopic("trades"))
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	for _, end := range []kgo.TransactionEndTry{kgo.TryCommit, kgo.TryAbort} {
		if err := client.BeginTransaction(); err != nil {
			t.Fatal(err)
		}
		if err := client.ProduceSync(t.Context(), kgo.StringRecord("{}"), kgo.StringRecord("{}")).FirstErr(); err != nil {
			t.Fatal(err)
		}
		if err := client.EndTransaction(t.Context(), end); err != nil {
			t.Fatal(err)
		}
	}
	start := time.Now()
	sample, err := connection.Sample(t.Context(), "trades", 100, nil)
	if err != nil || len(sample.Records) != 12 {
		t.Error(len(sample.Records), err)
	}
	if took := time.Since(start); took > 2*time.Second {
		t.Errorf("it took %s", took)
	}
}

// A broker that is slow to send is waited for.
func TestSampleWaitsForRecords(t *testing.T) {
	slow, connection := cluster(t, 2, 100)
	slow.ControlKey(kmsg.Fetch.Int16(), func(kmsg.Request) (kmsg.Response, error, bool) {
		time.Sleep(1200 * time.Millisecond)
		return nil, nil, false
	})
	sample, err := connection.Sample(t.Context(), "trades", 1000, nil)
	if err != nil || len(sample.Records) != 100 {
		t.Error(sample, err)
	}
}

// Records that were deleted since the ends were asked for are not waited for.
func TestSampleOfHoles(t *testing.T) {
	holes, connection := cluster(t, 2, 100)
	holes.ControlKey(kmsg.Fetch.Int16(), func(r kmsg.Request) (kmsg.Response, error, bool) {
		holes.KeepControl()
		fetch := r.(*kmsg.FetchRequest)
		answer := fetch.ResponseKind().(*kmsg.FetchResponse)
		answer.Version = fetch.Version
		time.Sleep(time.Duration(fetch.MaxWaitMillis) * time.Millisecond)
		for _, asked := range fetch.Topics {
			topic := kmsg.NewFetchResponseTopic()
			topic.Topic, topic.TopicID = asked.Topic, asked.TopicID
			for _, p := range asked.Partitions {
				partition := kmsg.NewFetchResponseTopicPartition()
				partition.Partition, partition.HighWatermark = p.Partition, 1000
				topic.Partitions = append(topic.Partitions, partition)
			}
			answer.Topics = append(answer.Topics, topic)
		}
		return answer, nil, true
	})
	start := time.Now()
	sample, err := connection.Sample(t.Context(), "trades", 1000, nil)
	if err != nil || len(sample.Records) != 0 || time.Since(start) > 5*time.Second {
		t.Error(sample, err, time.Since(start))
	}
}

func TestSampleEndsInTime(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0") // it accepts, and says nothing
	if err != nil {
		t.Fatal(err)
	}
	silent := listener.Addr().String()
	defer listener.Close()
	gone, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	nobody := gone.Addr().String()
	gone.Close()
	stuck, connection := cluster(t, 2, 100)
	stuck.ControlKey(kmsg.Fetch.Int16(), func(kmsg.Request) (kmsg.Response, error, bool) {
		stuck.KeepControl()
		time.Sleep(5 * time.Second)
		return nil, nil, false
	})
	for _, test := range []struct{ name, broker, want string }{
		{"silent", silent, "the cluster " + silent + " did not answer within 1s"},
		{"gone", nobody, "cannot reach the cluster " + nobody},
		{"stuck", connection.Brokers[0], "did not send what was asked for within 1s"},
	} {
		start := time.Now()
		_, err := (&kafka.Connection{Brokers: []string{test.broker}, Timeout: time.Second}).Sample(t.Context(), "trades", 10, nil)
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v", test.name, err)
		}
		if took := time.Since(start); took > 3*time.Second {
			t.Errorf("%s: it took %s", test.name, took)
		}
		t.Logf("%s: %v", test.name, err)
	}
}
