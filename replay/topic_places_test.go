package replay

import (
	"context"
	"fmt"
	"io"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/velo-plan/velo-plan/replay/topics"
)

// values are records of one partition without keys, at every offset from a first one on.
type values struct {
	from int64
	list []string
}

func (v values) Len() int           { return len(v.list) }
func (v values) Value(i int) []byte { return []byte(v.list[i]) }
func (v values) At(i int) topics.Record {
	return topics.Record{Value: v.Value(i), Offset: v.from + int64(i)}
}
func (v values) Free() {}

// listed is a topic of some pieces, each of which takes a time to come.
type listed struct {
	bounds []topics.Bounds
	pieces []topics.Piece
	each   time.Duration
}

func (t *listed) Name() string            { return "listed" }
func (t *listed) Group() string           { return "" }
func (t *listed) Bounds() []topics.Bounds { return t.bounds }

func (t *listed) Next(context.Context) (topics.Piece, error) {
	if len(t.pieces) == 0 {
		return topics.Piece{}, io.EOF
	}
	time.Sleep(t.each)
	next := t.pieces[0]
	t.pieces = t.pieces[1:]
	return next, nil
}

// piece is a piece with a record at each offset, one of which is no record.
func piece(partition int32, from, to, wrong int64) topics.Piece {
	v := values{from: from}
	for o := from; o < to; o++ {
		text := `{"k":1}`
		if o == wrong {
			text = ""
		}
		v.list = append(v.list, text)
	}
	return topics.Piece{Partition: partition, From: from, To: to, Records: v}
}

// TestPlacesOfTopic: a rejected record has the partition and the offset that it came from, whatever comes
// after it.
func TestPlacesOfTopic(t *testing.T) {
	topic := &listed{bounds: []topics.Bounds{{Partition: 0, Begin: 5, End: 15}, {Partition: 1, Begin: 0, End: 10}, {Partition: 2, Begin: 100, End: 110}, {Partition: 3, Begin: 0, End: 4000}}, pieces: []topics.Piece{
		piece(0, 5, 10, 7), piece(1, 0, 10, 3), piece(0, 10, 15, 11), piece(2, 100, 110, 109)}}
	for at := int64(0); at < 4000; at += 10 { // memory is used again
		topic.pieces = append(topic.pieces, piece(3, at, at+10, -1))
	}
	cfg := roundRobin()
	cfg.Topic = topic
	report, err := Run(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	var places []string
	for _, line := range report.Input.Rejected.First {
		places = append(places, fmt.Sprintf("%s: %s", line.Place(), line.Reason))
	}
	want := []string{"listed, partition 0, offset 7: null_value", "listed, partition 1, offset 3: null_value",
		"listed, partition 0, offset 11: null_value", "listed, partition 2, offset 109: null_value"}
	if diff := cmp.Diff(want, places); diff != "" {
		t.Error(diff)
	}
}

// TestProgressOfTopic: it counts offsets, also those without a record, and knows how many there are.
func TestProgressOfTopic(t *testing.T) {
	topic := &listed{bounds: []topics.Bounds{{Partition: 0, Begin: 0, End: 100}, {Partition: 1, Begin: 50, End: 100}}, each: progressEvery * 11 / 10, pieces: []topics.Piece{
		piece(0, 0, 20, -1), {Partition: 1, From: 50, To: 100}, piece(0, 20, 100, 30)}}
	var told []Progress
	cfg := roundRobin()
	cfg.Topic, cfg.Workers = topic, 1
	cfg.Progress = func(p Progress) { told = append(told, p) }
	if _, err := Run(t.Context(), cfg); err != nil {
		t.Fatal(err)
	}
	if len(told) == 0 {
		t.Fatal("nothing was told")
	}
	last := Progress{}
	for _, p := range told {
		if p.Offsets <= last.Offsets || p.Offsets > p.TotalOffsets || p.TotalOffsets != 150 || p.Bytes != 0 || p.TotalBytes != 0 || p.Records > uint64(p.Offsets) {
			t.Errorf("%+v after %+v", p, last)
		}
		last = p
	}
}

func (v values) Header(int, string) []byte { return nil }
