package render

import (
	"fmt"

	"github.com/velo-plan/velo-plan/replay/report"
)

// htmlSkew is how even the partitions are, and why.
type htmlSkew struct {
	Cause, Remedy string
	Facts         []htmlFact
}

// newHTMLSkew explains the measures of skew.
func newHTMLSkew(r *report.Report) htmlSkew {
	s, n := r.Skew, r.Plan.Partitions
	chance := ""
	if s.NoiseFloor > 0 {
		chance = fmt.Sprintf("; by chance alone these keys would have about %.2f", s.NoiseFloor)
	}
	most, whole := "", ""
	if n > 1 {
		most = fmt.Sprintf(": 1 is even, %d means that one has all", n)
		whole = fmt.Sprintf(", %.2f means that one partition has all", 1-1/float64(n))
	}
	median := "the fullest partition over the one in the middle"
	if s.MaxOverMedian == nil {
		median = "half of the partitions are empty, so there is nothing to compare with"
	}
	if s.MaxOverMean == 0 {
		median = "there are no records"
	}
	moved := counted(r.Moved.Records, "record") + " leave their source partition and cross the network"
	if sourceless(r) {
		moved = "no record names its source partition"
	}
	h := htmlSkew{Remedy: Clean(remedyOf(r)), Facts: []htmlFact{
		{Name: "max / mean", Value: fmt.Sprintf("%.2f", s.MaxOverMean), Means: "the fullest partition over the mean" + most},
		{Name: "max / median", Value: ratio(s.MaxOverMedian), Means: median},
		{Name: "CV", Value: fmt.Sprintf("%.2f", s.CV), Means: "standard deviation over the mean: 0 is even" + chance},
		{Name: "Gini", Value: fmt.Sprintf("%.2f", s.Gini), Means: "0 is even" + whole},
		{Name: "effective parallelism", Value: fmt.Sprintf("%.1f", s.EffectiveParallelism),
			Means: fmt.Sprintf("of %s, so many are at work on average while the fullest one works", Plural(n, "partition"))},
		{Name: "empty", Value: fmt.Sprint(s.Empty), Means: "partitions without a record"},
		{Name: "moved", Value: movedText(r, r.Moved), Means: moved},
	}}
	if cause := causeOf(r); cause != "" {
		h.Cause = Clean(capital(sentence(cause)))
	}
	return h
}
