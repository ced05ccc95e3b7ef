package report

import (
	"cmp"
	"slices"
	"time"

	"github.com/velo-plan/velo-plan/replay/counting"
	"github.com/velo-plan/velo-plan/replay/reading"
	"github.com/velo-plan/velo-plan/replay/state"
)

const (
	// worstBuckets is how many of the most uneven buckets are listed.
	worstBuckets = 10
	// fullBucket is the part of the mean bucket's records that a bucket needs to count among the worst. In a bucket of a few
	// records any spread is uneven, and nobody waits for it.
	fullBucket = 0.1
)

// OverTime says how even the partitions are at each time: the records are counted by buckets of their event time. Records whose
// time could not be read are in none.
type OverTime struct {
	Field         string  `json:"field"`  // that holds the time
	Format        string  `json:"format"` // that the job declares, "" if it declares none
	BucketSeconds float64 `json:"bucket_seconds"`
	// AskedSeconds is the length of a bucket that was asked for. BucketSeconds is that times a power of two, so that there
	// are not too many.
	AskedSeconds float64 `json:"asked_seconds"`
	Buckets      int     `json:"buckets"` // with records
	// MaxOverMean is about the largest partition of a bucket over the bucket's mean. Its mean weighs the buckets by their
	// records: N times the sum of the largest partitions over the sum of all.
	MaxOverMean TimeSkew `json:"max_over_mean"`
	// AtWork is how many partitions' worth of work goes on at a time when a bucket takes as long as its largest
	// partition: N over MaxOverMean.
	AtWork TimeAtWork `json:"at_work"`
	// OutOfOrder are the records with an earlier time than one before them of the same source partition.
	OutOfOrder TimeRecords `json:"out_of_order"`
	// Late are the records behind the watermark of their source partition; null if the job declares none.
	Late *LateRecords `json:"late"`
	// AtLeast says that some more may be out of order or late: the parts of a merged report overlap by more than they tell.
	AtLeast bool `json:"at_least,omitempty"`
	// Unread are the records without a time that could be read.
	Unread uint64 `json:"unread"`
	// Written counts the others by how their times are written: epoch_millis, epoch_seconds, epoch_micros, epoch_nanos, text.
	Written map[string]uint64 `json:"written"`
	Worst   []BucketBlock     `json:"worst"`  // the most uneven buckets, the first one first, ten at most
	Series  []BucketSkew      `json:"series"` // all buckets with records, by time
}

// TimeSkew is about the skew of the buckets.
type TimeSkew struct {
	Mean    float64    `json:"mean"`
	Worst   float64    `json:"worst"`
	WorstAt *time.Time `json:"worst_at"` // the begin of that bucket; null if there is none
}

// TimeAtWork is about the partitions at work.
type TimeAtWork struct {
	Mean  float64 `json:"mean"`
	Worst float64 `json:"worst"`
}

// TimeRecords counts some of the records that have a time.
type TimeRecords struct {
	Records uint64  `json:"records"`
	Share   float64 `json:"share"`
}

// LateRecords are records behind a watermark.
type LateRecords struct {
	TimeRecords
	// WatermarkSeconds is how far the watermark is behind the latest time of the source partition.
	WatermarkSeconds float64 `json:"watermark_seconds"`
}

// BucketSkew is how even a bucket is.
type BucketSkew struct {
	Start       time.Time `json:"start"`
	Records     uint64    `json:"records"`
	MaxOverMean float64   `json:"max_over_mean"`
}

// BucketBlock is one of the most uneven buckets.
type BucketBlock struct {
	BucketSkew
	AtWork  float64 `json:"at_work"`
	Fullest int     `json:"fullest"` // the partition with the most records
	// HotKeys are the most frequent groups in the bucket, with their shares of it.
	HotKeys []HotKey `json:"hot_keys"`
}

