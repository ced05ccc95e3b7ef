package cmd

import (
	"fmt"
	"io"
	"os"
	"time"

	"github.com/mattn/go-isatty"

	"github.com/velo-plan/velo-plan/cmd/render"
	"github.com/velo-plan/velo-plan/replay"
)

// progressAfter is how long a replay runs before a line about it is worth reading.
const progressAfter = 500 * time.Millisecond

// progress is the line on a terminal that tells how far a replay has come.
type progress struct {
	out   io.Writer // nil if there is no terminal
	start time.Time
	shown bool
}

// newProgress returns a line on standard error, if that is a terminal and quiet is false.
func (p *program) newProgress(quiet bool) *progress {
	file, ok := p.errOut.(*os.File)
	if quiet || !ok || !isatty.IsTerminal(file.Fd()) || os.Getenv("TERM") == "dumb" {
		return &progress{}
	}
	return &progress{out: file, start: time.Now()}
}

// eraseLine moves the cursor of a terminal to the beginning of its line and erases the line.
const eraseLine = "\r\x1b[K"

// told returns the function that is told about progress; nil if there is no terminal.
func (l *progress) told() func(replay.Progress) {
	if l.out == nil {
		return nil
	}
	return func(now replay.Progress) {
		took := time.Since(l.start)
		if took < progressAfter {
			return
		}
		l.shown = true
		fmt.Fprint(l.out, eraseLine, render.Progress(now, took))
	}
}

// reading returns the function that is told about the reading of files of a size in bytes.
func (l *progress) reading(total int64) func(position int64, records uint64) {
	told, start := l.told(), time.Now()
	return func(position int64, records uint64) {
		if now := time.Now(); told != nil && now.Sub(start) >= progressEvery {
			start = now
			told(replay.Progress{Bytes: position, TotalBytes: total, Records: records})
		}
	}
}

// progressEvery is the time between two lines of reading, at least.
const progressEvery = 100 * time.Millisecond

// executing returns the function that is told what prove executes; nil if there is no terminal.
func (l *progress) executing() func(what string, over, all int) {
	if l.out == nil {
		return nil
	}
	return func(what string, over, all int) {
		if time.Since(l.start) < progressAfter {
			return
		}
		l.shown = true
		fmt.Fprintf(l.out, "%sexecuting: %s (%d of %d are over)", eraseLine, what, over, all)
	}
}

// passes returns the function that is told about the timing of strategies; nil if there is no terminal.
func (l *progress) passes() func(over, all int) {
	if l.out == nil {
		return nil
	}
	return func(over, all int) {
		l.shown = true
		fmt.Fprintf(l.out, "%stiming the strategies: pass %d of %d", eraseLine, over+1, all)
	}
}

// clear erases the line.
func (l *progress) clear() {
	if l.shown {
		fmt.Fprint(l.out, eraseLine)
		l.shown = false
	}
}
