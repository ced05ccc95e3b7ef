package report

import "github.com/velo-plan/velo-plan/replay/topics"

// TopicBlock says what was read of a topic.
type TopicBlock struct {
	Name string `json:"name"`
	// Group is the consumer group that shares the topic, empty if there is none. The report of one of
	// its members is about a part of the topic.
	Group      string           `json:"group"`
	Partitions []TopicPartition `json:"partitions"` // all of the topic, by number
}

// TopicPartition says what was read of a partition of a topic.
type TopicPartition struct {
	ID    int32 `json:"id"`
	Begin int64 `json:"begin"` // the first offset that there was to read
	// End is the offset after the last one that there was to read, null if the replay follows the topic.
	End *int64 `json:"end"`
	// Records is the number of records that were read, rejected ones included. Not every offset has one.
	Records uint64 `json:"records"`
	// Read are the offsets that were read: apart, in order.
	Read []topics.OffsetRange `json:"read"`
}

// topicBlock is the report's account of a topic, nil if there is none.
func topicBlock(r *topics.Account) *TopicBlock {
	if r == nil {
		return nil
	}
	block := &TopicBlock{Name: r.Name, Group: r.Group, Partitions: []TopicPartition{}}
	for _, p := range r.Partitions {
		of := TopicPartition{ID: p.Partition, Begin: p.Begin, Records: p.Records, Read: append([]topics.OffsetRange{}, p.Read...)}
		if p.End != topics.NoEnd {
			of.End = &p.End
		}
		block.Partitions = append(block.Partitions, of)
	}
	return block
}
