package report

import (
	"math"
	"slices"
	"strconv"
	"time"

	"github.com/velo-plan/velo-plan/replay/counting"
	"github.com/velo-plan/velo-plan/replay/state"
	"github.com/velo-plan/velo-plan/routing"
)

// Demand is what a job has to stand.
type Demand struct {
	Rate      float64       // records that come in a second, of all partitions; 0: as the event times of the input say
	PerRecord time.Duration // that a partition takes for a record
	Backlog   uint64        // records that wait
}

// CapacityBlock is how busy a job is at a rate. docs/skew.md has the model.
type CapacityBlock struct {
	Rate float64 `json:"rate"` // records a second of all partitions
	// RateFrom is "flag", or "timestamps" if the rate is that of the input's event times.
	RateFrom         string         `json:"rate_from"`
	PerRecordSeconds float64        `json:"per_record_seconds"`
	Load             []float64      `json:"load"`    // of each partition: the part of the time that it is busy; above 1 it never catches up
	Hottest          float64        `json:"hottest"` // the largest one
	Worst            *WorstCapacity `json:"worst"`   // in the bucket of event time with the largest load; null: none is known
	// PartitionsNeeded is the smallest number of partitions that was found at which no load is above MaxLoad; null if there
	// is none, and Because says why.
	PartitionsNeeded *int    `json:"partitions_needed"`
	MaxLoad          float64 `json:"max_load"`
	Backlog          uint64  `json:"backlog"`
	// DrainSeconds is how long it takes until no partition has a part of the backlog any more; null if it takes forever.
	DrainSeconds *float64 `json:"drain_seconds"`
	Because      string   `json:"because,omitempty"`
}

// WorstCapacity is the same in the worst bucket of event time, if it went on like that.
type WorstCapacity struct {
	At           time.Time `json:"at"` // its begin
	Rate         float64   `json:"rate"`
	Hottest      float64   `json:"hottest"`
	DrainSeconds *float64  `json:"drain_seconds"`
}

const (
	// MaxLoad is how busy a partition may be: at more the records wait for long whenever they come a little faster.
	MaxLoad = 0.7
	// capacityTries bounds how many numbers of partitions are tried.
	capacityTries = 96
)

// capacity tells how busy the job is; nil if nobody asks, or if there are no records.
func capacity(r *state.Result, over *OverTime, d *Demand, workers int) *CapacityBlock {
	if d == nil || r.Totals.Records == 0 {
		return nil
	}
	ps := r.Partitions
	c := &CapacityBlock{Rate: d.Rate, RateFrom: "flag", PerRecordSeconds: d.PerRecord.Seconds(), MaxLoad: MaxLoad, Backlog: d.Backlog}
	spanned := 0.0 // seconds of event time
	if over != nil && len(over.Series) > 0 {
		first, last := over.Series[0].Start, over.Series[len(over.Series)-1].Start
		spanned = last.Sub(first).Seconds() + over.BucketSeconds
	}
	if c.Rate == 0 {
		if c.RateFrom = "timestamps"; spanned == 0 {
			c.Because = "the records have no event time from which a rate could be taken: give --rate"
			c.Load = []float64{}
			return c
		}
		c.Rate = float64(ps.Records()) / spanned
	}
	shares := make([]float64, len(ps.List))
	for i, p := range ps.List {
		shares[i] = Share(p.Records, ps.Records())
	}
	c.Load = c.loads(c.Rate, shares)
	c.Hottest = slices.Max(c.Load)
	c.DrainSeconds = c.drain(c.Rate, shares)
	c.worst(ps, spanned)
	c.need(r, workers)
	return c
}

// loads is how busy partitions with such shares of the records are.
func (c *CapacityBlock) loads(rate float64, shares []float64) []float64 {
	loads := make([]float64, len(shares))
	for i, share := range shares {
		loads[i] = rate * share * c.PerRecordSeconds
	}
	return loads
}

// drain is how long it takes until no partition has a part of the backlog any more, which is spread as the records are:
// each works off what it gets faster than new records come.
func (c *CapacityBlock) drain(rate float64, shares []float64) *float64 {
	longest := 0.0
	for _, share := range shares {
		if share == 0 || c.Backlog == 0 {
			continue
		}
		left := 1/c.PerRecordSeconds - rate*share // records a second that it works off
		if left <= 0 {
			return nil
		}
		longest = max(longest, float64(c.Backlog)*share/left)
	}
	return &longest
}

// worst looks for the bucket of event time with the largest load; spanned are the seconds of all.
func (c *CapacityBlock) worst(ps *counting.Partitions, spanned float64) {
	buckets := ps.Buckets()
	if buckets == nil || spanned == 0 {
		return
	}
	var timed uint64
	for _, b := range buckets.List {
		timed += b.Records
	}
	for _, b := range buckets.List {
		rate := c.Rate * float64(b.Records) / seconds(buckets.Width) / (float64(timed) / spanned)
		shares := make([]float64, len(b.Partitions))
		for i, n := range b.Partitions {
			shares[i] = Share(n, b.Records)
		}
		if hottest := slices.Max(c.loads(rate, shares)); c.Worst == nil || hottest > c.Worst.Hottest {
			c.Worst = &WorstCapacity{At: time.UnixMilli(b.Start).UTC(), Rate: rate, Hottest: hottest, DrainSeconds: c.drain(rate, shares)}
		}
	}
}

// need looks for the smallest number of partitions that is enough: all numbers as long as there are few, then some.
func (c *CapacityBlock) need(r *state.Result, workers int) {
	busy := c.Rate * c.PerRecordSeconds // of one partition that gets all
	if l := newKeyLoad(r.Partitions, r.Totals.NullKeys, workers); l != nil {
		if share := Share(l.heaviest.Records, r.Partitions.Records()); busy*share > MaxLoad {
			c.Because = "no number of partitions is enough: one key alone has " + percentText(share) + " of the records"
			return
		}
	}
	if busy > MaxLoad*routing.MaxPartitions {
		c.Because = "even " + strconv.Itoa(routing.MaxPartitions) + " partitions are not enough"
		return
	}
	least, hottest := max(1, int(math.Ceil(busy/MaxLoad))), 0.0
	for n, try := least, 0; n <= routing.MaxPartitions && try < capacityTries; try++ {
		hottest = whatIf(r.Partitions, n, r.Hash).MaxOverMean / float64(n)
		if busy*hottest <= MaxLoad {
			c.PartitionsNeeded = &n
			return
		}
		n += max(1, n/16)
	}
	c.Because = "no number of partitions that was tried is enough: the fullest one still gets " + percentText(hottest) + " of the records"
}

// percentText is a share in percent.
func percentText(share float64) string { return strconv.FormatFloat(100*share, 'f', 1, 64) + " %" }
