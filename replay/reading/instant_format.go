package reading

import (
	"fmt"
	"slices"
	"strings"
)

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
