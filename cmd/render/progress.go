package render

import (
	"fmt"
	"time"

	"github.com/velo-plan/velo-plan/replay"
)

// Progress is one line about a replay that has run for some time, without a line end.
func Progress(now replay.Progress, took time.Duration) string {
	read, all, amount := now.Bytes, now.TotalBytes, func(n int64) string { return size(float64(n)) }
	if now.Offsets > 0 || now.TotalOffsets > 0 {
		read, all, amount = now.Offsets, now.TotalOffsets, func(n int64) string { return counted(uint64(n), "offset") }
	}
	seconds := took.Seconds()
	speed := rate(float64(now.Records)/seconds) + " records/s"
	if all == 0 || read == 0 {
		return amount(read) + ", " + speed
	}
	done := min(float64(read)/float64(all), 1)
	left := time.Duration(seconds / done * (1 - done) * float64(time.Second)).Round(time.Second)
	return fmt.Sprintf("%2.0f %% of %s, %s, %v left", 100*done, amount(all), speed, left)
}
