package replay

import "runtime"

// options are what a report is asked for besides what was counted.
type options struct {
	whatIf  []int // numbers of partitions
	limits  []Limit
	workers int // goroutines that put it together
}

// check fills in the number of workers and says what cannot be asked for.
func (o *options) check() error {
	if o.workers == 0 {
		o.workers = runtime.GOMAXPROCS(0)
	}
	if err := checkWhatIf(o.whatIf); err != nil {
		return err
	}
	return checkLimits(o.limits)
}
