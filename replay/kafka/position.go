package kafka

import (
	"errors"
	"strconv"
	"strings"
	"time"
)

// Position is a place in every partition of a topic: an offset, or the first record of a time or later.
// The zero Position says nothing.
type Position struct {
	set    bool
	offset int64 // if time is zero; below 0: counted from the end
	time   time.Time
	text   string // that it was read from
}

// String is the text that the position was read from.
func (p Position) String() string { return p.text }

// Empty reports whether nothing lies from p on and before end, whatever the partition holds.
func (p Position) Empty(end Position) bool {
	switch {
	case !p.set || !end.set || p.time.IsZero() != end.time.IsZero():
		return false
	case p.time.IsZero():
		return p.offset >= end.offset && p.offset < 0 == (end.offset < 0)
	}
	return !p.time.Before(end.time)
}

// errPosition is the error of a text that is no position.
var errPosition = errors.New("expected an offset (5000, or -5000 for that many before the end), a time (2026-01-31T08:00:00Z) or an age (2h30m ago)")

// ParsePosition reads an offset, as 5000; a number of offsets before the end, as -5000; a time, as
// 2026-01-31T08:00:00Z or 2026-01-31; or an age, as 2h30m ago. An empty text is no position.
func ParsePosition(text string, now time.Time) (Position, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return Position{}, nil
	}
	if n, err := strconv.ParseInt(text, 10, 64); err == nil {
		return Position{set: true, offset: n, text: text}, nil
	}
	if age, ok := strings.CutSuffix(text, "ago"); ok {
		d, err := time.ParseDuration(strings.TrimSpace(age))
		if err != nil || d < 0 {
			return Position{}, errPosition
		}
		return Position{set: true, time: now.Add(-d), text: text}, nil
	}
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04:05", time.DateOnly} {
		if t, err := time.ParseInLocation(layout, text, time.UTC); err == nil {
			return Position{set: true, time: t, text: text}, nil
		}
	}
	return Position{}, errPosition
}
