package report

import "runtime"

// Options are what a report is asked for besides what was counted.
type Options struct {
	WhatIf  []int // numbers of partitions
	Limits  []Limit
	Workers int // goroutines that put it together
	// EntryBytes and ValueBytes are what the state is weighed by (StateModel); 0 means the defaults.
	EntryBytes, ValueBytes int
	Sample                 Sample  // of which records these are a part; the zero value: they are all
	Demand                 *Demand // what the job has to stand; nil: nobody asks
	// Remedies asks what would mend the skew; nil: nobody does.
	Remedies *RemedyOptions
}

// RemedyOptions say what may be done with the records.
type RemedyOptions struct {
	// Fixed says why the records of a group cannot be divided and combined afterwards; empty: they can.
	Fixed string
	// Finer are the columns of the groups, if they are more than the key and routing by them serves the job too.
	Finer []string
}

// Check fills in the number of workers and returns an error for what cannot be asked for.
func (o *Options) Check() error {
	if o.Workers == 0 {
		o.Workers = runtime.GOMAXPROCS(0)
	}
	if o.EntryBytes == 0 {
		o.EntryBytes = DefaultEntryBytes
	}
	if o.ValueBytes == 0 {
		o.ValueBytes = DefaultValueBytes
	}
	if err := checkWhatIf(o.WhatIf); err != nil {
		return err
	}
	return checkLimits(o.Limits)
}
