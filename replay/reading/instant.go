package reading

import (
	"github.com/velo-plan/velo-plan/replay/ndjson"
	"github.com/velo-plan/velo-plan/strategies/scalar"
)

// The formats of times besides patterns, as event.time.format has them in the engine (datasource/event_time.rs). Without one
// the engine takes whole numbers for milliseconds and texts for RFC 3339; here whole numbers that are seconds,
// microseconds or nanoseconds by their size are taken for these, and the report says so.
const (
	formatMillis  = "epoch_millis"
	formatSeconds = "epoch_seconds"
	formatEpoch   = "epoch" // the same
	formatISO     = "iso8601"
)

// The years that a time can be of: 1 to 9999, in milliseconds since 1970.
const (
	firstInstant = -62_135_596_800_000
	lastInstant  = 253_402_300_799_999
)

// readable reports whether a number of milliseconds is a time that can be shown.
func readable(ms int64) bool { return firstInstant <= ms && ms <= lastInstant }

// instants reads times in one format.
type instants struct {
	format   string
	layout   string // of package time, if the format is a pattern
	date     [10]byte
	midnight int64 // of that date, in milliseconds since 1970
	// The text of the last time of RFC 3339 up to the minutes, as two words, and their time.
	minute   [2]uint64
	minuteAt int64
}

// newInstants returns a reader of a format that CheckTimeFormat takes.
func newInstants(format string) instants {
	r := instants{format: format}
	switch format {
	case "", formatMillis, formatSeconds, formatISO:
	case formatEpoch:
		r.format = formatSeconds
	case "ISO8601":
		r.format = formatISO
	default:
		r.layout, _ = goLayout(format)
	}
	return r
}

// read returns the time that a JSON value is, empty for none.
func (r *instants) read(text []byte) (ms int64, kind TimeKind) {
	switch {
	case len(text) == 0:
		return NoTime, TimeUnread
	case text[0] == '"':
		if r.format == formatMillis || r.format == formatSeconds {
			return NoTime, TimeUnread
		}
		return r.text(text[1 : len(text)-1])
	case text[0] == '-' || ndjson.IsDigit(text[0]):
		if r.format == "" || r.format == formatMillis || r.format == formatSeconds {
			return r.number(text)
		}
	}
	return NoTime, TimeUnread
}

// number reads a whole number.
func (r *instants) number(text []byte) (ms int64, kind TimeKind) {
	n, ok := shortNumber(text)
	if !ok {
		v, isNumber := scalar.ParseNumber(text)
		if !isNumber {
			return NoTime, TimeUnread
		}
		if n, ok = v.Int64(); !ok {
			return NoTime, TimeUnread
		}
	}
	kind = TimeMillis
	switch {
	case r.format == formatSeconds:
		kind = TimeSeconds
	case r.format == "":
		kind = kindBySize(n)
	}
	switch kind {
	case TimeSeconds:
		if n < firstInstant/1000 || n > lastInstant/1000 {
			return NoTime, TimeUnread
		}
		n *= 1000
	case TimeMicros:
		n = floorDiv(n, 1000)
	case TimeNanos:
		n = floorDiv(n, 1_000_000)
	}
	if !readable(n) {
		return NoTime, TimeUnread
	}
	return n, kind
}

// kindBySize tells what a whole number counts since 1970. Taken as seconds it is a time from 1973 up to the year 5138, and in
// the smaller units as well; what is smaller counts milliseconds, as in tests that begin at 0.
func kindBySize(n int64) TimeKind {
	if n < 0 {
		n = -n
	}
	switch {
	case n < 100_000_000:
		return TimeMillis
	case n < 100_000_000_000:
		return TimeSeconds
	case n < 100_000_000_000_000:
		return TimeMillis
	case n < 100_000_000_000_000_000:
		return TimeMicros
	}
	return TimeNanos
}

// shortNumber reads digits with a sign, as many as are sure to fit.
func shortNumber(text []byte) (n int64, ok bool) {
	negative := text[0] == '-'
	if negative {
		text = text[1:]
	}
	if len(text) == 0 || len(text) > 18 {
		return 0, false
	}
	for _, c := range text {
		if !ndjson.IsDigit(c) {
			return 0, false
		}
		n = 10*n + int64(c-'0')
	}
	if negative {
		n = -n
	}
	return n, true
}

// floorDiv divides and rounds down.
func floorDiv(n, by int64) int64 {
	q := n / by
	if n%by < 0 {
		q--
	}
	return q
}
