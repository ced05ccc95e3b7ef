package replay

import (
	"io"
)

// MergeConfig says what a merged report is to say besides what was counted.
type MergeConfig struct {
	WhatIf     []int     // as Config.WhatIf
	Thresholds []Limit   // as Config.Thresholds
	State      io.Writer // receives the merged state, if it is not nil
	Workers    int       // goroutines that compare the partitions; 0 means one a core
}

// Merge returns the report of an input of which the parts, in input order, were replayed one by
// one: byte for byte that of a replay of the whole, but for the throughput (times are added up),
// if all parts are exact and so is the whole. Otherwise the counts by key agree within the errors
// that the report shows, and SketchedFromChunk may name an earlier chunk.
//
// Parts of a topic may come in any order. What a member of a group had not committed is left out where
// another part has the same offsets.
//
// A *StateError says which part could not be read, is damaged, of another version or of another
// plan, or has what another one has too. With a *MissingError there is a report too, marked as not
// complete. Any other error is the configuration's, or that of writing the merged state.
func Merge(parts []Part, cfg MergeConfig) (*Report, error) {
	o := options{whatIf: cfg.WhatIf, limits: cfg.Thresholds, workers: cfg.Workers}
	if err := o.check(); err != nil {
		return nil, err
	}
	m := merger{}
	for _, part := range parts {
		if err := readParts(part, m.add); err != nil {
			return nil, &StateError{part.Name, err}
		}
	}
	switch {
	case len(parts) == 0:
		return nil, errNoParts
	case m.whole == nil && len(m.uncommitted) == 0:
		return nil, errNothing
	}
	if err := m.finish(); err != nil {
		return nil, err
	}
	missing := m.missing()
	if cfg.State != nil {
		if err := m.whole.write(cfg.State); err != nil {
			return nil, err
		}
	}
	return newReport(m.whole, o), missing
}
