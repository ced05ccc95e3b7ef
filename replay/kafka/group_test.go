package kafka_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/twmb/franz-go/pkg/kadm"
	"github.com/twmb/franz-go/pkg/kerr"
	"github.com/twmb/franz-go/pkg/kmsg"
	"github.com/velo-plan/velo-plan/replay"
	"github.com/velo-plan/velo-plan/replay/kafka"
	"github.com/velo-plan/velo-plan/replay/report"
	"github.com/velo-plan/velo-plan/replay/state"
)

// disk is a parts file in memory.
type disk struct {
	bytes.Buffer
	synced int                        // length that outlives the process
	part   func(written []byte) error // is told before each write
}

func (d *disk) Write(b []byte) (int, error) {
	if d.part != nil {
		if err := d.part(b); err != nil {
			return 0, err
		}
	}
	return d.Buffer.Write(b)
}

func (d *disk) Sync() error {
	d.synced = d.Len()
	return nil
}

// member shares a topic until the group is done, and returns its report.
func member(ctx context.Context, address string, of kafka.Config, to *disk) (*report.Report, error) {
	r, err := kafka.Open(ctx, connection(address), of)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	cfg := bySymbol(8)
	cfg.Topic, cfg.Workers = r, 2
	segments, err := replay.NewSegments(cfg)
	if err != nil {
		return nil, err
	}
	defer segments.Free()
	parts, err := state.NewPartsWriter(to)
	if err != nil {
		return nil, err
	}
	err = r.Share(ctx, segments, parts, 100*time.Millisecond, nil)
	got, failed := segments.Report(err)
	return got, errors.Join(err, failed)
}

// merged merges what the disks hold.
func merged(disks ...*disk) (*report.Report, error) {
	var parts []state.Part
	for i, d := range disks {
		parts = append(parts, state.Part{Name: fmt.Sprint("member ", i), State: bytes.NewReader(d.Bytes()[:d.synced])})
	}
	return replay.Merge(parts, replay.MergeConfig{WhatIf: []int{3, 64}})
}

