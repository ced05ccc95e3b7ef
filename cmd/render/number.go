package render

import (
	"fmt"
	"strconv"
	"strings"
)

// count writes a number with separators: "1,234,567".
func count(n uint64) string {
	digits := strconv.FormatUint(n, 10)
	var b strings.Builder
	for i, digit := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteRune(digit)
	}
	return b.String()
}

// counted is a count with its noun.
func counted(n uint64, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return count(n) + " " + noun + "s"
}

// size is a number of bytes in the binary unit that leaves one to four digits before the point.
func size(bytes float64) string {
	units := []string{"KiB", "MiB", "GiB", "TiB", "PiB"}
	if bytes < 1024 {
		return fmt.Sprintf("%.0f B", bytes)
	}
	unit := -1
	for bytes >= 1024 && unit < len(units)-1 {
		bytes /= 1024
		unit++
	}
	return fmt.Sprintf("%.1f %s", bytes, units[unit])
}

// rate is a number per second, in thousands or millions if it is large.
func rate(n float64) string {
	switch {
	case n >= 1e6:
		return fmt.Sprintf("%.1f M", n/1e6)
	case n >= 1e3:
		return fmt.Sprintf("%.1f k", n/1e3)
	default:
		return fmt.Sprintf("%.0f", n)
	}
}

// percent writes a fraction of 1 as a percentage.
func percent(share float64) string { return fmt.Sprintf("%.1f %%", 100*share) }

// ratio is a ratio that may not exist: nil is the ratio of something to nothing.
func ratio(r *float64) string {
	if r == nil {
		return "-"
	}
	return fmt.Sprintf("%.2f", *r)
}

// duration is a time in seconds, or in milliseconds if it is short.
func duration(seconds float64) string {
	if seconds < 1 {
		return fmt.Sprintf("%.1f ms", 1000*seconds)
	}
	return fmt.Sprintf("%.2f s", seconds)
}
