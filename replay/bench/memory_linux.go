package main

import (
	"os"
	"syscall"
)

// peakMemory returns the most memory of a finished process that was resident, in bytes, as the
// system accounts it; 0 if it does not.
func peakMemory(state *os.ProcessState) int64 {
	if usage, ok := state.SysUsage().(*syscall.Rusage); ok {
		return usage.Maxrss << 10
	}
	return 0
}
