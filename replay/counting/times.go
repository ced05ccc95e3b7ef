package counting

const (
	// MaxTimeBuckets is how many buckets with records there are at most; with more of them all become twice as long.
	MaxTimeBuckets = 10_000
	// maxTimeCells bounds the buckets of all partitions together, and with them the memory: some 40 MB.
	maxTimeCells = 1 << 18
	// openBuckets is how many buckets of a partition count all their keys at a time: the latest ones that were begun.
	openBuckets = 6
	// reopen is after how many records of closed buckets one is opened again.
	reopen = 16
)

// Times counts the records of a partition by buckets of event time. The counts are exact, and a function of the records alone,
// however they are cut into parts: with too many buckets each two neighbours become one. Of each bucket it knows the most
// frequent keys too, within an error.
type Times struct {
	Width int64 // of a bucket in milliseconds; the first one after 1970 begins with it
	Limit int   // of buckets
	Cells []TimeCell
	index timeIndex    // of the cells
	open  []openBucket // openBuckets at most
	keys  int          // that an open bucket may count
	stray uint64       // records of buckets that were closed
}

// TimeCell is what a partition has received in a bucket.
type TimeCell struct {
	Bucket  int64 // its number: the time divided by the width, rounded down
	Records uint64
	Hot     HotList
}

// openBucket is a bucket that is being counted.
type openBucket struct {
	from, to int64  // its times, milliseconds since 1970
	records  uint64 // that are not in its cell yet
	keys     bucketKeys
	cell     int32
	age      uint32 // how many buckets were opened after it
}

// NewTimes returns empty counts for one of n partitions, with buckets of that many milliseconds.
func NewTimes(width int64, n int) *Times {
	return &Times{Width: width, Limit: max(2, min(MaxTimeBuckets, maxTimeCells/n)), index: newTimeIndex(n), keys: max(64, min(2048, 1<<17/n))}
}

// bucketOf returns the number of the bucket of a time, given the width of buckets.
func bucketOf(time, width int64) int64 {
	n := time / width
	if time%width < 0 {
		n--
	}
	return n
}

// Add counts a record with a time in milliseconds since 1970. hash is that of its group; ok is false if it has none.
func (t *Times) Add(time int64, hash uint64, ok bool) {
	o := t.find(time)
	if o == nil {
		t.addElsewhere(time, hash, ok)
		return
	}
	o.records++
	if ok {
		o.keys.add(hash)
	}
}

// find returns the open bucket of a time, valid until another one is opened; nil if its bucket is not open.
func (t *Times) find(time int64) *openBucket {
	for i := range t.open {
		if o := &t.open[i]; o.from <= time && time < o.to {
			return o
		}
	}
	return nil
}

// addElsewhere counts a record of a bucket that is not open. A new one is opened, and an older one now and then, which is soon if
// many records of it come. Until then only the keys of an older one are followed that are frequent already.
func (t *Times) addElsewhere(time int64, hash uint64, ok bool) {
	number := bucketOf(time, t.Width)
	at, found := t.index.get(number)
	switch {
	case found:
		if t.stray++; t.stray%reopen != 0 {
			t.Cells[at].Records++
			if ok {
				t.Cells[at].Hot.add(hash)
			}
			return
		}
	case len(t.Cells) == t.Limit:
		t.Coarsen(2 * t.Width)
		t.Add(time, hash, ok)
		return
	default:
		at = int32(len(t.Cells))
		t.Cells = append(t.Cells, TimeCell{Bucket: number})
		t.index.put(number, at)
	}
	o := t.oldest()
	o.records = 1
	o.from, o.to, o.cell = number*t.Width, (number+1)*t.Width, at
	if ok {
		o.keys.add(hash)
	}
}

// oldest returns an open bucket that is free: a new one, or the one that was opened first, after closing it.
func (t *Times) oldest() *openBucket {
	for i := range t.open {
		t.open[i].age++
	}
	if len(t.open) < openBuckets {
		if t.open == nil {
			t.open = make([]openBucket, 0, openBuckets)
		}
		t.open = append(t.open, openBucket{keys: bucketKeys{most: t.keys}})
		return &t.open[len(t.open)-1]
	}
	at := 0
	for i := range t.open {
		if t.open[i].age > t.open[at].age {
			at = i
		}
	}
	o := &t.open[at]
	t.close(o)
	o.age = 0
	return o
}

// close keeps the most frequent keys of an open bucket.
func (t *Times) close(o *openBucket) {
	t.Cells[o.cell].Records += o.records
	o.records = 0
	list := o.keys.take()
	t.Cells[o.cell].Hot.Merge(&list)
}

// spare makes sure that the open buckets can count another batch.
func (t *Times) spare() {
	for i := range t.open {
		if t.open[i].records > mostOpenRecords {
			t.close(&t.open[i])
		}
	}
}

// Close ends the counting. The counts can be read and merged then, and nothing can be added any more.
func (t *Times) Close() {
	for i := range t.open {
		t.close(&t.open[i])
	}
	t.open = nil
}

// Coarsen makes the buckets longer: the width is to be a multiple of what it is by a power of two.
func (t *Times) Coarsen(width int64) {
	if width == t.Width {
		return
	}
	t.Close()
	factor := width / t.Width
	old := t.Cells
	t.Width, t.Cells = width, nil
	t.index.clear()
	for i := range old {
		old[i].Bucket = bucketOf(old[i].Bucket, factor)
		t.join(&old[i])
	}
}

// join adds a cell of the same width.
func (t *Times) join(c *TimeCell) {
	at, found := t.index.get(c.Bucket)
	if !found {
		t.index.put(c.Bucket, int32(len(t.Cells)))
		t.Cells = append(t.Cells, *c)
		return
	}
	mine := &t.Cells[at]
	mine.Records += c.Records
	mine.Hot.Merge(&c.Hot)
}

// Append adds what was counted of a bucket, and reports whether there was nothing of it yet.
func (t *Times) Append(c TimeCell) bool {
	if _, found := t.index.get(c.Bucket); found {
		return false
	}
	t.join(&c)
	return true
}

// Merge adds the counts of another part, which it may change. Both were closed.
func (t *Times) Merge(next *Times) {
	width := max(t.Width, next.Width)
	t.Coarsen(width)
	next.Coarsen(width)
	for i := range next.Cells {
		t.join(&next.Cells[i])
	}
	for len(t.Cells) > t.Limit {
		t.Coarsen(2 * t.Width)
	}
}
