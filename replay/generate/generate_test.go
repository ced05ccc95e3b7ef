package generate

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden files anew")

// made returns the records of a configuration.
func made(t *testing.T, cfg Config) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := Run(t.Context(), cfg, &out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// with returns the usual configuration with changes.
func with(change func(*Config)) Config {
	cfg := usual()
	change(&cfg)
	return cfg
}

// TestSameBytesAtAnyWorkers: a block is the same and stands in the same place whoever builds it.
func TestSameBytesAtAnyWorkers(t *testing.T) {
	for name, cfg := range map[string]Config{
		"usual":            with(func(c *Config) { c.Records = 3*blockRecords + 17 }),
		"one":              with(func(c *Config) { c.Records = 1 }),
		"whole blocks":     with(func(c *Config) { c.Records = 2 * blockRecords }),
		"kcat, everything": with(func(c *Config) { c.Records, c.Envelope, c.Layouts, c.Nulls = 20_000, EnvelopeKcat, Layouts(), 0.5 }),
		"many keys":        with(func(c *Config) { c.Records, c.Keys, c.KeyedBy = 20_000, 200_000, KeyedBySymbol }),
	} {
		cfg.Workers = 1
		want := made(t, cfg)
		for workers := 2; workers <= 8; workers++ {
			cfg.Workers = workers
			if !bytes.Equal(made(t, cfg), want) {
				t.Errorf("%s: other bytes with %d workers", name, workers)
			}
		}
		cfg.Workers = 0
		if !bytes.Equal(made(t, cfg), want) {
			t.Errorf("%s: other bytes with a worker a core", name)
		}
	}
}

// TestGolden: what a seed gives stays as it is.
func TestGolden(t *testing.T) {
	for name, cfg := range map[string]Config{
		"usual":   usual(),
		"uniform": with(func(c *Config) { c.Skew, c.Seed, c.Keys, c.KeyedBy = 0, 7, 1_000_000, KeyedBySymbol }),
		"layouts": with(func(c *Config) { c.Layouts, c.Nulls, c.KeyedBy = Layouts(), 0.2, KeyedByNone }),
		"kcat": with(func(c *Config) {
			c.Envelope, c.Layouts, c.Nulls, c.KeyedBy = EnvelopeKcat, Layouts(), 0.2, KeyedBySymbol
		}),
	} {
		cfg.Records = 24
		got := string(made(t, cfg))
		path := filepath.Join("testdata", name+".golden")
		if *update {
			if err := os.WriteFile(path, []byte(got), 0o666); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), got); diff != "" {
			t.Errorf("%s (- want, + got; run with -update to accept):\n%s", path, diff)
		}
	}
}

// TestMoreRecords: what comes later changes nothing before it.
func TestMoreRecords(t *testing.T) {
	whole := made(t, with(func(c *Config) { c.Records = 2*blockRecords + 5 }))
	for _, records := range []uint64{1, 2, blockRecords - 1, blockRecords, blockRecords + 1, 2 * blockRecords} {
		part := made(t, with(func(c *Config) { c.Records = records }))
		if !bytes.HasPrefix(whole, part) || bytes.Count(part, []byte("\n")) != int(records) {
			t.Errorf("%d records are not the first of more", records)
		}
	}
}

// TestSeeds: another seed, other records.
func TestSeeds(t *testing.T) {
	seen := map[string]uint64{}
	for _, seed := range []uint64{0, 1, 2, 1 << 32, 1 << 63} {
		text := string(made(t, with(func(c *Config) { c.Records, c.Seed = 10, seed })))
		if other, ok := seen[text]; ok {
			t.Errorf("the seeds %d and %d give the same records", other, seed)
		}
		seen[text] = seed
	}
}

// cancelling is a writer that cancels a context when the third block comes, and blocks if it is to.
type cancelling struct {
	bytes.Buffer
	cancel context.CancelFunc
	writes int
	wait   chan struct{}
}