// whole is the report of a topic without a group.
func whole(t *testing.T, address, topic string) *report.Report {
	t.Helper()
	cfg := bySymbol(8)
	cfg.Topic = open(t, address, kafka.Config{Topic: topic})
	r, err := replay.Run(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestMembersShareATopic: members that come and go, one after the other and at the same time, together
// have the report of the topic.
func TestMembersShareATopic(t *testing.T) {
	for _, address := range clusters(t) {
		topic := newTopic(t, address, 12)
		produceTrades(t, address, topic, 12, 60_000, io.Discard)
		of := kafka.Config{Topic: topic, Group: topic}
		disks := make([]*disk, 4)
		var members sync.WaitGroup
		for i := range disks {
			disks[i] = new(disk)
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			members.Go(func() {
				r, err := member(ctx, address, of, disks[i])
				if i == 0 && !errors.Is(err, context.Canceled) && err != nil || i > 0 && err != nil {
					t.Errorf("member %d: %v", i, err)
				}
				if r != nil && r.Input.Topic.Group != topic {
					t.Errorf("member %d: %+v", i, r.Input.Topic)
				}
			})
			time.Sleep(150 * time.Millisecond)
			if i == 0 {
				cancel() // leaves in good order, in the middle
			}
		}
		members.Wait()
		got, err := merged(disks...)
		if err != nil {
			t.Fatal(err)
		}
		want := whole(t, address, topic)
		if diff := cmp.Diff(want, got, sameButInput); diff != "" {
			t.Error(diff)
		}
		if got.Input.Records != 60_000 || got.Input.Lines != 60_000 || !got.Complete {
			t.Errorf("%+v", got.Input)
		}
		for i, p := range got.Input.Topic.Partitions {
			if !cmp.Equal(p, want.Input.Topic.Partitions[i]) {
				t.Errorf("%+v, want %+v", p, want.Input.Topic.Partitions[i])
			}
		}
	}
}

// errKilled is the end of a member in tests.
var errKilled = errors.New("killed")

// TestMemberDies: wherever a member dies between writing and committing, each record is in the merged
// report once.
func TestMemberDies(t *testing.T) {
	c := fake(t)
	address := strings.Join(c.ListenAddrs(), ",")
	topic := newTopic(t, address, 12)
	produceTrades(t, address, topic, 12, 20_000, io.Discard)
	want := whole(t, address, topic)
	for name, dies := range map[string]func(*disk, context.CancelFunc){
		"before the first part": func(d *disk, _ context.CancelFunc) {
			d.part = func(b []byte) error {
				if b[0] == 'P' {
					return errKilled
				}
				return nil
			}
		},
		"in the middle of a part": func(d *disk, _ context.CancelFunc) {
			d.part = func(b []byte) error {
				if len(b) > 100 {
					d.Buffer.Write(b[:len(b)/2])
					d.Sync()
					return errKilled
				}
				return nil
			}
		},
		"behind a commit that it has not noted": func(d *disk, _ context.CancelFunc) {
			d.part = func(b []byte) error {
				if b[0] == 'C' {
					return errKilled
				}
				return nil
			}
		},
		"before a commit": func(d *disk, _ context.CancelFunc) {
			c.ControlKey(int16(kmsg.OffsetCommit), func(kmsg.Request) (kmsg.Response, error, bool) {
				return nil, errKilled, true // the connection breaks
			})
			d.part = func(b []byte) error {
				if b[0] == 'C' {
					return errKilled
				}
				return nil
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			of := kafka.Config{Topic: topic, Group: name}
			dead, alive := new(disk), new(disk)
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			dies(dead, cancel)
			if _, err := member(ctx, address, of, dead); !errors.Is(err, errKilled) {
				t.Fatalf("it ends with %v", err)
			}
			if _, err := member(t.Context(), address, of, alive); err != nil {
				t.Fatal(err)
			}
			for _, disks := range [][]*disk{{dead, alive}, {alive, dead}} {
				got, err := merged(disks...)
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(want, got, sameButInput); diff != "" || got.Input.Lines != 20_000 {
					t.Errorf("%d lines: %s", got.Input.Lines, diff)
				}
			}
		})
	}
}

// TestFencedMember: a member whose partitions the group has given to others goes on with what it is
// given then, and what it could not commit counts once.
func TestFencedMember(t *testing.T) {
	c := fake(t)
	address := strings.Join(c.ListenAddrs(), ",")
	topic := newTopic(t, address, 12)
	produceTrades(t, address, topic, 12, 20_000, io.Discard)
	c.ControlKey(int16(kmsg.OffsetCommit), func(request kmsg.Request) (kmsg.Response, error, bool) {
		response := request.ResponseKind().(*kmsg.OffsetCommitResponse)
		for _, topic := range request.(*kmsg.OffsetCommitRequest).Topics {
			of := kmsg.NewOffsetCommitResponseTopic()
			of.Topic, of.TopicID = topic.Topic, topic.TopicID
			for _, p := range topic.Partitions {
				of.Partitions = append(of.Partitions, kmsg.OffsetCommitResponseTopicPartition{Partition: p.Partition, ErrorCode: kerr.IllegalGeneration.Code})
			}
			response.Topics = append(response.Topics, of)
		}
		return response, nil, true
	})
	var to disk
	own, err := member(t.Context(), address, kafka.Config{Topic: topic, Group: "fenced"}, &to)
	if err != nil {
		t.Fatal(err)
	}
	got, err := merged(&to)
	if err != nil {
		t.Fatal(err)
	}
	want := whole(t, address, topic)
	for _, r := range []*report.Report{own, got} {
		if diff := cmp.Diff(want, r, sameButInput); diff != "" || r.Input.Lines != 20_000 {
			t.Errorf("%d lines: %s", r.Input.Lines, diff)
		}
	}
}

// TestGapsAndOverlaps: parts that are not all of the topic, or have something twice, are not taken for
// the topic.
func TestGapsAndOverlaps(t *testing.T) {
	address := strings.Join(fake(t).ListenAddrs(), ",")
	topic := newTopic(t, address, 12)
	produceTrades(t, address, topic, 12, 1000, io.Discard)
	saved := func(from, to string) []byte {
		cfg := bySymbol(8)
		of := kafka.Config{Topic: topic}
		of.From, _ = kafka.ParsePosition(from, time.Now())
		of.To, _ = kafka.ParsePosition(to, time.Now())
		var saved bytes.Buffer
		cfg.Topic, cfg.State = open(t, address, of), &saved
		if _, err := replay.Run(t.Context(), cfg); err != nil {
			t.Fatal(err)
		}
		return saved.Bytes()
	}
	merge := func(states ...[]byte) (*report.Report, error) {
		var parts []state.Part
		for i, s := range states {
			parts = append(parts, state.Part{Name: fmt.Sprint("part ", i), State: bytes.NewReader(s)})
		}
		return replay.Merge(parts, replay.MergeConfig{WhatIf: []int{3, 64}})
	}
	a, b, c := saved("", "10"), saved("10", "20"), saved("20", "")
	got, err := merge(c, a, b)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(whole(t, address, topic), got, sameButInput); diff != "" {
		t.Error(diff)
	}
	got, err = merge(a, c)
	var missing *state.MissingError
	if !errors.As(err, &missing) || !strings.Contains(err.Error(), "no part has offsets 10 to 19 of partitions 0 to 11: replay them") || got == nil || got.Complete || got.Partial == nil {
		t.Errorf("%v: %+v", err, got)
	}
	_, err = merge(a, b, saved("15", ""))
	var wrong *state.Error
	if !errors.As(err, &wrong) || wrong.Name != "part 2" || !strings.Contains(err.Error(), "it has offsets 15 to 19 of partition 0, and so has a part before it") {
		t.Errorf("%v", err)
	}
	if _, err = merge(a, a); err == nil || !strings.Contains(err.Error(), "offsets 0 to 9 of partition 0") {
		t.Errorf("%v", err)
	}
}

// TestGroupReadsOn: a group that was at its end is not read again, and what has come since is.
func TestGroupReadsOn(t *testing.T) {
	address := clusters(t)[0]
	topic := newTopic(t, address, 12)
	of := kafka.Config{Topic: topic, Group: "reads-on"}
	var disks []*disk
	for n, want := range []uint64{0, 500, 0, 700} {
		if want > 0 {
			produceTrades(t, address, topic, 12, want, io.Discard)
		}
		disks = append(disks, new(disk))
		r, err := member(t.Context(), address, of, disks[n])
		if err != nil || r.Input.Records != want || !r.Complete {
			t.Fatalf("round %d: %v, %+v", n, err, r)
		}
	}
	got, err := merged(disks...)
	if err != nil || got.Input.Records != 1200 {
		t.Errorf("%v, %+v", err, got)
	}
	committed, err := kadm.NewClient(client(t, address)).FetchOffsets(t.Context(), "reads-on")
	if err != nil || len(committed[topic]) != 12 {
		t.Errorf("%v, %v", committed, err)
	}
}
