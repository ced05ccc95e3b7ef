package replay

import (
	"time"

	"github.com/velo-plan/velo-plan/replay/topics"
)

// Progress is how far a replay has come: in bytes of files, or in offsets of a topic.
type Progress struct {
	Bytes        int64  // that were taken out of the files, before they are inflated
	TotalBytes   int64  // of all files, before they are inflated; 0 if that is not known
	Offsets      int64  // of the topic that were taken, of all its partitions
	TotalOffsets int64  // that there are to take; 0 if the topic has no end
	Records      uint64 // that were accepted
}

// progressEvery is the time between two reports of progress, at least.
const progressEvery = 100 * time.Millisecond

// progressTeller reports how far a replay has come.
type progressTeller struct {
	told    func(Progress) // nil: progress is not reported
	offsets bool           // positions are offsets, not bytes
	total   int64
	last    time.Time
}

// newProgressTeller returns a teller for a job's inputs. The first progress is not told before it is
// worth it.
func newProgressTeller(j *job) progressTeller {
	return progressTeller{told: j.Progress, offsets: j.Topic != nil, total: j.total, last: time.Now()}
}

// tell tells the progress if it is time to. One goroutine at a time calls it.
func (p *progressTeller) tell(position int64, records uint64) {
	if p.told == nil {
		return
	}
	now := time.Now()
	if now.Sub(p.last) < progressEvery {
		return
	}
	p.last = now
	if p.offsets {
		p.told(Progress{Offsets: position, TotalOffsets: p.total, Records: records})
	} else {
		p.told(Progress{Bytes: position, TotalBytes: p.total, Records: records})
	}
}

// offsetsOf returns how many offsets there are to read, 0 if a partition has no end.
func offsetsOf(bounds []topics.Bounds) int64 {
	var all int64
	for _, b := range bounds {
		if b.End == topics.NoEnd {
			return 0
		}
		all += b.End - b.Begin
	}
	return all
}