// overTime is the report's account of what was counted by time; nil if nothing was.
func overTime(r *state.Result) *OverTime {
	all := r.Partitions.Buckets()
	if all == nil {
		return nil
	}
	t := &r.Totals
	var timed uint64
	o := &OverTime{Field: r.Identity.Time.Field, Format: r.Identity.Time.Format, BucketSeconds: seconds(all.Width), AskedSeconds: seconds(r.Partitions.Scope.Bucket),
		Buckets: len(all.List), AtLeast: r.Lateness.AtLeast, Written: make(map[string]uint64), Worst: []BucketBlock{}, Series: []BucketSkew{}}
	for kind := reading.TimeUnread + 1; kind < reading.TimeKinds; kind++ {
		if n := t.Times[kind]; n > 0 {
			o.Written[kind.String()] = n
			timed += n
		}
	}
	if timed == 0 && r.Identity.Time.Bundled {
		return nil
	}
	o.Unread = t.Records - timed
	o.OutOfOrder = TimeRecords{r.Lateness.OutOfOrder, Share(r.Lateness.OutOfOrder, timed)}
	if r.Lateness.Lag >= 0 {
		o.Late = &LateRecords{TimeRecords{r.Lateness.Late, Share(r.Lateness.Late, timed)}, seconds(r.Lateness.Lag)}
	}
	o.weigh(r.Partitions, all, timed)
	return o
}

// weigh fills in how even the buckets are.
func (o *OverTime) weigh(ps *counting.Partitions, all *counting.TimeBuckets, timed uint64) {
	if timed == 0 {
		return
	}
	n := float64(len(ps.List))
	var largest uint64
	type ranked struct {
		BucketBlock
		start int64 // milliseconds since 1970
	}
	var full []ranked
	for _, b := range all.List {
		most := slices.Max(b.Partitions)
		largest += most
		skew := BucketSkew{Start: instant(b.Start), Records: b.Records, MaxOverMean: n * Share(most, b.Records)}
		o.Series = append(o.Series, skew)
		if isFull(b.Records, timed, len(all.List)) {
			full = append(full, ranked{BucketBlock{BucketSkew: skew, AtWork: n / skew.MaxOverMean, Fullest: slices.Index(b.Partitions, most)}, b.Start})
		}
	}
	slices.SortStableFunc(full, func(a, b ranked) int { return cmp.Compare(b.MaxOverMean, a.MaxOverMean) })
	for _, b := range full[:min(len(full), worstBuckets)] {
		b.HotKeys = hotAt(ps, b.start, b.Records)
		o.Worst = append(o.Worst, b.BucketBlock)
	}
	o.MaxOverMean = TimeSkew{Mean: n * Share(largest, timed), Worst: o.Worst[0].MaxOverMean, WorstAt: &o.Worst[0].Start}
	o.AtWork = TimeAtWork{Mean: n / o.MaxOverMean.Mean, Worst: o.Worst[0].AtWork}
}

// instant is a time as JSON can have it: a long bucket may begin before all years, where no record is.
func instant(ms int64) time.Time {
	t := time.UnixMilli(ms).UTC()
	if t.Year() < 0 {
		return time.Date(0, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	return t
}

// isFull reports whether a bucket counts among the worst, given the records of all buckets.
func isFull(records, all uint64, buckets int) bool {
	return float64(records) >= fullBucket*float64(all)/float64(buckets)
}

// Full returns the buckets that count among the worst, by time: not those with less than a tenth of the mean bucket's records.
func (o *OverTime) Full() []BucketSkew {
	var all uint64
	for _, b := range o.Series {
		all += b.Records
	}
	var full []BucketSkew
	for _, b := range o.Series {
		if isFull(b.Records, all, len(o.Series)) {
			full = append(full, b)
		}
	}
	return full
}

// hotInBucket is what a key surely has to have of a partition's mean share of a bucket to be named. Less does not make a
// bucket uneven, and the few counts that are kept for a bucket do not tell such keys apart.
const hotInBucket = 0.25

// hotAt returns the most frequent groups of the bucket of that begin, which has that many records.
func hotAt(ps *counting.Partitions, start int64, records uint64) []HotKey {
	keys := []HotKey{}
	if !ps.Scope.Groups {
		return keys
	}
	for _, c := range ps.HotAt(start) {
		if key := ps.KeyOf(c.Hash); key != nil && Share(c.Records-c.Over, records) >= hotInBucket/float64(len(ps.List)) {
			keys = append(keys, HotKey{Key: counting.KeyText(key), Records: c.Records, Share: Share(c.Records, records), Error: c.Over, Null: counting.HasNull(key)})
		}
	}
	return keys
}

// seconds converts milliseconds.
func seconds(ms int64) float64 { return float64(ms) / 1000 }
