package reading

import (
	"encoding/binary"
	"slices"
	"time"

	"github.com/velo-plan/velo-plan/replay/ndjson"
	"github.com/velo-plan/velo-plan/strategies/scalar"
)

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
