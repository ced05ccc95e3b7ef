package counting

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// timed is a record of a test: its time and its key.
type timed struct {
	time int64
	hash uint64
}

// timedRecords draws records whose times rise, with some disorder and a few that lie far off.
func timedRecords(t *rapid.T) []timed {
	random := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
	keys := rapid.Uint64Range(1, 500).Draw(t, "keys")
	disorder := rapid.Int64Range(1, 200).Draw(t, "disorder")
	step := rapid.Int64Range(0, 20).Draw(t, "step")
	list := make([]timed, rapid.IntRange(0, 3000).Draw(t, "records"))
	for i := range list {
		at := int64(i)*step - random.Int64N(disorder) - 5000
		if random.IntN(500) == 0 {
			at -= random.Int64N(1 << 40)
		}
		key := random.Uint64N(keys)
		if random.IntN(3) > 0 {
			key = uint64(at / 1000) // hot for a while
		}
		list[i] = timed{at, Mix(key)}
	}
	return list
}

// countTimes counts records.
func countTimes(list []timed, width int64, limit int) *Times {
	t := NewTimes(width, 1)
	t.Limit, t.keys = limit, 64
	for _, r := range list {
		t.Add(r.time, r.hash, true)
	}
	t.Close()
	return t
}

// naive returns the width that the buckets of some records must have, and the records of each key by bucket.
func naive(list []timed, width int64, limit int) (int64, map[int64]map[uint64]uint64) {
	for ; ; width *= 2 {
		buckets := make(map[int64]map[uint64]uint64)
		for _, r := range list {
			n := r.time / width
			if n*width > r.time {
				n--
			}
			if buckets[n] == nil {
				buckets[n] = make(map[uint64]uint64)
			}
			buckets[n][r.hash]++
		}
		if len(buckets) <= limit {
			return width, buckets
		}
	}
}

// compareTimes returns how counts differ from what they must be; empty if they do not.
func compareTimes(got *Times, width int64, want map[int64]map[uint64]uint64) string {
	if got.Width != width || len(got.Cells) != len(want) {
		return fmt.Sprintf("%d buckets of %d, want %d of %d", len(got.Cells), got.Width, len(want), width)
	}
	for _, c := range got.Cells {
		keys := want[c.Bucket]
		var records uint64
		for hash, n := range keys {
			records += n
			k := c.Hot.get(hash)
			if n > k.Records || slices.Contains(c.Hot.Keys[:c.Hot.Len], k) && n < k.Records-k.Over {
				return fmt.Sprintf("bucket %d: a key %d times, and there are %+v", c.Bucket, n, k)
			}
		}
		if c.Records != records {
			return fmt.Sprintf("bucket %d: %d records, want %d", c.Bucket, c.Records, records)
		}
	}
	return ""
}

// TestTimesAreWhatTheyAreOfTheRecords: however the records are cut into parts, the counts are those of a simple program: as fine
// as the limit lets them be, exact, and the keys within their errors.
func TestTimesAreWhatTheyAreOfTheRecords(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := timedRecords(t)
		width, limit := rapid.Int64Range(1, 1000).Draw(t, "width"), rapid.IntRange(2, 40).Draw(t, "limit")
		wantWidth, want := naive(list, width, limit)
		if diff := compareTimes(countTimes(list, width, limit), wantWidth, want); diff != "" {
			t.Fatal(diff)
		}
		whole := countTimes(nil, width, limit)
		for len(list) > 0 {
			n := rapid.IntRange(1, len(list)).Draw(t, "part")
			whole.Merge(countTimes(list[:n], width, limit))
			list = list[n:]
		}
		if diff := compareTimes(whole, wantWidth, want); diff != "" {
			t.Fatal("merged: ", diff)
		}
	})
}

// TestHotKeyOfABucketIsExact: the key that has most of a bucket is counted exactly, though records come out of order and
// there are many other keys.
func TestHotKeyOfABucketIsExact(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	times := NewTimes(1000, 8)
	want := make(map[int64]uint64)
	for i := range int64(100_000) {
		at := i - random.Int64N(500)
		hash := random.Uint64()
		if i%3 > 0 {
			hash = uint64(bucketOf(at, 1000)) + 7
			want[bucketOf(at, 1000)]++
		}
		times.Add(at, hash, true)
	}
	times.Close()
	if len(times.Cells) < 100 {
		t.Fatalf("%d buckets", len(times.Cells))
	}
	for _, c := range times.Cells {
		if k := c.Hot.Keys[0]; c.Records > 50 && (k.Hash != uint64(c.Bucket)+7 || k.Records != want[c.Bucket] || k.Over != 0) {
			t.Errorf("bucket %d: %+v, want %d records", c.Bucket, k, want[c.Bucket])
		}
	}
}

// TestTimesAreBounded: the memory does not depend on how many partitions there are.
func TestTimesAreBounded(t *testing.T) {
	for _, n := range []int{1, 8, 64, 4096, 65536} {
		if times := NewTimes(1, n); times.Limit*n > maxTimeCells && times.Limit > 2 || times.Limit > MaxTimeBuckets {
			t.Errorf("%d partitions: %d buckets", n, times.Limit)
		}
	}
	if times := NewTimes(1, 8); times.Limit != MaxTimeBuckets {
		t.Errorf("8 partitions have only %d buckets", times.Limit)
	}
}
