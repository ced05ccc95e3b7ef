package report

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"time"

	"github.com/velo-plan/velo-plan/replay/counting"
)

// keptInWindows fills in the groups of windows that are not over, each of which is kept for so many milliseconds after its end.
func (s *StateBlock) keptInWindows(ps *counting.Partitions, grace int64) {
	panes := ps.Scope.Panes
	open := func(latest int64) int64 { return latest - (panes.Length+grace-1)/panes.Every }
	all := make(map[int64]float64)
	parts := make([]aliveWindows, len(ps.List))
	for i, p := range ps.List {
		mine := make(map[int64]float64)
		for g := range p.Alive.First {
			n := math.Exp2(float64(p.Alive.Zeros))
			mine[g.Window] += n
			all[g.Window] += n
		}
		parts[i] = newAliveWindows(mine)
		s.Exact = s.Exact && p.Alive.Zeros == 0
	}
	whole := newAliveWindows(all)
	last := whole.last()
	s.Groups, s.GroupsPeak = whole.at(last, open), whole.peak(open)
	for i := range parts {
		s.PerPartition[i].Groups, s.PerPartition[i].GroupsPeak = parts[i].at(last, open), parts[i].peak(open)
	}
}

// aliveWindows is how many groups each window has.
type aliveWindows struct {
	numbers []int64 // sorted
	groups  []float64
}

func newAliveWindows(groups map[int64]float64) aliveWindows {
	w := aliveWindows{numbers: slices.Sorted(maps.Keys(groups))}
	for _, number := range w.numbers {
		w.groups = append(w.groups, groups[number])
	}
	return w
}

// last is the number of the latest window.
func (w *aliveWindows) last() int64 {
	if len(w.numbers) == 0 {
		return 0
	}
	return w.numbers[len(w.numbers)-1]
}

// at is how many groups are kept while a window is the latest one; open is the first one that is kept then.
func (w *aliveWindows) at(latest int64, open func(int64) int64) uint64 {
	from, _ := slices.BinarySearch(w.numbers, open(latest))
	total := 0.0
	for i := from; i < len(w.numbers) && w.numbers[i] <= latest; i++ {
		total += w.groups[i]
	}
	return round(total)
}

// peak is the largest number of groups that are kept at one time.
func (w *aliveWindows) peak(open func(int64) int64) uint64 {
	most, now, from := 0.0, 0.0, 0
	for i, number := range w.numbers {
		now += w.groups[i]
		for ; w.numbers[from] < open(number); from++ {
			now -= w.groups[from]
		}
		most = max(most, now)
	}
	return round(most)
}

// growth is how many groups come to be in an hour at the end of the input: the slope of the line by least squares through
// the number of groups so far, over the second half of the time. It is nil if all times are one, or if there are more groups than memory holds.
func growth(ps *counting.Partitions) *float64 {
	type first struct {
		at int64
		n  float64
	}
	var firsts []first
	end := int64(math.MinInt64)
	for _, p := range ps.List {
		if p.Groups.Sketch != nil {
			return nil
		}
		end = max(end, p.Alive.Latest)
		for _, at := range p.Alive.First {
			firsts = append(firsts, first{at, math.Exp2(float64(p.Alive.Zeros))})
		}
	}
	slices.SortFunc(firsts, func(a, b first) int { return cmp.Compare(a.at, b.at) })
	if len(firsts) == 0 || end <= firsts[0].at {
		return nil
	}
	const points = 64
	begin, hour := firsts[0].at, float64(time.Hour/time.Millisecond)
	var n, sofar, sx, sy, sxx, sxy float64
	i := 0
	for step := range points + 1 {
		at := begin + int64(float64(end-begin)*float64(step)/points)
		for ; i < len(firsts) && firsts[i].at <= at; i++ {
			sofar += firsts[i].n
		}
		if step >= points/2 {
			x := float64(at-begin) / hour
			n, sx, sy, sxx, sxy = n+1, sx+x, sy+sofar, sxx+x*x, sxy+x*sofar
		}
	}
	if n*sxx == sx*sx {
		return nil
	}
	slope := (n*sxy - sx*sy) / (n*sxx - sx*sx)
	return &slope
}
