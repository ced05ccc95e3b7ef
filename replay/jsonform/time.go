package jsonform

import (
	"math"
	"strconv"
	"time"
)

// The first and the last day that the engine has a date of, since 1970 (NaiveDate of chrono 0.4: the years -262143
// to 262142). Others stay integers.
const (
	firstDay = -96465292
	lastDay  = 95026236
)

// secondsOfDay is the length of a day.
const secondsOfDay = 24 * 60 * 60

// AppendDate appends a day, counted from 1970-01-01.
func AppendDate(dst []byte, days int64) []byte {
	if days < firstDay || days > lastDay {
		return strconv.AppendInt(dst, days, 10)
	}
	dst = append(dst, '"')
	return append(appendDay(dst, days), '"')
}

// appendDay appends the date of a day that there is.
func appendDay(dst []byte, days int64) []byte {
	year, month, day := time.Unix(days*secondsOfDay, 0).UTC().Date()
	switch {
	case year > 9999:
		dst = append(dst, '+')
	case year < 0:
		dst, year = append(dst, '-'), -year
	}
	for limit := 1000; limit > 1 && year < limit; limit /= 10 {
		dst = append(dst, '0')
	}
	dst = strconv.AppendInt(dst, int64(year), 10)
	dst = appendTwo(append(dst, '-'), int64(month))
	return appendTwo(append(dst, '-'), int64(day))
}

// AppendTimestamp appends a time since 1970-01-01 in units of which a second has a number: 1,000 for milliseconds.
func AppendTimestamp(dst []byte, units, perSecond int64) []byte {
	seconds, fraction := divide(units, perSecond)
	days, second := divide(seconds, secondsOfDay)
	if days < firstDay || days > lastDay {
		return strconv.AppendInt(dst, units, 10)
	}
	millis := fraction
	if perSecond > 1000 {
		millis = fraction / (perSecond / 1000)
	} else {
		millis = fraction * (1000 / perSecond)
	}
	dst = appendDay(append(dst, '"'), days)
	dst = appendTwo(append(dst, ' '), second/3600)
	dst = appendTwo(append(dst, ':'), second/60%60)
	dst = appendTwo(append(dst, ':'), second%60)
	dst = appendTwo(append(dst, '.', byte('0'+millis/100)), millis%100)
	return append(dst, '"')
}

// AppendSeconds appends a time since 1970-01-01 of seconds and nanoseconds, which count forwards.
func AppendSeconds(dst []byte, seconds int64, nanos int32) []byte {
	if millis := int64(nanos) / 1_000_000; seconds > math.MinInt64/1000 && seconds < math.MaxInt64/1000-1 {
		return AppendTimestamp(dst, seconds*1000+millis, 1000)
	}
	return strconv.AppendInt(dst, seconds, 10)
}

// divide is the quotient that is not above the exact one, and what remains, from 0 on.
func divide(n, by int64) (quotient, rest int64) {
	quotient, rest = n/by, n%by
	if rest < 0 {
		quotient, rest = quotient-1, rest+by
	}
	return quotient, rest
}

// appendTwo appends two digits.
func appendTwo(dst []byte, n int64) []byte { return append(dst, byte('0'+n/10), byte('0'+n%10)) }
