package reading

import "fmt"

// RejectedLine is a line that is no record.
type RejectedLine struct {
	File string `json:"file"` // as it was given, or the name of the topic
	Line uint64 `json:"line"` // from 1, in the file or among the records of the topic as they came
	// Unit is UnitValue where Line counts the values of a file, as they do not stand on lines of their own, and
	// UnitRecord where it counts its records.
	Unit string `json:"unit,omitempty"`
	// Block is the number of the block or row group that Line counts in, from 1; 0: the file has none.
	Block  uint64 `json:"block,omitempty"`
	Reason string `json:"reason"`
	// Column is where the line is wrong, in characters from 1, Expected what was expected there and what was
	// found, Excerpt the text around it. They are left out for reasons that are not about a place.
	Column   int    `json:"column,omitempty"`
	Expected string `json:"expected,omitempty"`
	Excerpt  string `json:"excerpt,omitempty"`
	// Partition and Offset are where the topic has the record; a line of a file has none.
	Partition *int32 `json:"partition,omitempty"`
	Offset    *int64 `json:"offset,omitempty"`
}

const (
	// UnitValue is the RejectedLine.Unit of what was read in FormatValues.
	UnitValue = "value"
	// UnitRecord is that of formats without lines.
	UnitRecord = "record"
)

// Place is where the line is, in words.
func (l *RejectedLine) Place() string {
	if l.Block > 0 {
		return fmt.Sprintf("%s, block %d, %s %d", l.File, l.Block, l.Unit, l.Line)
	}
	if l.Unit != "" {
		return fmt.Sprintf("%s, %s %d", l.File, l.Unit, l.Line)
	}
	if l.Partition == nil || l.Offset == nil {
		return fmt.Sprintf("%s, line %d", l.File, l.Line)
	}
	return fmt.Sprintf("%s, partition %d, offset %d", l.File, *l.Partition, *l.Offset)
}

// Detail says what was expected of the line and what is around the place, in words that follow the reason; empty if the
// reason is not about a place.
func (l *RejectedLine) Detail() string {
	text := ""
	if l.Expected != "" {
		text = ": expected " + l.Expected
	}
	if l.Excerpt != "" {
		text += " in " + l.Excerpt
	}
	return text
}

// RejectedError is the error of a replay that was to stop at the first line that is no record.
type RejectedError struct {
	Line RejectedLine
}

// Error names the line and what is wrong with it.
func (e *RejectedError) Error() string {
	return fmt.Sprintf("%s is no record: %s%s", e.Line.Place(), e.Line.Reason, e.Line.Detail())
}