func (c *cancelling) Write(p []byte) (int, error) {
	if c.writes++; c.writes == 3 {
		c.cancel()
		<-c.wait
	}
	return c.Buffer.Write(p)
}

// TestStop: a run that is stopped ends behind a whole line.
func TestStop(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	w := &cancelling{cancel: cancel, wait: make(chan struct{})}
	close(w.wait)
	cfg := with(func(c *Config) { c.Records, c.Workers = MaxRecords, 3 })
	if err := Run(ctx, cfg, w); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
	if lines := bytes.Count(w.Bytes(), []byte("\n")); lines < 3*blockRecords || !bytes.HasSuffix(w.Bytes(), []byte("}\n")) {
		t.Errorf("%d lines", lines)
	}
}

// TestStopWhileAWriteWaits: nobody waits for a reader that has stopped reading.
func TestStopWhileAWriteWaits(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	w := &cancelling{cancel: cancel, wait: make(chan struct{})}
	defer close(w.wait)
	begin := time.Now()
	if err := Run(ctx, with(func(c *Config) { c.Records = MaxRecords }), w); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
	if took := time.Since(begin); took > time.Minute {
		t.Errorf("it took %v", took)
	}
}

// failing is a writer with an error.
type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }

// panicking is a writer that panics.
type panicking struct{}

func (panicking) Write([]byte) (int, error) { panic("broken") }

func TestWriteFails(t *testing.T) {
	full := errors.New("disk full")
	for workers := 1; workers <= 4; workers++ {
		cfg := with(func(c *Config) { c.Workers = workers })
		if err := Run(t.Context(), cfg, failing{full}); err != full {
			t.Errorf("%d workers: error %v", workers, err)
		}
		func() {
			defer func() {
				if value := recover(); value != "broken" {
					t.Errorf("%d workers: panic %v", workers, value)
				}
			}()
			t.Error(Run(t.Context(), cfg, panicking{}))
		}()
	}
}

func TestCheck(t *testing.T) {
	zero := 0.0
	for want, change := range map[string]func(*Config){
		"records 0: expected a whole number from 1 to 1000000000000":              func(c *Config) { c.Records = 0 },
		"records 1000000000001: expected a whole number from 1 to 1000000000000":  func(c *Config) { c.Records = MaxRecords + 1 },
		"keys 0: expected a whole number from 1 to 100000000":                     func(c *Config) { c.Keys = 0 },
		"keys 100000001: expected a whole number from 1 to 100000000":             func(c *Config) { c.Keys = MaxKeys + 1 },
		"skew -0.5: expected a number of 0 or more":                               func(c *Config) { c.Skew = -0.5 },
		"skew NaN: expected a number of 0 or more":                                func(c *Config) { c.Skew = zero / zero },
		"skew +Inf: expected a number of 0 or more":                               func(c *Config) { c.Skew = 1 / zero },
		"source-partitions 65537: expected a whole number from 1 to 65536":        func(c *Config) { c.SourcePartitions = 65537 },
		"keyed-by price: expected one of [trader_id symbol none]":                 func(c *Config) { c.KeyedBy = "price" },
		"nulls 1.5: expected a share from 0 to 1":                                 func(c *Config) { c.Nulls = 1.5 },
		"nulls NaN: expected a share from 0 to 1":                                 func(c *Config) { c.Nulls = zero / zero },
		"layouts 9: expected a whole number from 1 to 8":                          func(c *Config) { c.Layouts = 9 },
		"envelope rpk: expected one of [flat kcat]":                               func(c *Config) { c.Envelope = "rpk" },
		"workers -1: expected a whole number from 1 to 1024, or 0 for one a core": func(c *Config) { c.Workers = -1 },
	} {
		var limit *LimitError
		if err := Run(t.Context(), with(change), io.Discard); !errors.As(err, &limit) || err.Error() != want {
			t.Errorf("error %v, want %s", err, want)
		}
	}
}
