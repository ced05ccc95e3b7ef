package replay

import (
	"bytes"
	"io"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/velo-plan/velo-plan/replay/reading"
)

// endless is a line that never ends, cut at a number of bytes.
type endless struct{ left int }

func (e *endless) Read(buf []byte) (int, error) {
	if e.left == 0 {
		return 0, io.EOF
	}
	n := min(len(buf), e.left)
	for i := range buf[:n] {
		buf[i] = 'x'
	}
	e.left -= n
	return n, nil
}

// TestLongLineIsNotHeld: a line of 300 MB passes through without growing memory.
func TestLongLineIsNotHeld(t *testing.T) {
	const length = 300 << 20
	cfg := roundRobin("-")
	cfg.Stdin = io.MultiReader(strings.NewReader("{}\n"), &endless{length}, strings.NewReader("\r\n{}"))
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	report, err := Run(t.Context(), cfg)
	runtime.ReadMemStats(&after)
	if err != nil {
		t.Fatal(err)
	}
	in := report.Input
	if in.Records != 2 || in.Lines != 3 || in.Bytes != length+7 || in.Rejected.ByReason["line_too_long"] != 1 || in.Rejected.First[0].Line != 2 {
		t.Errorf("%+v", in)
	}
	if grown := after.TotalAlloc - before.TotalAlloc; grown > 64<<20 {
		t.Errorf("%d MB were allocated", grown>>20)
	}
}

// TestLongestLines: lines around the limit, with both line ends, cut by blocks at every place.
func TestLongestLines(t *testing.T) {
	for block := 1; block < 40; block++ {
		for _, length := range []int{18, 19, 20, 21, 22} {
			for _, end := range []string{"\n", "\r\n", ""} {
				line := `{"k":"` + strings.Repeat("x", length-8) + `"}`
				cfg := roundRobin("-")
				cfg.Stdin = strings.NewReader("{}\n" + line + end)
				cfg.MaxLineBytes, cfg.blockBytes = 20, block
				report, err := Run(t.Context(), cfg)
				if err != nil {
					t.Fatal(err)
				}
				if got := report.Input.Rejected.ByReason["line_too_long"] == 1; got != (length > 20) || report.Input.Lines != 2 {
					t.Errorf("block %d, %d bytes, end %q: %+v", block, length, end, report.Input)
				}
			}
		}
	}
}

// TestLongLineEndsWithItsFile: the next file begins with a line of its own.
func TestLongLineEndsWithItsFile(t *testing.T) {
	cfg := roundRobin(write(t, "long", strings.Repeat("x", 5000)), write(t, "good", "{}\n{}\n"))
	cfg.MaxLineBytes, cfg.blockBytes = 100, 64
	report, err := Run(t.Context(), cfg)
	if err != nil || report.Input.Records != 2 || report.Input.Rejected.ByReason["line_too_long"] != 1 || report.Input.Lines != 3 {
		t.Errorf("error %v, %+v", err, report.Input)
	}
}

// TestWideLines: lines longer than a page and longer than a block keep their bytes.
func TestWideLines(t *testing.T) {
	var content bytes.Buffer
	var want uint64
	for i := range 60 {
		line := `{"k":"` + strings.Repeat("y", i*i*137%(3*reading.DefaultBlockBytes)) + `"}`
		want += uint64(len(line))
		content.WriteString(line + "\n")
	}
	report, err := Run(t.Context(), roundRobin(write(t, "wide", content.String())))
	if err != nil {
		t.Fatal(err)
	}
	var got uint64
	for _, p := range report.Partitions {
		got += p.Bytes
	}
	if report.Input.Records != 60 || got != want || report.Input.Bytes != uint64(content.Len()) {
		t.Errorf("%+v: %d bytes, want %d", report.Input, got, want)
	}
}

func TestByteOrderMark(t *testing.T) {
	for content, records := range map[string]uint64{
		"\ufeff": 0, "\ufeff{}": 1, "\ufeff{}\n{}": 2, "\ufeff\n{}": 1, "{}\n\ufeff{}": 1, "\xef\xbb{}": 0, "\xef": 0, "": 0,
		"\ufeff\ufeff{}": 0,
	} {
		for _, one := range []bool{false, true} {
			cfg := roundRobin("-")
			cfg.Stdin = strings.NewReader(content)
			if one {
				cfg.Stdin = iotest.OneByteReader(cfg.Stdin)
			}
			report, err := Run(t.Context(), cfg)
			if err != nil || report.Input.Records != records || report.Input.Bytes != uint64(len(content)) {
				t.Errorf("%q: error %v, %+v, want %d records", content, err, report.Input, records)
			}
		}
	}
}

// TestManyShortLines: chunks of the shortest records are replayed as any others.
func TestManyShortLines(t *testing.T) {
	report, err := Run(t.Context(), roundRobin(write(t, "short", strings.Repeat("{}\n", 500_000))))
	if err != nil || report.Input.Records != 500_000 {
		t.Fatalf("error %v, %+v", err, report)
	}
}
