package generate

import (
	"fmt"
	"math"
	"slices"
)

// The largest values of a Config.
const (
	// MaxRecords is some 180 TB.
	MaxRecords = 1_000_000_000_000
	// MaxKeys bounds the memory for them, 8 bytes a key.
	MaxKeys = 100_000_000
	// MaxSourcePartitions is as many as a router can have.
	MaxSourcePartitions = 1 << 16
	// MaxWorkers bounds the memory for their blocks, a few MB a worker.
	MaxWorkers = 1024
)

// KeyedBy names the field that decides a record's source partition.
type KeyedBy string

// The fields that a record can be keyed by.
const (
	KeyedByTrader KeyedBy = "trader_id"
	KeyedBySymbol KeyedBy = "symbol"
	KeyedByNone   KeyedBy = "none" // the partition is drawn for each record
)

// Keyings lists them, the default first.
var Keyings = []KeyedBy{KeyedByTrader, KeyedBySymbol, KeyedByNone}

// Envelope names what is around the records.
type Envelope string

// The envelopes.
const (
	// EnvelopeFlat is none; the source partition is the field _partition.
	EnvelopeFlat Envelope = "flat"
	// EnvelopeKcat is what `kcat -J` prints; the source partition is in the envelope. An offset is
	// the number of the record over all partitions, so offsets have gaps, as in a compacted topic.
	EnvelopeKcat Envelope = "kcat"
)

// Envelopes lists them, the default first.
var Envelopes = []Envelope{EnvelopeFlat, EnvelopeKcat}

// Config says which records to make. A setting changes nothing that it is not about: the same prices
// and times come with other symbols, with nulls, in several layouts and in an envelope.
type Config struct {
	// Records is their number, 1 to MaxRecords.
	Records uint64
	// Keys is the number of different symbols, 1 to MaxKeys.
	Keys int
	// Skew is the exponent s of the symbols' frequencies: the k-th symbol has a share in proportion
	// to 1/k^s (Zipf's law). 0 makes all equally frequent.
	Skew float64
	// Drift gives each minute of event time a symbol of its own, which has 80 % of the records of that minute; the others
	// are drawn as without it. The records are spread over an hour, or a millisecond apart where they are more.
	Drift bool
	// SourcePartitions is the number of partitions that the records come from.
	SourcePartitions int
	// KeyedBy is the field whose text decides the source partition, as Kafka's Java client does it.
	// As there, a record whose key is null goes to any.
	KeyedBy KeyedBy
	// Seed chooses among the streams of records with the same settings.
	Seed uint64
	// Nulls is the share of the records whose symbol is null, 0 to 1.
	Nulls float64
	// Layouts is how many ways to write a line are mixed, 1 to Layouts().
	Layouts int
	// Envelope is what is around each record.
	Envelope Envelope
	// Workers is the number of goroutines that build records; 0 means one a core. The records do
	// not depend on it.
	Workers int
}

// LimitError is a setting with a value that it cannot have.
type LimitError struct {
	Setting string // as the flag of the command is called: "source-partitions"
	Value   any
	Want    string // "a whole number from 1 to 8"
}

// Error says what would be right.
func (e *LimitError) Error() string {
	return fmt.Sprintf("%s %v: expected %s", e.Setting, e.Value, e.Want)
}

// Check returns a *LimitError if a setting has a value that it cannot have.
func (c Config) Check() error {
	whole := func(low, high int) string { return fmt.Sprintf("a whole number from %d to %d", low, high) }
	switch {
	case c.Records < 1 || c.Records > MaxRecords:
		return &LimitError{"records", c.Records, whole(1, MaxRecords)}
	case c.Keys < 1 || c.Keys > MaxKeys:
		return &LimitError{"keys", c.Keys, whole(1, MaxKeys)}
	case !(c.Skew >= 0) || math.IsInf(c.Skew, 1):
		return &LimitError{"skew", c.Skew, "a number of 0 or more"}
	case c.SourcePartitions < 1 || c.SourcePartitions > MaxSourcePartitions:
		return &LimitError{"source-partitions", c.SourcePartitions, whole(1, MaxSourcePartitions)}
	case !slices.Contains(Keyings, c.KeyedBy):
		return &LimitError{"keyed-by", c.KeyedBy, fmt.Sprint("one of ", Keyings)}
	case !(c.Nulls >= 0 && c.Nulls <= 1):
		return &LimitError{"nulls", c.Nulls, "a share from 0 to 1"}
	case c.Layouts < 1 || c.Layouts > Layouts():
		return &LimitError{"layouts", c.Layouts, whole(1, Layouts())}
	case !slices.Contains(Envelopes, c.Envelope):
		return &LimitError{"envelope", c.Envelope, fmt.Sprint("one of ", Envelopes)}
	case c.Workers < 0 || c.Workers > MaxWorkers:
		return &LimitError{"workers", c.Workers, whole(1, MaxWorkers) + ", or 0 for one a core"}
	}
	return nil
}
