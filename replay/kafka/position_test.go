package kafka_test

import (
	"errors"
	"testing"
	"time"

	"github.com/twmb/franz-go/pkg/kadm"
	"github.com/twmb/franz-go/pkg/kgo"

	"github.com/velo-plan/velo-plan/replay/kafka"
	"github.com/velo-plan/velo-plan/replay/reading"
	"github.com/velo-plan/velo-plan/strategies/scalar"
)

func TestPlaces(t *testing.T) {
	now := time.Date(2026, 2, 1, 0, 0, 0, 0, time.UTC)
	at := func(text string) kafka.Position {
		p, err := kafka.ParsePosition(text, now)
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	for _, address := range clusters(t) {
		topic := newTopic(t, address, 2)
		var records []*kgo.Record
		for i := range 100 {
			records = append(records, &kgo.Record{Partition: int32(i % 2), Timestamp: now.Add(time.Duration(i-100) * time.Hour), Value: []byte(`{}`)})
		}
		produce(t, address, topic, records...)
		for _, c := range []struct {
			from, to string
			records  uint64
		}{
			{"", "", 100}, {"10", "", 80}, {"-10", "", 20}, {"-1000", "", 100}, {"10", "20", 20}, {"", "-40", 20},
			{"10h ago", "", 10}, {"2026-01-31T20:00:00Z", "2026-01-31T22:00:00Z", 2}, {"2026-01-31", "", 24},
		} {
			of := kafka.Config{Topic: topic, From: at(c.from), To: at(c.to)}
			if report := run(t, address, of, scalar.Field{Path: []string{"k"}}, nil); report.Input.Records != c.records || !report.Complete {
				t.Errorf("from %q to %q: %d records, want %d: %+v", c.from, c.to, report.Input.Records, c.records, report.Input.Topic)
			}
		}
	}
	for from, to := range map[string]string{"5": "5", "6": "2", "-5": "-8", "2026-01-31": "2026-01-30", "1h ago": "2h ago"} {
		if !at(from).Empty(at(to)) || from != to && at(to).Empty(at(from)) {
			t.Errorf("from %s to %s", from, to)
		}
	}
	if at("5").Empty(at("-2")) || at("5").Empty(at("2026-01-31")) || at("").Empty(at("5")) || at("5").Empty(at("")) {
		t.Error("only a topic says whether something lies between these")
	}
	for _, text := range []string{"soon", "2h before", "-2h ago", "1.5", "2026-13-01"} {
		if _, err := kafka.ParsePosition(text, now); err == nil {
			t.Errorf("%q is a place", text)
		}
	}
}

// TestNothingLiesThere: places between which a topic with records has none are said, whatever is the reason.
func TestNothingLiesThere(t *testing.T) {
	at := func(text string) kafka.Position {
		p, err := kafka.ParsePosition(text, time.Date(2026, 2, 1, 0, 0, 0, 0, time.UTC))
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	for _, address := range clusters(t) {
		topic := newTopic(t, address, 2)
		for _, from := range []string{"", "10", "2h ago"} { // an empty topic has nothing to say of places
			open(t, address, kafka.Config{Topic: topic, From: at(from)})
		}
		var records []*kgo.Record
		for i := range 200 {
			records = append(records, &kgo.Record{Partition: int32(i % 2), Timestamp: time.Date(2026, 1, 1, 0, 0, i, 0, time.UTC), Value: []byte(`{}`)})
		}
		produce(t, address, topic, records...)
		gone := kadm.Offsets{}
		gone.AddOffset(topic, 0, 60, -1)
		gone.AddOffset(topic, 1, 70, -1)
		if answers, err := kadm.NewClient(client(t, address)).DeleteRecords(t.Context(), gone); err != nil || answers.Error() != nil {
			t.Fatal(err, answers.Error())
		}
		for _, c := range []struct {
			from, to, want string
			follow         bool
		}{
			{"10", "50", "--from 10 and --to 50", false}, {"", "50", "--to 50", false}, {"999999", "", "--from 999999", false}, {"-5", "20", "--from -5 and --to 20", false},
			{"2h ago", "", "--from 2h ago", false}, {"2025-01-01", "2025-02-01", "--from 2025-01-01 and --to 2025-02-01", false}, {"999999", "", "--from 999999", true},
		} {
			_, err := kafka.Open(t.Context(), connection(address), kafka.Config{Topic: topic, From: at(c.from), To: at(c.to), Follow: c.follow})
			want := "cannot read the topic " + topic + ": there is no record to read by " + c.want + ": its 2 partitions have offsets between 60 and 99"
			var input *reading.InputError
			if !errors.As(err, &input) || err.Error() != want {
				t.Errorf("from %q to %q: %v, want %s", c.from, c.to, err, want)
			}
		}
		for _, c := range []struct {
			from, to string
			follow   bool
		}{{"10", "65", false}, {"60", "61", false}, {"99", "", false}, {"100", "", true}, {"2h ago", "", true}} {
			open(t, address, kafka.Config{Topic: topic, From: at(c.from), To: at(c.to), Follow: c.follow})
		}
	}
}
