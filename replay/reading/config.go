package reading

import (
	"context"
	"io"
	"slices"

	"github.com/velo-plan/velo-plan/replay/topics"
	"github.com/velo-plan/velo-plan/strategies"
	"github.com/velo-plan/velo-plan/strategies/hash"
	"github.com/velo-plan/velo-plan/strategies/scalar"
)

const (
	// DefaultMaxLineBytes is the longest line that is read where nothing else is said: 4 MiB.
	DefaultMaxLineBytes = 4 << 20
	// LargestMaxLineBytes is the longest line that can be asked for: 1 GiB.
	LargestMaxLineBytes = 1 << 30
	// DefaultBlockBytes is how much is read at a time: a multiple of the page size, large enough that the
	// work once a chunk does not count. A line has 3 bytes at least ("{}" and its end), so a chunk
	// holds at most 87,381 records besides one that began in the block before.
	DefaultBlockBytes = 256 << 10
)

// Config says what to read, and what of each record is needed. All fields that have a default in
// the configuration of a replay must be set.
type Config struct {
	Inputs []string  // paths of files, "-" for Stdin
	Stdin  io.Reader // read for the input "-"
	// Objects opens the inputs that are addresses of objects; nil: none is.
	Objects func(ctx context.Context, address string) (Object, error)
	Topic   topics.Topic // read instead of files, if it is not nil; Inputs is its name then
	// Values returns what makes JSON of the values of Topic for one worker, given the paths of the wanted fields, nil
	// for all of them, and how many bytes the JSON of a value may have. Values is nil if they are JSON.
	Values func(wanted [][]string, most int) (Decoder, error)

	Keys, Groups, SourceKey []scalar.Expr // the routing key, the grouping columns, the declared source key
	Filter                  scalar.Expr   // the query's WHERE; nil: there is none
	Hash                    hash.Hash     // of the routing key
	Time                    *Time         // the event time; nil: no time is looked at

	// Bind returns the partitioners of one worker, one for each strategy, each over Partitions partitions.
	Bind       func() ([]strategies.Partitioner, error)
	Partitions int

	PartitionField string   // the field that holds the source partition; empty: the usual ones
	Envelope       Envelope // what is around the records
	Format         Format   // of all inputs; empty: what the content or else the name tells
	Rows           Rows     // of those that have rows
	Texts          []string // the columns of rows that hold texts, even where they look like numbers
	Whole          bool     // the text of a record is to have all of its fields
	MaxLineBytes   int      // the longest line that is read
	BlockBytes     int      // how much is read at a time

	Limit        uint64    // of accepted records; 0: none
	StopAtReject bool      // end at the first line that is no record
	Rejects      io.Writer // gets the rejected lines; nil: they are not written
	// EngineBatch is the number of records in a batch of the engine, which loses all of one in which a record lacks
	// a field of the key; 0: it does not.
	EngineBatch uint64
	// Told is called by one goroutine at a time with the number of bytes or offsets taken so far and the
	// number of accepted records.
	Told func(position int64, records uint64)
}

// expressions returns all expressions that are evaluated for a record.
func (c *Config) expressions() []scalar.Expr {
	all := slices.Concat(c.Keys, c.Groups, c.SourceKey)
	if c.Filter != nil {
		all = append(all, c.Filter)
	}
	return all
}

// wantedPaths returns the paths of the fields that are read of a record, nil for all.
func (s *Source) wantedPaths() [][]string {
	if s.cfg.Whole {
		return nil
	}
	return s.columns.paths
}

// inputError is the error of one of the inputs.
func (c *Config) inputError(file int, err error) error {
	return &InputError{Path: c.Inputs[file], Topic: c.Topic != nil, Err: err}
}
