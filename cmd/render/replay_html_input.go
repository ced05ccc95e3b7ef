package render

import (
	"fmt"

	"github.com/velo-plan/velo-plan/replay/reading"
	"github.com/velo-plan/velo-plan/replay/report"
)

// htmlTime is where the time went.
type htmlTime struct {
	Rate, Speed string
	Slowest     string // the stage that took most; "" if the stages were not timed
	Waiting     string // how much of the time the workers waited, and for what
	Stages      []htmlStage
}

// htmlStage is one stage.
type htmlStage struct {
	Bar                                              htmlBar
	Stage, Does, Busy, BusyShare, Blocked, WaitShare string
	Slowest                                          bool
}

// newHTMLTime tells the speed; nil if no time was taken.
func newHTMLTime(r *report.Report) *htmlTime {
	t := r.Throughput
	if t.Seconds == 0 {
		return nil
	}
	h := &htmlTime{Rate: rate(t.RecordsPerSecond) + " records/s", Speed: speedText(t)}
	list := stageShares(t)
	if list == nil {
		return h
	}
	h.Slowest = Clean(busiest(list).Stage)
	longest := 0.0
	for _, s := range list {
		longest = max(longest, s.busy+s.blocked)
	}
	for _, s := range list {
		h.Stages = append(h.Stages, htmlStage{Bar: bar(s.busy, s.blocked, longest), Stage: Clean(s.Stage), Does: stageDoes(s.Stage),
			Busy: duration(s.BusySeconds), BusyShare: hundredths(s.busy), Blocked: duration(s.BlockedSeconds), WaitShare: hundredths(s.blocked),
			Slowest: s.Stage == busiest(list).Stage})
	}
	share, mostly := waiting(list)
	h.Waiting = "Workers hardly ever waited."
	if mostly != "" {
		h.Waiting = fmt.Sprintf("Workers waited %s of the time, mostly for %s.", hundredths(share), Clean(mostly))
	}
	return h
}

// stageDoes says what a stage does.
func stageDoes(stage string) string {
	switch stage {
	case report.StageRead:
		return "bytes come into memory and are inflated"
	case report.StageParse:
		return "lines are checked, keys found and hashed"
	case report.StageRoute:
		return "the strategy chooses partitions"
	case report.StagePartitions:
		return "partitions take in what they receive"
	}
	return ""
}

// htmlInput is what was read.
type htmlInput struct {
	Lines, Records, Blank, Rejected, Bytes string
	Unit                                   string // what the input is made of
	Files                                  []htmlFile
	Topic                                  *htmlTopic // nil: the inputs are files
	Reasons                                []htmlFact
	First                                  []htmlLine
	Warnings                               []string
}

// htmlFile is a file with the envelope of its records.
type htmlFile struct{ Name, Envelope string }

// htmlTopic is what was read of a topic.
type htmlTopic struct {
	Text   string // the topic and its group
	Part   string // which part of its offsets; "" if there is nothing to say
	Header []string
	Rows   [][]string
	Folded bool // the rows are many
	More   int  // partitions that are not listed
}

// unfoldedRows is how many source partitions are in sight.
const unfoldedRows = 12

// newHTMLTopic tells what was read of a topic, nil of none.
func newHTMLTopic(r *report.Report) *htmlTopic {
	topic := r.Input.Topic
	if topic == nil {
		return nil
	}
	rows := sourceCells(topic)
	return &htmlTopic{
		Text: Clean(capital(topicText(topic))), Part: offsetsText(r), Header: sourceHeader, Rows: rows,
		Folded: len(rows) > unfoldedRows, More: len(topic.Partitions) - len(rows),
	}
}

// htmlLine is a line that is no record: its number in a file, or its offset in a partition.
type htmlLine struct{ Place, At, Reason, Detail string }

// newHTMLLine tells where a line is.
func newHTMLLine(line *reading.RejectedLine) htmlLine {
	if line.Partition != nil && line.Offset != nil {
		return htmlLine{fmt.Sprint(*line.Partition), fmt.Sprint(*line.Offset), Clean(line.Reason), Clean(line.Detail())}
	}
	return htmlLine{Clean(line.File), count(line.Line), Clean(line.Reason), Clean(line.Detail())}
}

// newHTMLInput tells what was read, and what is wrong with it.
func newHTMLInput(r *report.Report) htmlInput {
	in := r.Input
	h := htmlInput{Lines: counted(in.Lines, unit(r)), Records: counted(in.Records, "record"), Blank: count(in.Blank),
		Rejected: count(in.Rejected.Count), Bytes: size(float64(in.Bytes)), Unit: unit(r), Topic: newHTMLTopic(r)}
	if in.Topic != nil {
		h.Records = count(in.Records) + " routed" // all of the input are records
	}
	for i, name := range in.Files {
		file := htmlFile{Name: Clean(name)}
		if i < len(in.Envelopes) {
			file.Envelope = Clean(in.Envelopes[i])
		}
		h.Files = append(h.Files, file)
	}
	for _, reason := range byReason(in.Rejected.ByReason) {
		h.Reasons = append(h.Reasons, htmlFact{Name: Clean(reason), Value: count(in.Rejected.ByReason[reason])})
	}
	for i := range in.Rejected.First {
		h.First = append(h.First, newHTMLLine(&in.Rejected.First[i]))
	}
	if r.Nulls.KeyRecords > 0 {
		h.Warnings = append(h.Warnings, nullsText(r.Nulls)+
			". Kafka clients spread such records over all partitions, so a source key proves nothing for them.")
	}
	if r.Nulls.MissingPartition > 0 {
		h.Warnings = append(h.Warnings, capital(sentence(sourcelessText(r))))
	}
	return h
}
