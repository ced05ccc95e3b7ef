// Package replay sends the records of NDJSON files through the real router and counts what
// becomes of them.
//
//	Inputs ──► source ──► chunk: extract ─► key ─► hash ──► route ──► partition 0..N-1 ──► Report
//	           blocks     whole lines, each checked         by the    counts of its own
//	           of lines   to be one JSON object             strategy
//	           └──────────────── routing.Run: workers, order, bounds ───────────────┘
//
// One file holds one stage. The package knows no SQL: keys come as expressions that it evaluates,
// the strategy as a value that it binds. The report is the same at any number of workers, but for
// the time that it took.
package replay

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/velo-plan/velo-plan/routing"
	"github.com/velo-plan/velo-plan/strategies"
	"github.com/velo-plan/velo-plan/strategies/dist"
	"github.com/velo-plan/velo-plan/strategies/hash"
	"github.com/velo-plan/velo-plan/strategies/scalar"
)

const (
	// DefaultMaxLineBytes is the longest line that is read if Config.MaxLineBytes is 0: 4 MiB.
	DefaultMaxLineBytes = 4 << 20
	// LargestMaxLineBytes is the largest Config.MaxLineBytes: 1 GiB.
	LargestMaxLineBytes = 1 << 30
	// blockBytes is how much is read at a time: a multiple of the page size, large enough that the
	// work once a chunk does not count. A line has 3 bytes at least ("{}" and its end), so a chunk
	// holds at most 65,536 records besides one that began in the block before.
	blockBytes = 192 << 10
)

// Config says what to replay and how.
type Config struct {
	// Inputs are paths of files, read in this order; "-" is Stdin, at most once.
	Inputs []string
	// Stdin is read for the input "-". A Read that never returns does not keep Run from ending when
	// its context is done, but it does keep the goroutine that waits for it.
	Stdin io.Reader

	// Strategy chooses the partitions. It is bound with the fields below.
	Strategy strategies.Strategy
	// Required and Facts are what the query requires and what is known of the source: strategies
	// that keep the source's partitions only where that is enough decide by them. Empty without a query.
	Required []strategies.Requirement
	// Keys are the parts of the key, in order; none for a strategy that does not look at keys.
	Keys []scalar.Expr
	// KeyNames are the names of Keys, as the report shows them and the strategy is told.
	KeyNames []string
	// Hash maps keys to partitions; the zero value is hash.Default().
	Hash hash.Hash

	// Partitions is the number of partitions, 1 to routing.MaxPartitions.
	Partitions int
	// Workers is the number of goroutines that do the work; 0 means one a core.
	Workers int
	// PartitionField is the top-level field that holds the number of the source partition. Empty
	// means _partition or, where that holds none, __partition__.
	PartitionField string
	// MaxLineBytes is the longest line that is read, without its line end; a longer one is passed
	// over without being held in memory. 0 means DefaultMaxLineBytes.
	MaxLineBytes int
	// From says where the plan comes from, for the report: a file, a flag.
	From string

	blockBytes int // tests cut the input finer
}

// Run replays all inputs. It opens each file once before anything is read, so that a missing or
// unreadable one is an *InputError before any work is done. An error without a report means that
// nothing was replayed: an input or the configuration is wrong.
//
// When ctx is done, or an input fails later on, there is both: the error, and a report marked as
// not complete, which is exact for the part of the input that lies before.
func Run(ctx context.Context, cfg Config) (*Report, error) {
	job, err := newJob(cfg)
	if err != nil {
		return nil, err
	}
	if err := checkInputs(cfg); err != nil {
		return nil, err
	}
	source := newSource(ctx, job)
	defer source.close()
	start := time.Now()
	// The source ends the input when ctx is done. Were the router told, it would drop the records
	// under way, and the counts of the report would not add up.
	_, err = routing.Run(context.WithoutCancel(ctx), job.routing, source, job.partitions.consume)
	return job.report(source, time.Since(start), err == nil), err
}

// job is a Config, checked and made ready.
type job struct {
	Config
	routing    routing.Config
	columns    *columns // what is read of a record
	context    strategies.RoutingContext
	partitions partitions
}

// newJob checks a configuration and fills its defaults in.
func newJob(cfg Config) (*job, error) {
	if cfg.MaxLineBytes == 0 {
		cfg.MaxLineBytes = DefaultMaxLineBytes
	}
	if cfg.blockBytes == 0 {
		cfg.blockBytes = blockBytes
	}
	if cfg.Hash.Sum == nil {
		cfg.Hash = hash.Default()
	}
	switch {
	case cfg.Strategy.Bind == nil:
		return nil, errors.New("replay: no strategy is given")
	case len(cfg.Keys) != len(cfg.KeyNames):
		return nil, fmt.Errorf("replay: %d keys but %d key names", len(cfg.Keys), len(cfg.KeyNames))
	case cfg.MaxLineBytes < 1 || cfg.MaxLineBytes > LargestMaxLineBytes:
		return nil, fmt.Errorf("replay: lines of at most %d bytes: give 1 to %d", cfg.MaxLineBytes, LargestMaxLineBytes)
	}
	complete, err := routing.Config{Partitions: cfg.Partitions, Workers: cfg.Workers}.Complete()
	if err != nil {
		return nil, err
	}
	j := &job{
		Config:     cfg,
		routing:    complete,
		columns:    newColumns(cfg.Keys, cfg.PartitionField),
		partitions: make(partitions, cfg.Partitions),
		context: strategies.RoutingContext{
			Required:   cfg.Required,
			Partitions: cfg.Partitions, Workers: complete.Workers, Hash: cfg.Hash,
		},
	}
	for _, name := range cfg.KeyNames {
		j.context.Keys = append(j.context.Keys, dist.Column(name))
	}
	if _, err := cfg.Strategy.Bind(j.context); err != nil {
		return nil, fmt.Errorf("replay: strategy %s: %w", cfg.Strategy.Name, err)
	}
	return j, nil
}
