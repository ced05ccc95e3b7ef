package counting

import "math"

const (
	// maxAlive bounds the groups of windows that all partitions together remember, and leastAlive those of one: some 20 MB.
	maxAlive, leastAlive = 1 << 18, 256
	// NoWindow is the window of groups that are kept forever.
	NoWindow = math.MinInt64
	// lastAlive is how many of the last groups are recognized without looking them up.
	lastAlive = 1 << 10
)

// AliveGroup is a group in a window.
type AliveGroup struct {
	Group  uint64 // the hash of the group, mixed
	Window int64  // the number of the window; NoWindow: there are none
}

// Alive counts the groups of each window: all of them, or, if they are too many, those whose hash begins with some zero
// bits. Which these are follows from the set of all of them, so that counts of parts merge into those of the whole.
type Alive struct {
	Zeros  uint                 // leading zero bits that a hash needs
	First  map[AliveGroup]int64 // the time of a group's first record, in milliseconds since 1970
	Limit  int                  // of groups
	Latest int64                // time of all records; math.MinInt64: there is none
	last   []AliveGroup         // by some bits of the hash
}

// NewAlive returns empty counts for one of n partitions.
func NewAlive(n int) *Alive {
	return &Alive{First: make(map[AliveGroup]int64), Limit: max(maxAlive/n, leastAlive), Latest: math.MinInt64}
}

// Panes are windows of fixed length that begin one after the other, so that several may hold a record. The zero value is no
// window: groups are kept forever.
type Panes struct {
	Length, Every int64 // milliseconds
}

// MaxPanes is the largest number of windows that a record may be in.
const MaxPanes = 64

// add counts a record of a group at a time, in its windows.
func (a *Alive) add(group uint64, time int64, w Panes) {
	a.Latest = max(a.Latest, time)
	group = Mix(group)
	if group > math.MaxUint64>>a.Zeros {
		return
	}
	latest := AliveGroup{group, bucketOf(time, w.Every)}
	if a.last == nil {
		a.last = make([]AliveGroup, lastAlive)
	}
	if last := &a.last[group%lastAlive]; *last == latest {
		return
	} else {
		*last = latest
	}
	for number := latest.Window; number > latest.Window-MaxPanes && number*w.Every+w.Length > time; number-- {
		a.count(AliveGroup{group, number}, time)
	}
}

// count notes that a group has a record at a time.
func (a *Alive) count(g AliveGroup, time int64) {
	first, known := a.First[g]
	switch {
	case !known:
		a.First[g] = time
		a.fit()
	case time < first:
		a.First[g] = time
	}
}

// fit leaves groups out until there are not too many.
func (a *Alive) fit() {
	for len(a.First) > a.Limit {
		a.cut(a.Zeros + 1)
	}
}

// cut leaves out the groups whose hash begins with fewer zero bits.
func (a *Alive) cut(zeros uint) {
	a.Zeros = zeros
	for g := range a.First {
		if g.Group > math.MaxUint64>>zeros {
			delete(a.First, g)
		}
	}
}

// addFirst notes the first record of a group that is kept forever.
func (a *Alive) addFirst(group uint64, time int64) {
	if group = Mix(group); group <= math.MaxUint64>>a.Zeros {
		a.count(AliveGroup{group, NoWindow}, time)
	}
}

// Merge adds the counts of another part.
func (a *Alive) Merge(next *Alive) {
	a.Latest = max(a.Latest, next.Latest)
	a.cut(max(a.Zeros, next.Zeros))
	for g, time := range next.First {
		if g.Group <= math.MaxUint64>>a.Zeros {
			a.count(g, time)
		}
	}
}
