package syntax

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// unit is a unit of time. Nanoseconds is 0 for months and years, which have no fixed length.
type unit struct {
	name        string
	nanoseconds int64
}

var (
	nanosecond  = unit{"NANOSECOND", 1}
	microsecond = unit{"MICROSECOND", int64(time.Microsecond)}
	millisecond = unit{"MILLISECOND", int64(time.Millisecond)}
	second      = unit{"SECOND", int64(time.Second)}
	minute      = unit{"MINUTE", int64(time.Minute)}
	hour        = unit{"HOUR", int64(time.Hour)}
	day         = unit{"DAY", 24 * int64(time.Hour)}
	week        = unit{"WEEK", 7 * 24 * int64(time.Hour)}
	month       = unit{"MONTH", 0}
	quarter     = unit{"QUARTER", 0}
	year        = unit{"YEAR", 0}
)

// units maps every spelling of a unit, in upper case and without a plural s, to the unit.
var units = map[string]unit{
	"NS": nanosecond, "NANO": nanosecond, "NANOSECOND": nanosecond,
	"US": microsecond, "MICRO": microsecond, "MICROSECOND": microsecond,
	"MS": millisecond, "MILLI": millisecond, "MILLISECOND": millisecond, "MSEC": millisecond,
	"S": second, "SEC": second, "SECOND": second,
	"M": minute, "MIN": minute, "MINUTE": minute,
	"H": hour, "HR": hour, "HOUR": hour, "D": day, "DAY": day, "W": week, "WEEK": week,
	"MON": month, "MONTH": month, "QUARTER": quarter, "Y": year, "YR": year, "YEAR": year,
}

// unitOf returns the unit that a word names, and whether it names one.
func unitOf(word string) (unit, bool) {
	word = upper(word)
	if u, ok := units[word]; ok {
		return u, true
	}
	u, ok := units[strings.TrimSuffix(word, "S")]
	return u, ok && len(word) > 2
}

func isUnit(word string) bool {
	_, ok := unitOf(word)
	return ok
}

// lengthUnits are the units of a clock, in the order of 1 02:03:04.
var lengthUnits = []unit{day, hour, minute, second}

// ParseLength reads a length of time as properties have it: 5s, '5 seconds', or a number of seconds. ok is false for anything
// else, and for months and years, which have no fixed length.
func ParseLength(text string) (length time.Duration, ok bool) {
	_, ns, ok := normalizeLength(text)
	if !ok {
		_, ns, ok = normalizeLength(text + " SECONDS")
	}
	return time.Duration(ns), ok && (ns != 0 || !strings.ContainsAny(text, "123456789"))
}

// normalizeLength returns a length of time in normalized words, "1 HOUR 30 MINUTE", with its
// nanoseconds. ok is false if the text is not a length of time; words is then the text with single blanks.
func normalizeLength(text string) (words string, nanoseconds int64, ok bool) {
	text = strings.Join(strings.Fields(text), " ")
	total, fixed := 0.0, true
	var out []string
	rest := text
	for rest != "" {
		n := numberPrefix(rest)
		number := rest[:n]
		rest = strings.TrimLeft(rest[n:], " ")
		m := strings.IndexFunc(rest, func(r rune) bool { return !isLetter(r) })
		if m < 0 {
			m = len(rest)
		}
		u, known := unitOf(rest[:m])
		value, err := strconv.ParseFloat(number, 64)
		if !known || err != nil {
			return text, 0, false
		}
		rest = strings.TrimLeft(rest[m:], " ")
		out = append(out, number, u.name)
		fixed = fixed && u.nanoseconds != 0
		total += value * float64(u.nanoseconds)
	}
	if len(out) == 0 {
		return text, 0, false
	}
	if !fixed {
		total = 0
	}
	return strings.Join(out, " "), clampNanoseconds(total), true
}

// numberPrefix returns the length in bytes of the decimal number at the start of a text.
func numberPrefix(s string) int {
	n := 0
	for n < len(s) && (isDigit(s[n]) || s[n] == '.' || n == 0 && (s[n] == '-' || s[n] == '+')) {
		n++
	}
	return n
}

// clampNanoseconds rounds to an int64; lengths over 292 years become the longest that fits.
func clampNanoseconds(f float64) int64 {
	switch {
	case f >= math.MaxInt64:
		return math.MaxInt64
	case f <= math.MinInt64:
		return math.MinInt64
	}
	return int64(math.Round(f))
}

// clockNanoseconds reads 1 02:03:04 or 02:03:04, whose first number counts the unit from. It
// reports false for any other text.
func clockNanoseconds(text, from string) (int64, bool) {
	fields := strings.FieldsFunc(text, func(r rune) bool { return r == ':' || r == ' ' })
	at := -1
	for i, u := range lengthUnits {
		if u.name == from {
			at = i
		}
	}
	if at < 0 || len(fields) == 0 || at+len(fields) > len(lengthUnits) {
		return 0, false
	}
	total := 0.0
	for i, f := range fields {
		value, err := strconv.ParseFloat(f, 64)
		if err != nil || math.IsNaN(value) {
			return 0, false
		}
		total += value * float64(lengthUnits[at+i].nanoseconds)
	}
	return clampNanoseconds(total), true
}
