package reading

import (
	"context"
	"io"
	"sync/atomic"
)

// maxEmptyReads is how often a reader may return nothing and no error, as in the package bufio.
const maxEmptyReads = 100

// pump reads in a goroutine of its own, so that waiting for slow input can be given up.
type pump struct {
	requests chan []byte
	results  chan pumped
	taken    atomic.Int64 // bytes that were read, before they are inflated
	format   atomic.Value // Format, once it is known
	choose   chooser
}

// pumped is what a read returned.
type pumped struct {
	n   int
	err error
}

// newPump returns a pump that reads what r holds, inflated if need be, on request. closer, if any,
// is closed at the end. choose has the last word on the format.
func newPump(r io.Reader, closer io.Closer, choose chooser) *pump {
	p := &pump{requests: make(chan []byte), results: make(chan pumped, 1), choose: choose}
	go p.run(&counter{r, &p.taken}, closer)
	return p
}

// counter counts what is read from a reader.
type counter struct {
	io.Reader
	n *atomic.Int64
}

func (c *counter) Read(buf []byte) (int, error) {
	n, err := c.Reader.Read(buf)
	c.n.Add(int64(n))
	return n, err
}

// run answers the requests until there are no more.
func (p *pump) run(raw io.Reader, closer io.Closer) {
	var r io.Reader
	var failed error
	free := func() {}
	for buf := range p.requests {
		if r == nil && failed == nil {
			r, failed = p.open(raw, &free)
		}
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
	free()
	closeIf(closer) // nothing was written, so nothing can be lost
}

// open returns a reader of the lines of raw, and sets free to what frees the memory that it takes.
func (p *pump) open(raw io.Reader, free *func()) (io.Reader, error) {
	inflated, compressed, freeIt, err := inflate(raw)
	if err != nil {
		return nil, err
	}
	*free = freeIt
	format, r, err := sniff(inflated, compressed, p.choose)
	if err != nil {
		return nil, err
	}
	p.format.Store(format)
	if format == FormatParquet {
		return nil, errNoSeek
	}
	if format == FormatValues {
		r = newValues(r)
	}
	return r, nil
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

func (p *pump) position() int64 { return p.taken.Load() }

func (p *pump) layout() Format {
	format, _ := p.format.Load().(Format)
	return format
}
