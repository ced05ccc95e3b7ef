package logical

import "time"

// TimeWindow is a WINDOW clause.
type TimeWindow struct {
	Time ID            // the time column; 0 if none is named
	Size time.Duration // 0 if it has no fixed length
}

// Clock is what the properties of a statement say of the event time of a source's records.
type Clock struct {
	Field, Format string         // event.time.field and event.time.format, "" if they are not given
	Lag           *time.Duration // by which the watermark is behind the latest time; nil if no watermark is declared
}
