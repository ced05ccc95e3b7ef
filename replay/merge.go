package replay

import (
	"errors"
	"io"

	"github.com/velo-plan/velo-plan/replay/report"
	"github.com/velo-plan/velo-plan/replay/state"
)

// MergeConfig says what a merged report is to say besides what was counted.
type MergeConfig struct {
	WhatIf     []int                 // as Config.WhatIf
	Thresholds []report.Limit        // as Config.Thresholds
	Demand     *report.Demand        // as Config.Demand
	Remedies   *report.RemedyOptions // as Config.Remedies; what the parts have not counted is not known
	State      io.Writer             // receives the merged state, if it is not nil
	// EntryBytes, ValueBytes and Sample are as in report.Options.
	EntryBytes, ValueBytes int
	Sample                 report.Sample
	Workers                int // goroutines that compare the partitions; 0 means one a core
}

// Merge returns the report of an input of which the parts, in input order, were replayed one by
// one: byte for byte that of a replay of the whole, but for the throughput (times are added up),
// if all parts are exact and so is the whole. Otherwise the counts by key agree within the errors
// that the report shows, and SketchedFromChunk may name an earlier chunk.
//
// Parts of a topic may come in any order. What a member of a group had not committed is left out where
// another part has the same offsets.
//
// A *state.Error says which part could not be read, is damaged, of another version or of another
// plan, or has what another one has too. With a *state.MissingError there is a report too, marked as not
// complete. Any other error is the configuration's, or that of writing the merged state.
func Merge(parts []state.Part, cfg MergeConfig) (*report.Report, error) {
	o := report.Options{WhatIf: cfg.WhatIf, Limits: cfg.Thresholds, Remedies: cfg.Remedies, Workers: cfg.Workers, EntryBytes: cfg.EntryBytes, ValueBytes: cfg.ValueBytes, Sample: cfg.Sample, Demand: cfg.Demand}
	if err := o.Check(); err != nil {
		return nil, err
	}
	if len(parts) == 0 {
		return nil, errNoParts
	}
	whole, missing := state.Merge(parts)
	if whole == nil {
		return nil, missing
	}
	if cfg.State != nil {
		if err := whole.Write(cfg.State); err != nil {
			return nil, err
		}
	}
	return report.New(whole, o), missing
}

var errNoParts = errors.New("replay: no states are given: name files that replay --state has written")
