package replay

import (
	"context"
	"io"

	"github.com/velo-plan/velo-plan/replay/counting"
	"github.com/velo-plan/velo-plan/replay/reading"
	"github.com/velo-plan/velo-plan/replay/report"
	"github.com/velo-plan/velo-plan/replay/state"
	"github.com/velo-plan/velo-plan/replay/topics"
	"github.com/velo-plan/velo-plan/strategies"
	"github.com/velo-plan/velo-plan/strategies/hash"
	"github.com/velo-plan/velo-plan/strategies/scalar"
)

const (
	// DefaultMemoryBytes is the budget of a partition's groups if Config.MemoryBytes is 0: 1 GiB.
	DefaultMemoryBytes = 1 << 30
)

// Config says what to replay and how.
type Config struct {
	// Inputs are paths of files, read in this order; "-" is Stdin, at most once. What is compressed
	// by gzip or Zstandard is inflated, whatever its name.
	Inputs []string
	// Stdin is read for the input "-". A Read that never returns does not keep Run from ending when
	// its context is done, but it does keep the goroutine that waits for it.
	Stdin io.Reader
	// Objects opens the inputs that are addresses of objects, as s3://bucket/key; nil: none is.
	Objects func(ctx context.Context, address string) (reading.Object, error)

	// Topic is read instead of Inputs, if it is not nil.
	Topic topics.Topic
	// Values returns what makes JSON of the values of Topic for one worker, as reading.Config has it; nil if they are JSON.
	Values func(wanted [][]string, most int) (reading.Decoder, error)

	// Strategy chooses the partitions. It is bound with the fields below.
	Strategy strategies.Strategy
	// Aligned says that the source's own partitions are proven to bring together what must meet: a
	// strategy that keeps them only where that is enough decides by it.
	Aligned bool
	// Keys are the parts of the key, in order; none for a strategy that does not look at keys.
	Keys []scalar.Expr
	// KeyNames are the names of Keys, as the report shows them and the strategy is told.
	KeyNames []string
	// Groups are the grouping columns as the query has them, GroupNames their names; what is counted
	// by group goes by them. If there are none, the records are grouped by Keys.
	Groups     []scalar.Expr
	GroupNames []string
	// Filter is the query's WHERE; nil: there is none. A record for which it is not true is routed,
	// but belongs to no group.
	Filter scalar.Expr
	// SourceKey is the key by which the source is said to be partitioned, SourceKeyNames are the
	// names of its parts; none: nothing is said.
	SourceKey      []scalar.Expr
	SourceKeyNames []string
	// Time is the event time of the records, by which they are counted too; nil: none is looked at. Those of Compare are not.
	Time *reading.Time
	// MemoryBytes bounds the exact state of the groups of one partition, in bytes of what is
	// counted, not of the process; 0 means DefaultMemoryBytes.
	MemoryBytes int64
	// Unchecked says why it cannot be checked whether groups are whole, where the query's WHERE or
	// grouping columns have no form that is evaluated here; empty: it can be.
	Unchecked string
	// NullsApart says that a key with a NULL in it meets no other, as in the condition of a join: such records may be in
	// any partition.
	NullsApart bool
	// Compare are other strategies to count in the same pass. Each takes as much memory as Strategy.
	// If one of them hashes keys, Keys must be set, whether or not Strategy does.
	Compare []Alternative
	// WhatIf are numbers of partitions for which the report tells the skew too.
	WhatIf []int
	// Keeps says what the job keeps of the records, Panes the windows of its groups; the zero value: groups without windows.
	Keeps state.Keeps
	Panes counting.Panes
	// EntryBytes, ValueBytes and Sample are as in report.Options. Where Limit ends the replay of files, Sample is found out.
	EntryBytes, ValueBytes int
	Sample                 report.Sample
	// Demand asks the report how busy the job is; nil: nobody asks.
	Demand *report.Demand
	// Remedies asks the report what would mend the skew, and lets the partitions count what that needs; nil: nobody asks.
	Remedies *report.RemedyOptions
	// Thresholds are limits that the report is held against.
	Thresholds []report.Limit
	// State receives what Merge needs, if it is not nil.
	State io.Writer
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
	// Envelope is what is around the records; empty means EnvelopeAuto.
	Envelope reading.Envelope
	// Format is that of all inputs; empty: what the content or else the name of each tells.
	Format reading.Format
	// Rows says how rows of CSV are written.
	Rows reading.Rows
	// Texts are the columns of CSV that hold texts, even where they look like numbers.
	Texts []string
	// Limit ends the replay after this many accepted records; 0: no limit.
	Limit uint64
	// Rejects, if not nil, gets the lines that are no records, byte for byte and in input order. Only
	// one goroutine at a time writes.
	Rejects io.Writer
	// StopAtReject ends the replay at the first line that is no record, with a *RejectedError.
	StopAtReject bool
	// WriteDir, if not empty, is a folder that is new or empty and gets one file a partition,
	// partition-000.ndjson and so on, with the lines of its records byte for byte and in input order.
	// Only a line end that is missing at the end of an input is added. A record that is not JSON is written as JSON. If the replay does not get to
	// its end, nothing is left there.
	WriteDir string
	// EngineBatch is the number of records that the engine reads at a time: its router gives up all of them where one
	// lacks a field of the key. 0: another engine runs the job, which does not.
	EngineBatch int
	// Progress, if not nil, is told about ten times a second how far the replay has come, by one
	// goroutine at a time, which waits for it.
	Progress func(Progress)
	// From says where the plan comes from, for the report: a file, a flag.
	From string

	blockBytes int // tests cut the input finer
}
