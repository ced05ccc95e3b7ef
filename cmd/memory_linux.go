package cmd

import (
	"bufio"
	"bytes"
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
