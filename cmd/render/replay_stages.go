package render

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/velo-plan/velo-plan/replay/report"
)

// stageShare is a stage with its parts of the workers' time.
type stageShare struct {
	report.StageBlock
	busy, blocked float64
}

// stageShares divides the workers' time into stages; nil if it was not taken.
func stageShares(t report.ThroughputBlock) []stageShare {
	var total float64
	for _, s := range t.Stages {
		total += s.BusySeconds + s.BlockedSeconds
	}
	if total == 0 {
		return nil
	}
	shares := make([]stageShare, len(t.Stages))
	for i, s := range t.Stages {
		shares[i] = stageShare{s, s.BusySeconds / total, s.BlockedSeconds / total}
	}
	return shares
}

// busiest returns the stage that took most of the workers' time, the slow one.
func busiest(list []stageShare) stageShare {
	return slices.MaxFunc(list, func(a, b stageShare) int { return cmp.Compare(a.busy, b.busy) })
}

// waiting returns the part of the time in which workers had nothing to do, and the stage for which
// they waited most; "" if they waited for none to speak of.
func waiting(list []stageShare) (share float64, mostly string) {
	for _, s := range list {
		share += s.blocked
	}
	if share < 0.005 {
		return share, ""
	}
	return share, slices.MaxFunc(list, func(a, b stageShare) int { return cmp.Compare(a.blocked, b.blocked) }).Stage
}

// stagesText says where the workers' time went.
func stagesText(list []stageShare) string {
	var parts []string
	for _, s := range list {
		parts = append(parts, s.Stage+" "+hundredths(s.busy))
	}
	line := strings.Join(parts, ", ")
	if share, mostly := waiting(list); mostly != "" {
		line += "; waiting " + hundredths(share) + ", mostly for " + mostly
	}
	return line
}

// hundredths is a part of 1 in whole hundredths.
func hundredths(share float64) string { return fmt.Sprintf("%.0f %%", 100*share) }
