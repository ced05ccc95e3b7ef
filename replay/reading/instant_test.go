package reading

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/velo-plan/velo-plan/replay/ndjson"
)

// padded is a JSON text as the scanner has it, with bytes behind it.
func padded(text string) []byte {
	return append([]byte(text), make([]byte, ndjson.Padding)...)[:len(text)]
}

func TestInstants(t *testing.T) {
	const noon = 1_715_601_600_000 // 2024-05-13T12:00:00Z
	for _, c := range []struct {
		format, text string
		want         int64
		kind         TimeKind
	}{
		{"", `1715601600000`, noon, TimeMillis},
		{"", `1715601600`, noon, TimeSeconds},
		{"", `1715601600000123`, noon, TimeMicros},
		{"", `1715601600000123456`, noon, TimeNanos},
		{"", `1.7156016e12`, noon, TimeMillis},
		{"", `60000`, 60_000, TimeMillis},
		{"", `-1`, -1, TimeMillis},
		{"", `-1500000000000001`, -1_500_000_000_001, TimeMicros},
		{"", `"2024-05-13T12:00:00Z"`, noon, TimeText},
		{"", `"2024-05-13t12:00:00.5z"`, noon + 500, TimeText},
		{"", `"2024-05-13 14:30:00.123456789+02:30"`, noon + 123, TimeText},
		{"", `"2024-05-13T10:00:00-02:00"`, noon, TimeText},
		{"", `"2024-05-13T12:00:00\u005a"`, noon, TimeText},
		{"epoch_millis", `1715601600`, 1_715_601_600, TimeMillis},
		{"epoch_seconds", `1715601600`, noon, TimeSeconds},
		{"epoch", `60`, 60_000, TimeSeconds},
		{"iso8601", `"2024-05-13T12:00:00Z"`, noon, TimeText},
		{"%Y-%m-%d %H:%M:%S", `"2024-05-13 12:00:00"`, noon, TimeText},
		{"%d/%m/%y %H.%M", `"13/05/24 12.00"`, noon, TimeText},
		{"%FT%T%.3f", `"2024-05-13T12:00:00.250"`, noon + 250, TimeText},

		{"", ``, NoTime, TimeUnread},
		{"", `null`, NoTime, TimeUnread},
		{"", `true`, NoTime, TimeUnread},
		{"", `{}`, NoTime, TimeUnread},
		{"", `1.5`, NoTime, TimeUnread},
		{"", `1e400`, NoTime, TimeUnread},
		{"", `9223372036854775808`, NoTime, TimeUnread},
		{"", `""`, NoTime, TimeUnread},
		{"", `"1715601600000"`, NoTime, TimeUnread},
		{"", `"2024-05-13"`, NoTime, TimeUnread},
		{"", `"2024-05-13T12:00:00"`, NoTime, TimeUnread},
		{"", `"2024-02-30T12:00:00Z"`, NoTime, TimeUnread},
		{"", `"2024-05-13T24:00:00Z"`, NoTime, TimeUnread},
		{"", `"2024-05-13T12:00:00.Z"`, NoTime, TimeUnread},
		{"", `"2024-05-13T12:00:00+0200"`, NoTime, TimeUnread},
		{"iso8601", `1715601600000`, NoTime, TimeUnread},
		{"epoch_millis", `"2024-05-13T12:00:00Z"`, NoTime, TimeUnread},
		{"epoch_seconds", `1715601600000`, NoTime, TimeUnread},
		{"%Y-%m-%d", `"2024-13-01"`, NoTime, TimeUnread},
	} {
		if err := CheckTimeFormat(c.format); err != nil {
			t.Error(err)
		}
		r := newInstants(c.format)
		for range 2 { // what was read before must not matter
			if got, kind := r.read(padded(c.text)); got != c.want || kind != c.kind {
				t.Errorf("%q %s: %d %v, want %d %v", c.format, c.text, got, kind, c.want, c.kind)
			}
		}
	}
	for _, format := range []string{"epoch_micros", "%Q", "%Y-%", "rfc"} {
		if CheckTimeFormat(format) == nil {
			t.Errorf("%q is a format", format)
		}
	}
}

// FuzzInstant compares the two ways in which a text is read with package time, and with each other.
func FuzzInstant(f *testing.F) {
	for _, text := range []string{"2024-05-13T12:00:00.123Z", "2024-05-13T12:00:59.999Z", "2024-05-13T12:00:5/.123Z", "2024-05-13T12:00:60.000Z", "9999-12-31T23:59:59+00:01", "0000-01-01T00:00:00Z"} {
		f.Add(text)
	}
	r := newInstants("")
	r.rfc3339([]byte("2024-05-13T12:00:00Z"))
	f.Fuzz(func(t *testing.T, text string) {
		quoted := padded(fmt.Sprintf("%q", text))
		if !json.Valid(quoted) {
			return
		}
		fresh := newInstants("")
		want, kind := fresh.read(quoted)
		if got, ok := r.sameMinute(quoted); ok && got != want {
			t.Fatalf("%s: %d by the minute, %d by itself", text, got, want)
		}
		if parsed, err := time.Parse(time.RFC3339Nano, text); err == nil && readable(parsed.UnixMilli()) {
			if kind != TimeText || want != parsed.UnixMilli() {
				t.Fatalf("%s: %d %v, package time has %d", text, want, kind, parsed.UnixMilli())
			}
		}
		r.read(quoted)
	})
}
