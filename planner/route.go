package planner

import (
	"time"

	"github.com/velo-plan/velo-plan/strategies/scalar"
)

// Route is what a router needs to carry out a plan on the records of one base source, and to check the plan's
// claims on them. cmd hands it to replay.
type Route struct {
	Source   string // the base source; "" if the statement has none
	Alias    string // the statement's name for it, if any
	Strategy string // canonical strategy name
	Copied   bool   // the source is loaded whole on every partition, and nothing is routed
	Aligned  bool   // it is proven that the source's own partitions bring together what must meet
	// Keys are evaluated on each record and hashed; Names name them.
	Keys  []scalar.Expr
	Names []string
	// Groups are the columns whose equal records must meet, as the statement writes them. Together reports whether
	// all records must meet. Unchecked is the reason that the groups cannot be told from a record, or "".
	Groups     []scalar.Expr
	GroupNames []string
	Together   bool
	// Finer reports whether hashing by Groups serves all that the statement needs, and is not what Keys are.
	Finer     bool
	Unchecked string
	// Filter is what the statement's WHERE demands of a record before it meets others; nil if it demands nothing.
	Filter scalar.Expr
	// SourceKey is the declared key of the topic.
	SourceKey      []scalar.Expr
	SourceKeyNames []string
	// Texts are the columns that are declared to hold texts.
	Texts []string
	// Time is the event time of the source's records.
	Time EventTime
}

// EventTime is what a statement says of the event time of a source's records.
type EventTime struct {
	Path   []string       // of the field that holds it; empty: no field does, and the time of the message counts
	System string         // or the system column that holds it, "" if none is named
	Name   string         // of either, as the statement has it
	Format string         // event.time.format, "" if it is not declared
	Window time.Duration  // the length of the window that the records go into; 0 if there is none of fixed length
	Lag    *time.Duration // by which the watermark is behind the latest time; nil if no watermark is declared
}
