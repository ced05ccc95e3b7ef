package replay

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
	"github.com/velo-plan/velo-plan/replay/reading"
)

// zipped returns text compressed by gzip.
func zipped(text string) string {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	w.Write([]byte(text))
	w.Close()
	return b.String()
}

// zstandard returns text compressed by Zstandard.
func zstandard(text string) string {
	w, _ := zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1))
	return string(w.EncodeAll([]byte(text), nil))
}

// TestInflate: what is compressed is known by its first bytes, in whatever pieces it comes, and may
// have several members or frames.
func TestInflate(t *testing.T) {
	const text = "{\"k\":1}\n{\"k\":2}\n"
	const skippable = "\x5a\x2a\x4d\x18\x03\x00\x00\x00abc"
	for name, content := range map[string]string{
		"gzip": zipped(text), "members": zipped(text[:5]) + zipped(text[5:]),
		"zstd": zstandard(text), "frames": zstandard(text[:5]) + zstandard(text[5:]),
		"skippable frame first": skippable + zstandard(text),
		"plain":                 text,
	} {
		for _, r := range []io.Reader{
			strings.NewReader(content), iotest.OneByteReader(strings.NewReader(content)), iotest.DataErrReader(strings.NewReader(content)),
		} {
			cfg := roundRobin("-")
			cfg.Stdin = r
			report, err := Run(t.Context(), cfg)
			if err != nil || report.Input.Records != 2 || report.Input.Bytes != uint64(len(text)) {
				t.Errorf("%s: error %v, %+v", name, err, report)
			}
		}
		report, err := Run(t.Context(), roundRobin(write(t, "any.name", content)))
		if err != nil || report.Input.Records != 2 {
			t.Errorf("%s: error %v, %+v", name, err, report)
		}
	}
}

// TestNotCompressed: text that begins nearly like something compressed is text.
func TestNotCompressed(t *testing.T) {
	for _, content := range []string{"(", "\x1f", "P*M", "\x28\xb5\x2f", "P*M\x19 and more", "\x1f{}", ""} {
		lines := uint64(min(len(content), 1))
		for name, path := range map[string]string{"file": write(t, "in", content), "stream": "-"} {
			cfg := roundRobin(path)
			cfg.Stdin = strings.NewReader(content)
			report, err := Run(t.Context(), cfg)
			if err != nil || report.Input.Lines != lines || report.Input.Bytes != uint64(len(content)) {
				t.Errorf("%q in a %s: error %v, %+v", content, name, err, report)
			}
		}
	}
}

// TestCutShort: whatever is left of something compressed, the records up to there are counted, the
// error names the input, and the report is marked.
func TestCutShort(t *testing.T) {
	text := strings.Repeat("{\"k\":\"a\"}\n", 40_000)
	for name, content := range map[string]string{"gzip": zipped(text), "zstd": zstandard(text)} {
		most := uint64(0)
		for _, n := range []int{4, 5, 12, len(content) / 2, len(content) - 1} {
			path := write(t, "short", content[:n])
			report, err := Run(t.Context(), roundRobin(path))
			var input *reading.InputError
			if !errors.As(err, &input) || input.Path != path || !errors.Is(err, io.ErrUnexpectedEOF) {
				t.Fatalf("%s, %d bytes: error %v", name, n, err)
			}
			if report.Complete || report.Input.Records != report.Input.Lines || report.Input.Records < most {
				t.Errorf("%s, %d bytes: %+v", name, n, report.Input)
			}
			most = report.Input.Records
		}
		if most < 10_000 {
			t.Errorf("%s: %d records were read", name, most)
		}
	}
}

// TestDamaged: what is compressed and then changed, or has something else after it.
func TestDamaged(t *testing.T) {
	const text = "{\"k\":1}\n"
	broken := []byte(zipped(text))
	broken[len(broken)-6] ^= 1
	for name, content := range map[string]string{
		"checksum": string(broken), "behind gzip": zipped(text) + "{}\n", "behind zstd": zstandard(text) + "{}\n{}\n",
	} {
		report, err := Run(t.Context(), roundRobin(write(t, "damaged", content)))
		var input *reading.InputError
		if !errors.As(err, &input) || report.Complete || report.Input.Records > 1 {
			t.Errorf("%s: error %v, %+v", name, err, report.Input)
		}
	}
}

// TestHugeWindow: a frame cannot make us take more memory than the largest window.
func TestHugeWindow(t *testing.T) {
	const frame = "\x28\xb5\x2f\xfd\x00\x98" // 2^29 bytes
	_, err := Run(t.Context(), roundRobin(write(t, "huge", frame+strings.Repeat("\x00", 100))))
	if !errors.Is(err, zstd.ErrWindowSizeExceeded) {
		t.Errorf("error %v", err)
	}
}
