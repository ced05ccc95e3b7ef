package cmd

import (
	"os"

	"golang.org/x/sys/unix"
)

// pipeBytes is what an ordinary user may request unless the system is configured otherwise.
const pipeBytes = 1 << 20

// widenPipe lets a pipe hold 16 times as much as by default, so that its two ends wait for each other less often.
// Anything but a pipe stays as it is.
func widenPipe(end any) {
	if file, ok := end.(*os.File); ok {
		unix.FcntlInt(file.Fd(), unix.F_SETPIPE_SZ, pipeBytes) // it also works without
	}
}
