package report

import (
	"math"

	"github.com/velo-plan/velo-plan/replay/counting"
	"github.com/velo-plan/velo-plan/replay/state"
)

// Sample says that the records are a part of those that the report is to be about.
type Sample struct {
	Share float64 // of the records, above 0 and at most 1
	// First says that they are the first ones, not drawn by chance: what comes later may be unlike them.
	First bool
}

// confidence is how many standard deviations to either side of the mean 95 % of a normal distribution are.
const confidence = 1.96

// careful is used instead of it where the distribution is not normal and the numbers are small.
const careful = 2.58

// infer makes of the groups that were seen those that there are, and says within which bounds.
func (s *StateBlock) infer(r *state.Result, o *Options, all *groupsSeen) {
	low, high, guess := all.groups, all.groups, all.groups
	if !s.Exact {
		error := relativeError(r.Partitions)
		low, high = low*(1-error), high*(1+error)
	}
	if q := o.Sample.Share; q > 0 && q < 1 {
		s.Exact = false
		l, g, h := unseen(all, q, o.Sample.First)
		low, guess, high = min(low, all.groups)+l-all.groups, g, high+h-all.groups
	}
	if s.Exact || all.groups == 0 {
		return
	}
	factor := guess / all.groups
	peak := float64(s.GroupsPeak)
	s.Interval = &Interval{round(peak * low / all.groups), uint64(math.Ceil(peak * high / all.groups))}
	for i := range s.PerPartition {
		p := &s.PerPartition[i]
		p.Groups, p.GroupsPeak = round(float64(p.Groups)*factor), round(float64(p.GroupsPeak)*factor)
	}
	s.Groups, s.GroupsPeak = round(float64(s.Groups)*factor), round(peak*factor)
	if s.Kind != state.KeepsGroups && o.Sample.Share > 0 {
		s.Records = round(float64(s.Records) / o.Sample.Share)
	}
	if s.GrowthPerHour != nil {
		*s.GrowthPerHour *= factor
	}
}

// relativeError is by which part a number of groups that was estimated may be wrong: the error of a HyperLogLog with 2^14
// registers, or that of the sample of the groups of windows.
func relativeError(ps *counting.Partitions) float64 {
	error := 0.0
	for _, p := range ps.List {
		if p.Groups.Sketch != nil {
			error = max(error, 1.04/math.Sqrt(1<<14))
		}
		if a := p.Alive; a != nil && a.Zeros > 0 && ps.Scope.Panes.Length > 0 {
			windows := make(map[int64]float64)
			for g := range a.First {
				windows[g.Window]++
			}
			most := 1.0
			for _, n := range windows {
				most = max(most, n)
			}
			error = max(error, 1/math.Sqrt(most*float64(len(ps.List))))
		}
	}
	return confidence * error
}

// unseen infers from a sample of a share of the records how many groups all of them have.
//
// The lower bound is that of Chao and Lin for samples without replacement (Nonparametric lower bounds for species richness
// and shared species richness under sampling without replacement, Biometrics 68, 2012), less its error. The upper bound
// takes every group that was seen once for 1/share of them, as GEE does (Charikar, Chaudhuri, Motwani, Narasayya: Towards
// estimation error guarantees for distinct values, PODS 2000), and adds the error of counting these. The guess is that of
// GEE within these bounds. Of the first records, nothing says that the others are like them: there may come no new group any
// more, or as many as so far to each record.
func unseen(g *groupsSeen, share float64, first bool) (low, guess, high float64) {
	d, f1, f2, scale := g.groups, g.once, g.twice, (1-share)/share
	low, more := d, 0.0
	if f1 > 0 {
		of := 2*f2 + f1/scale
		more = f1 * f1 / of
		byOnce, byTwice := 2*f1/of-f1*f1/(of*of*scale), 2*f1*f1/(of*of) // the derivatives
		variance := f1*byOnce*byOnce + f2*byTwice*byTwice
		low = d + more/math.Exp(careful*math.Sqrt(math.Log(1+variance/(more*more))))
	}
	margin := func(n float64) float64 { return n + careful*math.Sqrt(n+1) + 1 }
	high = d + margin(f1)*scale
	if first {
		low, more, high = d, 0, max(high, d+margin(d)*scale)
	}
	high = min(high, d+margin(g.records)*scale) // each record that was not seen is one group at most
	low = min(low, high)
	guess = d - f1 + f1/math.Sqrt(share)
	return low, max(low, d+more, min(high, guess)), max(high, d+more)
}
