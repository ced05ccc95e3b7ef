package replay

import "time"

// Progress is how far a replay has come.
type Progress struct {
	Bytes      int64  // that were taken out of the inputs, before they are inflated
	TotalBytes int64  // of all inputs, before they are inflated; 0 if that is not known
	Records    uint64 // that were accepted
}

// progressEvery is the time between two reports of progress, at least.
const progressEvery = 100 * time.Millisecond

// progressTeller tells somebody who wants to know.
type progressTeller struct {
	told  func(Progress) // nil: nobody does
	total int64
	last  time.Time
}

// newProgressTeller returns a teller to f, which may be nil. The first progress is not told before
// it is worth it.
func newProgressTeller(f func(Progress), total int64) progressTeller {
	return progressTeller{told: f, total: total, last: time.Now()}
}

// tell tells the progress if it is time to. One goroutine at a time calls it.
func (p *progressTeller) tell(bytes int64, records uint64) {
	if p.told == nil {
		return
	}
	if now := time.Now(); now.Sub(p.last) >= progressEvery {
		p.last = now
		p.told(Progress{Bytes: bytes, TotalBytes: p.total, Records: records})
	}
}
