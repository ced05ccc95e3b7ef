package planner

import "time"

// State is what a job keeps of the records that it has seen. The zero value is nothing.
type State struct {
	Kind       string // one of the constants Keeps..., "" if the job keeps nothing by key
	Aggregates int    // values of a group
	// Window is the length of the windows that groups are kept for, Every the time from the begin of one to that of the next, Grace
	// how long one is kept after its end. A Window of 0 means that groups are kept forever.
	Window, Every, Grace time.Duration
	Within               time.Duration // how long a record is kept for a join; 0: forever
	Rows                 int64         // how many records of a group OVER keeps; 0: all
}

// The values of State.Kind.
const (
	KeepsGroups  = "groups"  // the aggregates of each group, or that it was there
	KeepsRecords = "records" // the records themselves, for a join
	KeepsRows    = "rows"    // the last records of each group, for OVER
)
