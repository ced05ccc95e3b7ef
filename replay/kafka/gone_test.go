package kafka_test

import (
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/twmb/franz-go/pkg/kadm"
	"github.com/twmb/franz-go/pkg/kgo"

	"github.com/velo-plan/velo-plan/replay"
	"github.com/velo-plan/velo-plan/replay/kafka"
	"github.com/velo-plan/velo-plan/replay/reading"
)

// deleteRecords deletes the records of partition 0 before an offset.
func deleteRecords(t *testing.T, address, topic string, before int64) {
	t.Helper()
	offsets := kadm.Offsets{}
	offsets.AddOffset(topic, 0, before, -1)
	if answers, err := kadm.NewClient(client(t, address)).DeleteRecords(t.Context(), offsets); err != nil || answers.Error() != nil {
		t.Fatal(err, answers.Error())
	}
}

// TestGroupOffsetIsGone: a group whose next offset the topic does not keep any more says so, with both ways
// out, and both lead out.
func TestGroupOffsetIsGone(t *testing.T) {
	for _, address := range clusters(t) {
		topic := newTopic(t, address, 1)
		produceTrades(t, address, topic, 1, 100, io.Discard)
		at := func(text string) kafka.Position {
			p, err := kafka.ParsePosition(text, time.Now())
			if err != nil {
				t.Fatal(err)
			}
			return p
		}
		committed := kadm.Offsets{}
		committed.AddOffset(topic, 0, 5, -1)
		admin := kadm.NewClient(client(t, address))
		for _, group := range []string{"stuck", "ahead"} {
			if err := admin.CommitAllOffsets(t.Context(), topic+group, committed); err != nil {
				t.Fatal(err)
			}
		}
		// A place is not passed over for what was committed before it; what was committed behind it counts.
		for round, want := range []uint64{70, 0} {
			report, err := member(t.Context(), address, kafka.Config{Topic: topic, Group: topic + "ahead", From: at("30")}, new(disk))
			if err != nil || report.Input.Records != want {
				t.Errorf("round %d from 30: %v, %+v", round, err, report)
			}
		}
		deleteRecords(t, address, topic, 60)
		for range 2 {
			_, err := member(t.Context(), address, kafka.Config{Topic: topic, Group: topic + "stuck"}, new(disk))
			want := fmt.Sprintf("partition 0: the group %sstuck was to go on with offsets 5 to 59, which the topic does not have any more: "+
				"give --from 60 to go on behind the gap, or another --group to begin anew", topic)
			if err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%v, want %s", err, want)
			}
		}
		for _, of := range []kafka.Config{{Group: topic + "stuck", From: at("60")}, {Group: topic + "new"}} {
			of.Topic = topic
			report, err := member(t.Context(), address, of, new(disk))
			if err != nil || report.Input.Records != 40 || !report.Complete {
				t.Errorf("%+v: %v, %+v", of, err, report)
			}
		}
	}
}

// produceLarge produces records of 100 KB that cannot be compressed, in turn into the partitions 0 and 1 or,
// where there is one, into that.
func produceLarge(t *testing.T, address, topic string, records int) {
	t.Helper()
	producer := client(t, address, kgo.DefaultProduceTopic(topic), kgo.ProducerBatchCompression(kgo.NoCompression()),
		kgo.RecordPartitioner(kgo.RoundRobinPartitioner()))
	text := make([]byte, 100<<10)
	random := rand.New(rand.NewPCG(1, 2))
	for i := range records {
		for i := range text {
			text[i] = byte('a' + random.IntN(26))
		}
		producer.Produce(t.Context(), &kgo.Record{Value: fmt.Appendf(nil, `{"symbol":"S%d","text":"%s"}`, i, text)}, func(_ *kgo.Record, err error) {
			if err != nil {
				t.Error(err)
			}
		})
	}
	if err := producer.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// TestRecordsAreDeleted: records that are deleted while a topic is read are missed, not passed over: the
// replay ends with an error that names the place, and the report of what came before it.
func TestRecordsAreDeleted(t *testing.T) {
	for _, address := range clusters(t) {
		topic := newTopic(t, address, 1)
		const records = 160
		produceLarge(t, address, topic, records)
		cfg := bySymbol(4)
		r := open(t, address, kafka.Config{Topic: topic})
		deleteRecords(t, address, topic, records-1)
		cfg.Topic = r
		report, err := replay.Run(t.Context(), cfg)
		var input *reading.InputError
		if err == nil || !errors.As(err, &input) || !strings.Contains(err.Error(), "partition 0: the records from offset ") ||
			!strings.Contains(err.Error(), " on are gone: its log was cut off, or does not keep them any longer") {
			t.Fatalf("%v", err)
		}
		if report == nil || report.Complete || report.Partial == nil || report.Input.Records >= records-1 {
			t.Errorf("%+v", report)
		}
		p := report.Input.Topic.Partitions[0]
		if n := len(p.Read); n > 1 || n == 1 && (p.Read[0].From != 0 || uint64(p.Read[0].To) != report.Input.Records) || *p.End != records {
			t.Errorf("%d records: %+v", report.Input.Records, p)
		}
	}
}
