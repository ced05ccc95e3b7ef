package report

import (
	"fmt"
	"strings"

	"github.com/velo-plan/velo-plan/replay/checks"
)

// Limit is a threshold that a report is to be held against.
type Limit struct {
	Name  string  // one of ThresholdNames
	Limit float64 // the largest value that is fine, of min_... the smallest one
}

// Threshold is how a report stands against a limit.
type Threshold struct {
	Name  string  `json:"name"`
	Limit float64 `json:"limit"`
	Value float64 `json:"value"`
	OK    bool    `json:"ok"` // the value is not above the limit, of min_... not below it; false if there is nothing to measure
	// Because says why there is nothing to measure; empty: there is.
	Because string `json:"because,omitempty"`
}

// measures are the values that can have a limit.
var measures = []struct {
	name string
	of   func(*Report) float64
}{
	{"max_skew", func(r *Report) float64 { return r.Skew.MaxOverMean }},
	{maxSkewInTime, func(r *Report) float64 { return r.SkewOverTime.MaxOverMean.Worst }},
	{"max_cv", func(r *Report) float64 { return r.Skew.CV }},
	{"max_gini", func(r *Report) float64 { return r.Skew.Gini }},
	{"max_empty", func(r *Report) float64 { return float64(r.Skew.Empty) }},
	{"max_hot_key", func(r *Report) float64 {
		if len(r.HotKeys) == 0 {
			return 0
		}
		return r.HotKeys[0].Share
	}},
	{"max_moved", func(r *Report) float64 { return r.Moved.Share }},
	{"max_rejected", func(r *Report) float64 { return Share(r.Input.Rejected.Count, r.Input.Lines) }},
	{minAlignment, func(r *Report) float64 {
		c := r.sourceKey()
		return 1 - Share(*c.Misplaced, *c.Records)
	}},
	{"max_null_keys", func(r *Report) float64 { return Share(r.Nulls.KeyRecords, r.Input.Records) }},
}

// maxSkewInTime limits the skew of the worst bucket of time.
const maxSkewInTime = "max_skew_in_time"

// minAlignment is the share of the records with a source key that are in the source partition with most of their key.
const minAlignment = "min_alignment"

// sourceKey returns the check of the source key.
func (r *Report) sourceKey() checks.Check {
	for _, c := range r.Checks {
		if c.Check == checks.SourceKeyHolds {
			return c
		}
	}
	return checks.Check{}
}

// ThresholdNames returns the names that a Limit may have: max_skew is SkewBlock.MaxOverMean, max_skew_in_time the worst of OverTime.MaxOverMean, max_cv
// and max_gini are the fields of that name, max_empty is a number of partitions, max_hot_key,
// max_moved and max_null_keys are shares of the records, max_rejected is one of the lines, min_alignment is the share of the records
// whose source key holds, and is a lower bound.
func ThresholdNames() []string {
	names := make([]string, len(measures))
	for i, m := range measures {
		names[i] = m.name
	}
	return names
}

// IsShare reports whether a threshold limits a share, which is 1 at most.
func IsShare(name string) bool {
	switch name {
	case "max_hot_key", "max_moved", "max_rejected", "max_null_keys", minAlignment:
		return true
	}
	return false
}

// checkLimits returns an error for a limit that does not exist.
func checkLimits(limits []Limit) error {
	for _, l := range limits {
		if measure(l.Name) == nil {
			return fmt.Errorf("replay: there is no threshold %q: give one of %s", l.Name, strings.Join(ThresholdNames(), ", "))
		}
		if !(l.Limit >= 0) {
			return fmt.Errorf("replay: the threshold %s of %v: give a number from 0", l.Name, l.Limit)
		}
	}
	return nil
}

// measure returns what a name measures, nil if nothing has it.
func measure(name string) func(*Report) float64 {
	for _, m := range measures {
		if m.name == name {
			return m.of
		}
	}
	return nil
}

// hold holds the report against the limits, all of which have a measure. A limit on nothing is not met: who
// asks for one wants to know that it was looked at.
func (r *Report) hold(limits []Limit) {
	for _, l := range limits {
		t := Threshold{Name: l.Name, Limit: l.Limit, Because: r.unmeasurable(l.Name)}
		if t.Because == "" {
			t.Value = measure(l.Name)(r)
			t.OK = t.Value <= l.Limit
			if l.Name == minAlignment {
				t.OK = t.Value >= l.Limit
			}
		}
		r.Thresholds = append(r.Thresholds, t)
	}
}

// unmeasurable returns why there is nothing that a threshold could measure; empty if there is.
func (r *Report) unmeasurable(name string) string {
	switch {
	case name == "max_rejected" && r.Input.Lines > 0:
		return ""
	case r.Input.Records == 0:
		return "no record was read"
	case name == maxSkewInTime && (r.SkewOverTime == nil || r.SkewOverTime.Buckets == 0):
		return "no record has an event time: name its field with --time"
	case name == "max_hot_key" && len(r.HotKeys) == 0:
		return "the records are not grouped"
	case name == "max_moved" && r.Nulls.MissingPartition == r.Input.Records:
		return "no record names its source partition"
	case name == minAlignment && (r.sourceKey().Records == nil || *r.sourceKey().Records == 0):
		return r.sourceKey().Because
	case name == "max_null_keys" && len(r.Plan.Keys) == 0:
		return "no key is hashed"
	}
	return ""
}
