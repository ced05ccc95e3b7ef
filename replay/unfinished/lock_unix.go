//go:build linux || darwin || freebsd || netbsd || openbsd || dragonfly

package unfinished

import (
	"errors"
	"io"
	"os"

	"golang.org/x/sys/unix"
)

// renamesOpen says that a file can be renamed and removed while it is open, so that nobody can take it in between.
const renamesOpen = true

// lock makes the process the owner of a file until it closes it or ends, or returns a *BusyError. made is true if the
// file was made by opening it; that is all there is to go by on a file system without locks.
func lock(file *os.File, made bool) error {
	whole := unix.Flock_t{Type: unix.F_WRLCK, Whence: io.SeekStart}
	err := unix.FcntlFlock(file.Fd(), unix.F_SETLK, &whole)
	switch {
	case err == nil:
		return nil
	case errors.Is(err, unix.EACCES), errors.Is(err, unix.EAGAIN):
		busy := &BusyError{Path: file.Name()}
		if unix.FcntlFlock(file.Fd(), unix.F_GETLK, &whole) == nil && whole.Type != unix.F_UNLCK {
			busy.Owner = int(whole.Pid)
		}
		return busy
	case made:
		return nil
	}
	return &BusyError{Path: file.Name()}
}
