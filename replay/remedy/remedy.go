package remedy

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/velo-plan/velo-plan/replay/counting"
	"github.com/velo-plan/velo-plan/strategies/hash"
)

// The remedies, by Remedy.Name.
const (
	TwoPhases  = "two_phases"      // aggregate where the records are read, batch by batch, then by the key
	SplitHot   = "split_hot_keys"  // the keys with most records are divided by a salt, and combined afterwards
	PlaceHot   = "place_hot_keys"  // they stay whole, and each goes to a partition that has room
	PKG        = "pkg"             // partial key grouping: each record to the emptier of two partitions
	DChoices   = "d_choices"       // likewise, with more choices for the heavy keys
	WChoices   = "w_choices"       // likewise, with all partitions for the heavy keys
	SpreadNull = "spread_nulls"    // records whose key is NULL go anywhere
	AnotherKey = "another_key"     // a finer key that serves
	Partitions = "more_partitions" // another number of partitions
)

// The values of Remedy.Engine.
const (
	Today     = "today"      // with the statements that Remedy.SQL has, or by changing the job
	NeedsHelp = "needs_help" // the engine has no router that does it
)

// Remedy is a way to mend skew, and what it makes of the records that were counted. The numbers are 0 if it does not
// apply.
type Remedy struct {
	Name    string `json:"name"`
	Applies bool   `json:"applies"`
	Because string `json:"because"` // why it does not apply, or how it works here
	Engine  string `json:"engine"`  // Today or NeedsHelp
	// MaxOverMean is the fullest partition of the step that was uneven, over the mean.
	MaxOverMean float64 `json:"max_over_mean"`
	// MaxOverMeanInTime is the mean of that over the buckets of time; null if there are none, or if it is not known.
	MaxOverMeanInTime *float64 `json:"max_over_mean_in_time"`
	// StateFactor is the number of groups that the partitions of that step hold, over that of today.
	StateFactor float64 `json:"state_factor"`
	// ExtraTraffic is the number of messages that are sent besides those of today, over the number of records.
	ExtraTraffic float64  `json:"extra_traffic"`
	Moved        Moved    `json:"moved"`
	Keys         []string `json:"keys"`  // that are treated apart, or the columns of another key
	SQL          []string `json:"sql"`   // the statements that do it; empty if there are none
	Exact        bool     `json:"exact"` // false: from a sample of the keys
	// Batches has what two phases give by the size of their batches; the first one's numbers are those of the remedy.
	Batches []Batch `json:"batches,omitempty"`
	// Partitions is the other number of partitions.
	Partitions int `json:"partitions,omitempty"`
	// Choices is the number of partitions that a heavy key may choose from.
	Choices int `json:"choices,omitempty"`
	// Salts says how the keys are treated apart.
	Salts []Salt `json:"salts,omitempty"`
}

// Moved counts the records that another partition would get than today.
type Moved struct {
	Records uint64  `json:"records"`
	Share   float64 `json:"share"` // of all records
}

// Batch is what a local aggregation gives for batches of a size.
type Batch struct {
	Records      uint64  `json:"records"` // of a batch
	MaxOverMean  float64 `json:"max_over_mean"`
	StateFactor  float64 `json:"state_factor"`
	ExtraTraffic float64 `json:"extra_traffic"`
}

// Salt is a number that is hashed behind a key: First, First+1 and so on, Parts in turn from record to record.
type Salt struct {
	Key   string `json:"key"` // as readable text
	First int    `json:"first"`
	Parts int    `json:"parts"`
	Bytes []byte `json:"-"` // the key's canonical bytes
}

// Case says what the records are, and what may be done with them.
type Case struct {
	Partitions *counting.Partitions
	Loads      *Loads
	Fixed      string // why no group may be divided among partitions and combined afterwards; empty: it may
	NullsApart bool   // a NULL in the key meets nothing
	ByGroups   bool   // the values of the keys are known
	// Finer are the columns of a finer key that serves, those of the groups; empty: there is none.
	Finer   []string
	Buckets []Bucket // by event time; none: it is not known
	Records uint64
	Hash    hash.Hash
}

// All returns all remedies, the best first: those that apply; of them those that get the fullest partition to Even over
// the mean; of them what the engine can do; then by how even they are and by what they send.
func All(c *Case) []Remedy {
	list := []Remedy{c.twoPhases(), c.splitHot(), c.placeHot(), c.choose(PKG), c.choose(DChoices), c.choose(WChoices),
		c.spreadNulls(), c.anotherKey(), c.partitions()}
	for i := range list {
		r := &list[i]
		r.Engine = Today
		if r.Name == PKG || r.Name == DChoices || r.Name == WChoices {
			r.Engine = NeedsHelp
		}
		if r.Keys == nil {
			r.Keys = []string{}
		}
		r.SQL, r.Exact = []string{}, c.Loads == nil || c.Loads.Exact
	}
	slices.SortStableFunc(list, func(a, b Remedy) int {
		return cmp.Or(cmp.Compare(rank(&a), rank(&b)), cmp.Compare(a.short(), b.short()), cmp.Compare(a.ExtraTraffic, b.ExtraTraffic))
	})
	return list
}

// Even is the largest partition over the mean that is as good as even.
const Even = 1.05

// rank orders what comes before all numbers.
func rank(r *Remedy) int {
	switch {
	case !r.Applies:
		return 3
	case r.short() > Even:
		return 2
	case r.Engine == NeedsHelp:
		return 1
	}
	return 0
}

// short is how uneven a remedy leaves the partitions, whole or in time, all that is as good as even alike.
func (r *Remedy) short() float64 { return max(r.Worse(), Even) }

// Worse is the larger one of MaxOverMean and MaxOverMeanInTime.
func (r *Remedy) Worse() float64 {
	if r.MaxOverMeanInTime != nil {
		return max(r.MaxOverMean, *r.MaxOverMeanInTime)
	}
	return r.MaxOverMean
}

// no is a remedy that does not apply.
func no(name, because string, args ...any) Remedy {
	return Remedy{Name: name, Because: fmt.Sprintf(because, args...)}
}

// moved counts records that another partition gets.
func (c *Case) moved(records float64) Moved {
	if c.Records == 0 {
		return Moved{}
	}
	return Moved{Records: uint64(records + 0.5), Share: records / float64(c.Records)}
}
