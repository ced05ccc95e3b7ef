package replay

import (
	"io"
	"os"
	"strings"
	"testing"
)

// TestStdinIsAFile: it is read by blocks from where it stands.
func TestStdinIsAFile(t *testing.T) {
	f, err := os.Open(write(t, "in", "not this\n{}\n{}\n"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := f.Seek(int64(len("not this\n")), io.SeekStart); err != nil {
		t.Fatal(err)
	}
	cfg := roundRobin("-")
	cfg.Stdin, cfg.blockBytes = f, 4
	report, err := Run(t.Context(), cfg)
	if err != nil || report.Input.Records != 2 || report.Input.Lines != 2 || report.Input.Bytes != 6 {
		t.Errorf("error %v, %+v", err, report.Input)
	}
	if _, err := f.Stat(); err != nil {
		t.Errorf("it is not ours to close: %v", err)
	}
}

// TestSizeZero: some files have more in them than they say.
func TestSizeZero(t *testing.T) {
	const path = "/proc/self/status"
	want, err := os.ReadFile(path)
	if err != nil {
		t.Logf("no %s here: %v", path, err)
		return
	}
	report, err := Run(t.Context(), roundRobin(path))
	if err != nil || report.Input.Lines != uint64(strings.Count(string(want), "\n")) {
		t.Errorf("error %v, %+v", err, report.Input)
	}
}
