package report

import (
	"time"

	"github.com/velo-plan/velo-plan/routing"
)

// StageBlock is the time that all workers together spent with a stage.
type StageBlock struct {
	Stage string `json:"stage"` // one of the constants Stage...
	// BusySeconds is the time in which workers did the stage's work.
	BusySeconds float64 `json:"busy_seconds"`
	// BlockedSeconds is the time in which workers had nothing to do because they waited for it.
	BlockedSeconds float64 `json:"blocked_seconds"`
}

// The stages, by StageBlock.Stage.
const (
	StageRead       = "read"       // bytes come into memory, and are inflated
	StageParse      = "parse"      // lines are checked, keys found and hashed
	StageRoute      = "route"      // the strategy chooses partitions
	StagePartitions = "partitions" // partitions count, and write, what they receive
)

// StagesOf tells the stages apart in what a run has measured. fetched is the part of loading that is
// reading: files are read there, streams where the next chunk is claimed.
func StagesOf(t routing.Times, fetched time.Duration) []StageBlock {
	block := func(stage string, busy, blocked time.Duration) StageBlock {
		return StageBlock{stage, busy.Seconds(), blocked.Seconds()}
	}
	return []StageBlock{
		block(StageRead, t.Next+fetched, t.Starved),
		block(StageParse, t.Load-fetched, 0),
		block(StageRoute, t.Route, 0),
		block(StagePartitions, t.Consume, t.Full),
	}
}
