package render

import (
	"fmt"
	"time"

	"github.com/velo-plan/velo-plan/replay"
)

// Progress is one line about a replay that has run for some time, without a line end.
func Progress(now replay.Progress, took time.Duration) string {
	seconds := took.Seconds()
	text := fmt.Sprintf("%s, %s records/s", size(float64(now.Bytes)), rate(float64(now.Records)/seconds))
	if now.TotalBytes == 0 || now.Bytes == 0 {
		return text
	}
	done := min(float64(now.Bytes)/float64(now.TotalBytes), 1)
	left := time.Duration(seconds / done * (1 - done) * float64(time.Second)).Round(time.Second)
	return fmt.Sprintf("%2.0f %% of %s, %s records/s, %v left", 100*done, size(float64(now.TotalBytes)), rate(float64(now.Records)/seconds), left)
}
