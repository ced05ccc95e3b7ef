package reading

import (
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
	"time"

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

// CheckTimeFormat returns an error for a format of times that is not read: neither epoch_millis, epoch_seconds, epoch,
// iso8601 nor a pattern of strftime whose parts are known. Empty is one that is found out.
func CheckTimeFormat(format string) error {
	switch format {
	case "", formatMillis, formatSeconds, formatEpoch, formatISO, "ISO8601":
		return nil
	}
	_, err := goLayout(format)
	return err
}

// patternParts are the parts of a pattern of chrono, the engine's library, and what package time has for them.
var patternParts = []string{
	"%Y", "2006", "%m", "01", "%d", "02", "%H", "15", "%M", "04", "%S", "05", "%F", "2006-01-02", "%T", "15:04:05",
	"%y", "06", "%b", "Jan", "%B", "January", "%e", "_2", "%I", "03", "%p", "PM", "%a", "Mon", "%A", "Monday", "%j", "002",
	"%.3f", ".000", "%.6f", ".000000", "%.9f", ".000000000", "%.f", "", "%z", "-0700", "%:z", "-07:00", "%Z", "MST", "%%", "%",
}

// goLayout returns the layout of package time for a pattern. A fraction of a second may follow the seconds of any.
func goLayout(pattern string) (string, error) {
	if !strings.Contains(pattern, "%") {
		return "", fmt.Errorf("event time format %q: expected epoch_millis, epoch_seconds, epoch, iso8601 or a pattern as %%Y-%%m-%%d %%H:%%M:%%S", pattern)
	}
	layout := strings.NewReplacer(patternParts...).Replace(pattern)
	for i := strings.IndexByte(pattern, '%'); i >= 0 && i < len(pattern); {
		at := slices.IndexFunc(patternParts, func(part string) bool { return part[:min(1, len(part))] == "%" && strings.HasPrefix(pattern[i:], part) })
		if at < 0 || at%2 == 1 {
			return "", fmt.Errorf("event time format %q: %s is not read here", pattern, pattern[i:min(i+2, len(pattern))])
		}
		i += len(patternParts[at])
		next := strings.IndexByte(pattern[i:], '%')
		if next < 0 {
			break
		}
		i += next
	}
	return layout, nil
}

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

// text reads the content of a string.
func (r *instants) text(text []byte) (ms int64, kind TimeKind) {
	if r.layout == "" {
		if ms, ok := r.rfc3339(text); ok {
			return ms, TimeText
		}
		if slices.Contains(text, '\\') {
			plain, _ := scalar.AppendUnescaped(nil, text) // the scanner has checked it
			if ms, ok := r.rfc3339(plain); ok {
				return ms, TimeText
			}
		}
		return NoTime, TimeUnread
	}
	plain, _ := scalar.AppendUnescaped(nil, text)
	t, err := time.ParseInLocation(r.layout, string(plain), time.UTC)
	if err != nil || !readable(t.UnixMilli()) {
		return NoTime, TimeUnread
	}
	return t.UnixMilli(), TimeText
}

// sameMinute is a short way round read for a time of the minute that the last one was of, in UTC and to the millisecond: most
// texts are.
func (r *instants) sameMinute(text []byte) (ms int64, ok bool) {
	const form = `"2006-01-02T15:04:05.999Z"`
	if len(text) != len(form) {
		return 0, false
	}
	b := (*[len(form)]byte)(text)
	seconds, millis := 10*int64(b[18])+int64(b[19])-11*'0', 100*int64(b[21])+10*int64(b[22])+int64(b[23])-111*'0'
	digits := uint64(b[18])<<32 | uint64(b[19])<<24 | uint64(b[21])<<16 | uint64(b[22])<<8 | uint64(b[23])
	const low, high = 0x3030303030, 0xf0f0f0f0f0
	if binary.LittleEndian.Uint64(b[1:]) != r.minute[0] || binary.LittleEndian.Uint64(b[9:]) != r.minute[1] ||
		b[0] != '"' || b[17] != ':' || b[20] != '.' || b[24] != 'Z' || digits&high != low || (digits+0x0606060606)&high != low || seconds > 59 {
		return 0, false
	}
	return r.minuteAt + seconds*1000 + millis, true
}

// rfc3339 reads a time as RFC 3339 has it: 2006-01-02T15:04:05.999Z or with an offset as +01:00. The date is most often that of
// the time before.
func (r *instants) rfc3339(b []byte) (ms int64, ok bool) {
	if len(b) < len("2006-01-02T15:04:05Z") || b[10]|0x20 != 't' && b[10] != ' ' || b[13] != ':' || b[16] != ':' {
		return 0, false
	}
	if [10]byte(b) != r.date && !r.setDate([10]byte(b)) {
		return 0, false
	}
	hour, ok1 := twoDigits(b[11:])
	minute, ok2 := twoDigits(b[14:])
	second, ok3 := twoDigits(b[17:])
	if !ok1 || !ok2 || !ok3 || hour > 23 || minute > 59 || second > 60 {
		return 0, false
	}
	ms = r.midnight + (hour*3600+minute*60+second)*1000
	rest := b[19:]
	if rest[0] == '.' {
		rest = rest[1:]
		unit := int64(100)
		digits := 0
		for digits < len(rest) && ndjson.IsDigit(rest[digits]) {
			ms += unit * int64(rest[digits]-'0')
			unit /= 10
			digits++
		}
		if digits == 0 {
			return 0, false
		}
		rest = rest[digits:]
	}
	if len(rest) == 1 && rest[0]|0x20 == 'z' {
		r.minute = [2]uint64{binary.LittleEndian.Uint64(b), binary.LittleEndian.Uint64(b[8:])}
		r.minuteAt = r.midnight + (hour*3600+minute*60)*1000
		return ms, readable(ms)
	}
	if len(rest) != len("+01:00") || rest[3] != ':' || rest[0] != '+' && rest[0] != '-' {
		return 0, false
	}
	hour, ok1 = twoDigits(rest[1:])
	minute, ok2 = twoDigits(rest[4:])
	if !ok1 || !ok2 || hour > 23 || minute > 59 {
		return 0, false
	}
	offset := (hour*3600 + minute*60) * 1000
	if rest[0] == '-' {
		offset = -offset
	}
	return ms - offset, readable(ms - offset)
}

// setDate finds the midnight of a date.
func (r *instants) setDate(date [10]byte) bool {
	century, ok1 := twoDigits(date[0:])
	year, ok2 := twoDigits(date[2:])
	month, ok3 := twoDigits(date[5:])
	day, ok4 := twoDigits(date[8:])
	if !ok1 || !ok2 || !ok3 || !ok4 || date[4] != '-' || date[7] != '-' {
		return false
	}
	t := time.Date(int(century*100+year), time.Month(month), int(day), 0, 0, 0, 0, time.UTC)
	if int64(t.Month()) != month || int64(t.Day()) != day { // it went over the end of the month
		return false
	}
	r.date, r.midnight = date, t.UnixMilli()
	return true
}

// twoDigits returns the number of two digits.
func twoDigits(b []byte) (n int64, ok bool) {
	return 10*int64(b[0]-'0') + int64(b[1]-'0'), ndjson.IsDigit(b[0]) && ndjson.IsDigit(b[1])
}
