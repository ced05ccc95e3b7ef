package reading

import "fmt"

// RejectedLine is a line that is no record.
type RejectedLine struct {
	File   string `json:"file"` // as it was given, or the name of the topic
	Line   uint64 `json:"line"` // from 1, in the file or among the records of the topic as they came
	Reason string `json:"reason"`
	// Partition and Offset are where the topic has the record; a line of a file has none.
	Partition *int32 `json:"partition,omitempty"`
	Offset    *int64 `json:"offset,omitempty"`
}

// Place is where the line is, in words.
func (l *RejectedLine) Place() string {
	if l.Partition == nil || l.Offset == nil {
		return fmt.Sprintf("%s, line %d", l.File, l.Line)
	}
	return fmt.Sprintf("%s, partition %d, offset %d", l.File, *l.Partition, *l.Offset)
}

// RejectedError is the error of a replay that was to stop at the first line that is no record.
type RejectedError struct {
	Line RejectedLine
}

// Error names the line and what is wrong with it.
func (e *RejectedError) Error() string {
	return fmt.Sprintf("%s is no record: %s", e.Line.Place(), e.Line.Reason)
}
