//go:build !(linux || darwin || freebsd || netbsd || openbsd || dragonfly)

package unfinished

import "os"

// renamesOpen says that a file has to be closed before it is renamed.
const renamesOpen = false

// lock returns a *BusyError for a file that was there before: nobody can be asked whether its owner is gone.
func lock(file *os.File, made bool) error {
	if made {
		return nil
	}
	return &BusyError{Path: file.Name()}
}
