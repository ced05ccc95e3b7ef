package render_test

import (
	"strings"
	"testing"
	"time"

	"github.com/velo-plan/velo-plan/cmd/render"
	"github.com/velo-plan/velo-plan/replay"
	"github.com/velo-plan/velo-plan/replay/reading"
	"github.com/velo-plan/velo-plan/replay/report"
	"github.com/velo-plan/velo-plan/replay/state"
	"github.com/velo-plan/velo-plan/replay/topics"
)

// ofTopic is a replay of a topic of n partitions with 100,000 offsets each, from 1,000 on, all of which
// were read and have a record.
func ofTopic(n int) *report.Report {
	r := replayed(3)
	r.Throughput.Stages = []report.StageBlock{{Stage: report.StageRead, BusySeconds: 0.4}, {Stage: report.StageParse, BusySeconds: 0.5}}
	topic := &report.TopicBlock{Name: "trades|eu"}
	for id := range n {
		topic.Partitions = append(topic.Partitions, report.TopicPartition{ID: int32(id), Begin: 1000, End: pointer(int64(101_000)), Records: 100_000,
			Read: []topics.OffsetRange{{From: 1000, To: 101_000}}})
	}
	in := &r.Input
	in.Files, in.Topic = []string{topic.Name}, topic
	in.Lines = 100_000 * uint64(n)
	in.Records, in.Blank = in.Lines-6, 0
	in.Rejected.ByReason = map[string]uint64{"null_value": 5, "invalid_json": 1}
	in.Rejected.First = []reading.RejectedLine{
		{File: topic.Name, Line: 17, Reason: "null_value", Partition: pointer(int32(0)), Offset: pointer(int64(1016))},
		{File: topic.Name, Line: 1_000_000, Reason: "invalid_json", Partition: pointer(int32(11)), Offset: pointer(int64(100_999))}}
	r.Nulls = report.NullsBlock{}
	return r
}

// left makes a partition one of which only some offsets were read, with a record each.
func left(r *report.Report, id int, read ...topics.OffsetRange) {
	p := &r.Input.Topic.Partitions[id]
	before := p.Records
	p.Read, p.Records = read, 0
	for _, o := range read {
		p.Records += uint64(o.To - o.From)
	}
	r.Input.Lines -= before - p.Records
	r.Input.Records -= before - p.Records
}

// share is the report of one member of a group, which has read nine partitions of twelve and a part of
// another one.
func share() *report.Report {
	r := ofTopic(12)
	r.Input.Topic.Group = "check"
	r.Input.Rejected = report.RejectedBlock{}
	left(r, 1)
	left(r, 3)
	left(r, 7, topics.OffsetRange{From: 1000, To: 51_000})
	return r
}

// merged is the merged report of a group whose members' states are not all there, with more partitions
// than are listed.
func merged() *report.Report {
	r := ofTopic(70)
	r.Input.Topic.Group = "check"
	r.Input.Topic.Partitions[5].End = &r.Input.Topic.Partitions[5].Begin
	left(r, 5)
	left(r, 1)
	left(r, 2, topics.OffsetRange{From: 1001, To: 1002}, topics.OffsetRange{From: 1010, To: 1020}, topics.OffsetRange{From: 2000, To: 3000},
		topics.OffsetRange{From: 4000, To: 5000}, topics.OffsetRange{From: 6000, To: 101_000})
	r.Complete, r.Throughput.Stages = false, nil
	r.Partial = &report.PartialBlock{Because: "no part has offsets 1000 to 100999 of partition 1, offset 1000 of partition 2, " +
		"offsets 1002 to 1009 of partition 2, and 3 ranges more"}
	return r
}

// followed is the report of a topic that was followed until Ctrl-C.
func followed() *report.Report {
	r := ofTopic(2)
	for i := range r.Input.Topic.Partitions {
		r.Input.Topic.Partitions[i].End = nil
	}
	r.Complete, r.Partial = false, &report.PartialBlock{Because: state.Interrupted}
	return r
}

