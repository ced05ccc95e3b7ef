package cmd

import (
	"bufio"
	"bytes"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

// availableMemory returns how much memory the process may have, in bytes, by the machine, its control groups and its own
// limits; 0 if that is not known.
func availableMemory() uint64 {
	most := addressSpace()
	var info unix.Sysinfo_t
	if unix.Sysinfo(&info) == nil {
		most = min(most, uint64(info.Totalram)*uint64(info.Unit))
	}
	if text, err := os.ReadFile("/proc/self/cgroup"); err == nil {
		most = min(most, groupMemory("/sys/fs/cgroup", text))
	}
	if most == math.MaxUint64 {
		return 0
	}
	return most
}

// addressSpace returns the limit of the process's address space (ulimit -v), math.MaxUint64 if there is none.
func addressSpace() uint64 {
	var limit unix.Rlimit
	if unix.Getrlimit(unix.RLIMIT_AS, &limit) != nil {
		return math.MaxUint64
	}
	return limit.Cur // RLIM_INFINITY is the largest number
}

// leastAddressSpace is the smallest limit of the address space under which the program starts. Go reserves far more of
// it than it uses; below 1.4 GB its threads could not be made when we tried.
const leastAddressSpace = 1500 << 20

// roomToRun reports a limit of the address space that is too small. Under a larger one the program starts itself again
// without stack traces: when Go reaches the limit it ends the process, which nothing can catch, and its two lines say
// enough.
func roomToRun(limit uint64) error {
	const level = "GOTRACEBACK"
	switch {
	case limit == math.MaxUint64 || os.Getenv(level) != "":
		return nil
	case limit < leastAddressSpace:
		return fmt.Errorf("the address space is limited to %d MiB (ulimit -v), and %d MiB are needed to start: raise the limit, "+
			"or limit the memory instead, by a control group or with --memory", limit>>20, uint64(leastAddressSpace)>>20)
	}
	if self, err := os.Executable(); err == nil {
		_ = unix.Exec(self, os.Args, append(os.Environ(), level+"=none")) // if it fails, this process goes on
	}
	return nil
}

// groupMemory returns the smallest limit of the control groups in a file as /proc/self/cgroup and of those around them,
// math.MaxUint64 if there is none. root is where they are mounted.
func groupMemory(root string, file []byte) uint64 {
	most := uint64(math.MaxUint64)
	lines := bufio.NewScanner(bytes.NewReader(file))
	for lines.Scan() {
		parts := strings.SplitN(lines.Text(), ":", 3)
		if len(parts) != 3 {
			continue
		}
		mount, name := root, "memory.max" // of version 2
		switch {
		case parts[1] == "":
		case strings.Contains(","+parts[1]+",", ",memory,"):
			mount, name = filepath.Join(root, "memory"), "memory.limit_in_bytes"
		default:
			continue
		}
		for group := filepath.Clean("/" + parts[2]); ; group = filepath.Dir(group) {
			if text, err := os.ReadFile(filepath.Join(mount, group, name)); err == nil {
				if n, err := strconv.ParseUint(strings.TrimSpace(string(text)), 10, 64); err == nil { // or it is "max"
					most = min(most, n)
				}
			}
			if group == "/" {
				break
			}
		}
	}
	return most
}
