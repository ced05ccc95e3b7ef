package replay

import (
	"context"
	"io"
)

// maxEmptyReads is how often a reader may return nothing and no error, as in the package bufio.
const maxEmptyReads = 100

// pump reads in a goroutine of its own, so that waiting for slow input can be given up.
type pump struct {
	requests chan []byte
	results  chan pumped
}

// pumped is what a read returned.
type pumped struct {
	n   int
	err error
}

// newPump returns a pump that reads r on request. closer, if any, is closed at the end.
func newPump(r io.Reader, closer io.Closer) *pump {
	p := &pump{requests: make(chan []byte), results: make(chan pumped, 1)}
	go p.run(r, closer)
	return p
}

// run answers the requests until there are no more.
func (p *pump) run(r io.Reader, closer io.Closer) {
	var failed error
	for buf := range p.requests {
		n := 0
		for try := 0; n == 0 && failed == nil; try++ {
			if n, failed = r.Read(buf); try == maxEmptyReads && failed == nil {
				failed = io.ErrNoProgress
			}
		}
		if n > 0 { // an error that came with bytes is for the next request
			p.results <- pumped{n: n}
		} else {
			p.results <- pumped{err: failed}
		}
	}
	if closer != nil {
		closer.Close()
	}
}

func (p *pump) read(ctx context.Context, buf []byte) (int, error) {
	p.requests <- buf
	select {
	case r := <-p.results:
		return r.n, r.err
	case <-ctx.Done():
		return 0, ctx.Err()
	}
}

// close ends the goroutine, once it does not wait for its reader any more.
func (p *pump) close() { close(p.requests) }