func TestReplayTopic(t *testing.T) {
	for name, r := range map[string]*report.Report{"topic": ofTopic(12), "share": share(), "merged": merged(), "follow": followed()} {
		golden(t, "replay_"+name+".txt", render.ReplayTable(r, nil, render.Options{}))
		golden(t, "replay_"+name+".md", render.ReplayMarkdown(r, nil))
		golden(t, "replay_"+name+".html", unstyled(render.ReplayHTML(r, nil)))
	}
}

// What a report says of the offsets depends on how many there were to read, and how many have a record.
func TestReplayTopicOffsets(t *testing.T) {
	for want, change := range map[string]func(*report.Report){
		"all 200,000 offsets, 12 of them without a record":             func(r *report.Report) { r.Input.Lines -= 12 },
		"200,000 offsets up to now; the replay follows the topic":      func(r *report.Report) { r.Input.Topic.Partitions[1].End = nil },
		"199,999 of 200,000 offsets (99.9 %)":                          func(r *report.Report) { left(r, 0, topics.OffsetRange{From: 1000, To: 100_999}) },
		"100,000 of 200,000 offsets (50.0 %)":                          func(r *report.Report) { left(r, 1) },
		"of topic trades|eu, 1 of 2 partitions":                        func(r *report.Report) { left(r, 1) },
		"of topic trades|eu, 2 partitions, shared by group check":      func(r *report.Report) { r.Input.Topic.Group = "check" },
		"warning: The report is partial: the disk is full.":            func(r *report.Report) { partial(r, "the disk is full") },
		"partial (50.0 % of the offsets): the disk is full.":           func(r *report.Report) { partial(r, "the disk is full"); left(r, 1) },
		"note: The replay followed the topic until it was interrupted": func(r *report.Report) { partial(r, state.Interrupted); r.Input.Topic.Partitions[1].End = nil },
	} {
		r := ofTopic(2)
		change(r)
		if got := render.ReplayTable(r, nil, render.Options{Width: 110}); !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
	if got := render.ReplayTable(ofTopic(2), nil, render.Options{}); strings.Contains(got, "offsets") {
		t.Errorf("offsets are told where they say nothing:\n%s", got)
	}
}

// partial makes a report one that ended early.
func partial(r *report.Report, because string) {
	r.Complete, r.Partial = false, &report.PartialBlock{Because: because}
}

func TestProgress(t *testing.T) {
	for _, test := range []struct {
		now  replay.Progress
		want string
	}{
		{replay.Progress{Bytes: 1 << 20, TotalBytes: 4 << 20, Records: 4000}, "25 % of 4.0 MiB, 2.0 k records/s, 6s left"},
		{replay.Progress{Bytes: 1 << 20, Records: 4000}, "1.0 MiB, 2.0 k records/s"},
		{replay.Progress{TotalBytes: 1 << 20}, "0 B, 0 records/s"},
		{replay.Progress{Offsets: 2_100_000, TotalOffsets: 5_000_000, Records: 2_000_000}, "42 % of 5,000,000 offsets, 1.0 M records/s, 3s left"},
		{replay.Progress{Offsets: 250_000, TotalOffsets: 5_000_000, Records: 250_000}, " 5 % of 5,000,000 offsets, 125.0 k records/s, 38s left"},
		{replay.Progress{Offsets: 5_000_001, TotalOffsets: 5_000_000, Records: 5_000_000}, "100 % of 5,000,000 offsets, 2.5 M records/s, 0s left"},
		{replay.Progress{Offsets: 1, Records: 1}, "1 offset, 0 records/s"},
		{replay.Progress{TotalOffsets: 7}, "0 offsets, 0 records/s"},
	} {
		if got := render.Progress(test.now, 2*time.Second); got != test.want {
			t.Errorf("%q, not %q", got, test.want)
		}
	}
}
