package replay

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/velo-plan/velo-plan/replay/reading"
	"github.com/velo-plan/velo-plan/strategies"
)

// roundRobin is a configuration that needs nothing but inputs.
func roundRobin(inputs ...string) Config {
	return Config{Inputs: inputs, Strategy: strategies.RoundRobin, Partitions: 3, Workers: 2}
}

func write(t *testing.T, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestWrongInputs(t *testing.T) {
	good := write(t, "good", "{}\n")
	locked := write(t, "locked", "{}\n")
	if err := os.Chmod(locked, 0); err != nil {
		t.Fatal(err)
	}
	missing := filepath.Join(t.TempDir(), "missing")
	stdin := roundRobin("-")
	twice := roundRobin("-", good, "-")
	twice.Stdin = strings.NewReader("")
	tests := map[string]Config{
		"replay: no input is given":                               roundRobin(),
		"cannot read the input " + missing + ": no such file":     roundRobin(good, missing),
		"it is a directory":                                       roundRobin(filepath.Dir(good)),
		"cannot read the standard input: there is none":           stdin,
		"cannot read the standard input: it is named more than o": twice,
	}
	if os.Geteuid() != 0 { // root may read everything
		tests["cannot read the input "+locked+": permission denied"] = roundRobin(good, locked)
	}
	for want, cfg := range tests {
		report, err := Run(t.Context(), cfg)
		if err == nil || report != nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, report %v, want %q and none", err, report, want)
		}
		var input *reading.InputError
		if len(cfg.Inputs) > 0 && !errors.As(err, &input) {
			t.Errorf("%v is no InputError", err)
		}
	}
}

func TestWrongConfig(t *testing.T) {
	for want, change := range map[string]func(*Config){
		"no strategy":                      func(c *Config) { c.Strategy = strategies.Strategy{} },
		"0 keys but 1 key names":           func(c *Config) { c.KeyNames = []string{"a"} },
		"lines of at most -1 bytes":        func(c *Config) { c.MaxLineBytes = -1 },
		"give 1 to 1073741824":             func(c *Config) { c.MaxLineBytes = reading.LargestMaxLineBytes + 1 },
		"0 partitions":                     func(c *Config) { c.Partitions = 0 },
		"-1 workers":                       func(c *Config) { c.Workers = -1 },
		"strategy always_hash: there is n": func(c *Config) { c.Strategy = strategies.AlwaysHash },
	} {
		cfg := roundRobin(write(t, "in", "{}"))
		change(&cfg)
		report, err := Run(t.Context(), cfg)
		if err == nil || report != nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, report %v, want %q and none", err, report, want)
		}
	}
}

// TestInputFailsLater: an input that fails half way gives an exact report of what lies before, and
// an error that names it.
func TestInputFailsLater(t *testing.T) {
	broken := errors.New("broken cable")
	for name, r := range map[string]io.Reader{
		"error alone":         io.MultiReader(strings.NewReader("{}\n{}\nx\n{}"), iotest.ErrReader(broken)),
		"error with bytes":    &lastWords{strings.NewReader("{}\n{}\nx\n{}"), broken},
		"one byte at a time":  io.MultiReader(iotest.OneByteReader(strings.NewReader("{}\n{}\nx\n{}")), iotest.ErrReader(broken)),
		"returns nothing":     io.MultiReader(strings.NewReader("{}\n{}\nx\n{}"), nothing{}),
		"nothing in between ": io.MultiReader(&sometimes{r: strings.NewReader("{}\n{}\nx\n{}")}, iotest.ErrReader(broken)),
	} {
		cfg := roundRobin(write(t, "first", "{}"), "-", write(t, "never", "{}\n"))
		cfg.Stdin, cfg.MaxLineBytes, cfg.blockBytes = r, 100, 64
		report, err := Run(t.Context(), cfg)
		var input *reading.InputError
		if !errors.As(err, &input) || input.Path != "-" || !(errors.Is(err, broken) || errors.Is(err, io.ErrNoProgress)) {
			t.Errorf("%s: error %v", name, err)
			continue
		}
		if report.Complete || report.Input.Lines != 4 || report.Input.Records != 3 || report.Input.Rejected.Count != 1 {
			t.Errorf("%s: %+v", name, report.Input)
		}
	}
}

// TestInputFailsInALongLine: that line is counted, as it was seen that it is too long.
func TestInputFailsInALongLine(t *testing.T) {
	cfg := roundRobin("-")
	cfg.Stdin = io.MultiReader(strings.NewReader("{}\n"+strings.Repeat("y", 5000)), iotest.ErrReader(io.ErrClosedPipe))
	cfg.MaxLineBytes, cfg.blockBytes = 100, 64
	report, err := Run(t.Context(), cfg)
	if !errors.Is(err, io.ErrClosedPipe) || report.Complete || report.Input.Lines != 2 ||
		report.Input.Records != 1 || report.Input.Rejected.ByReason["line_too_long"] != 1 {
		t.Errorf("error %v, %+v", err, report)
	}
}

// lastWords returns its error together with the last bytes, and afterwards the end.
type lastWords struct {
	*strings.Reader
	err error
}

func (r *lastWords) Read(buf []byte) (int, error) {
	n, err := r.Reader.Read(buf)
	if r.Len() == 0 && n > 0 {
		return n, r.err
	}
	return n, err
}

// nothing never has anything.
type nothing struct{}

func (nothing) Read([]byte) (int, error) { return 0, nil }

// sometimes has something at every other call.
type sometimes struct {
	r   io.Reader
	odd bool
}

func (s *sometimes) Read(buf []byte) (int, error) {
	if s.odd = !s.odd; s.odd {
		return 0, nil
	}
	return s.r.Read(buf)
}

// TestNoGoroutineStays: not after an end, an error or a cancel.
func TestNoGoroutineStays(t *testing.T) {
	before := runtime.NumGoroutine()
	for range 20 {
		cfg := roundRobin("-", write(t, "in", "{}\n"))
		cfg.Stdin = strings.NewReader("{}\n{}\n")
		if _, err := Run(t.Context(), cfg); err != nil {
			t.Fatal(err)
		}
		cfg.Stdin = iotest.ErrReader(io.ErrUnexpectedEOF)
		if _, err := Run(t.Context(), cfg); err == nil {
			t.Fatal("no error")
		}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		cfg.Stdin = strings.NewReader("{}\n")
		if report, err := Run(ctx, cfg); !errors.Is(err, context.Canceled) || report.Complete {
			t.Fatalf("error %v, report %+v", err, report)
		}
	}
	for deadline := time.Now().Add(5 * time.Second); runtime.NumGoroutine() > before; time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("%d goroutines before, %d after", before, runtime.NumGoroutine())
		}
	}
}
