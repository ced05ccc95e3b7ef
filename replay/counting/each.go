package counting

import (
	"sync"
	"sync/atomic"
)

// Each calls do for the numbers from 0 up to n, with at most workers goroutines, and returns when all calls have returned.
func Each(n, workers int, do func(i int)) {
	var next atomic.Int64
	var group sync.WaitGroup
	for range min(n, workers) {
		group.Go(func() {
			for i := next.Add(1) - 1; i < int64(n); i = next.Add(1) - 1 {
				do(int(i))
			}
		})
	}
	group.Wait()
}
