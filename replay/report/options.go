package report

import "runtime"

// Options are what a report is asked for besides what was counted.
type Options struct {
	WhatIf  []int // numbers of partitions
	Limits  []Limit
	Workers int // goroutines that put it together
}

// Check fills in the number of workers and returns an error for what cannot be asked for.
func (o *Options) Check() error {
	if o.Workers == 0 {
		o.Workers = runtime.GOMAXPROCS(0)
	}
	if err := checkWhatIf(o.WhatIf); err != nil {
		return err
	}
	return checkLimits(o.Limits)
}
