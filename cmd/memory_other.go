//go:build !linux

package cmd

import "math"

// availableMemory returns how much memory the process may have, in bytes; 0 as that is not known here.
func availableMemory() uint64 { return 0 }

// addressSpace returns the limit of the process's address space; here there is none.
func addressSpace() uint64 { return math.MaxUint64 }

// roomToRun reports a limit of the address space that is too small; here there is none.
func roomToRun(uint64) error { return nil }
