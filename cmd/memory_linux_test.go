package cmd

import (
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestGroupMemory: the smallest limit of a control group and of those around it counts, in both versions.
func TestGroupMemory(t *testing.T) {
	root := t.TempDir()
	for path, text := range map[string]string{
		"memory.max": "max\n", "a/memory.max": "2000\n", "a/b/memory.max": "max\n", "c/memory.max": "500\n",
		"memory/x/memory.limit_in_bytes": "700\n", "memory/memory.limit_in_bytes": "9223372036854771712\n",
	} {
		path = filepath.Join(root, path)
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for file, want := range map[string]uint64{
		"0::/\n": math.MaxUint64, "0::/a/b\n": 2000, "0::/c\n": 500, "0::/gone/far\n": math.MaxUint64, "": math.MaxUint64, "nonsense": math.MaxUint64,
		"4:cpu,memory:/x/y\n0::/\n": 700, "4:cpu:/x\n": math.MaxUint64, "1:memory:/\n": 9223372036854771712,
	} {
		if got := groupMemory(root, []byte(file)); got != want {
			t.Errorf("%q: %d, want %d", file, got, want)
		}
	}
	if n := availableMemory(); n < 1<<20 {
		t.Errorf("%d bytes on this machine", n)
	}
}

// TestAddressSpace: a limit under which Go's threads cannot be made is reported; a larger one, and none, are fine.
func TestAddressSpace(t *testing.T) {
	if err := roomToRun(math.MaxUint64); err != nil {
		t.Error(err)
	}
	if err := roomToRun(1 << 30); err == nil || !strings.Contains(err.Error(), "limited to 1024 MiB (ulimit -v)") {
		t.Errorf("1 GiB: %v", err)
	}
}
