package counting

// timeIndex tells where the cell of a bucket is. The buckets of an input mostly follow each other, so those near the first one have
// their places in a list by number, and a map has the others.
type timeIndex struct {
	first int64   // the number of the first element of near
	near  []int32 // places plus one; 0: there is no cell
	most  int     // elements of near
	far   map[int64]int32
}

// newTimeIndex returns an index for one of n partitions.
func newTimeIndex(n int) timeIndex {
	return timeIndex{most: min(1<<16, 1<<20/n)}
}

// get returns the place of a bucket's cell.
func (x *timeIndex) get(bucket int64) (place int32, found bool) {
	if i := bucket - x.first; uint64(i) < uint64(len(x.near)) {
		return x.near[i] - 1, x.near[i] > 0
	}
	place, found = x.far[bucket]
	return place, found
}

// put notes the place of the cell of a bucket that is not there yet. The first bucket decides which are near: some before it, as records
// come late, and those after it.
func (x *timeIndex) put(bucket int64, place int32) {
	if x.near == nil && len(x.far) == 0 {
		x.first = bucket - int64(x.most/16)
	}
	i := bucket - x.first
	if uint64(i) >= uint64(x.most) {
		if x.far == nil {
			x.far = make(map[int64]int32)
		}
		x.far[bucket] = place
		return
	}
	if i >= int64(len(x.near)) {
		x.near = append(x.near, make([]int32, i+1-int64(len(x.near)))...)
	}
	x.near[i] = place + 1
}

// clear forgets all cells.
func (x *timeIndex) clear() {
	x.near = nil
	clear(x.far)
}
