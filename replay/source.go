package replay

import (
	"bytes"
	"context"
	"io"

	"github.com/velo-plan/velo-plan/routing"
)

// pageBytes: reads go to addresses that are a multiple of this, as file offsets are. A read to an
// address a little above the offset's place in its page can be several times slower.
const pageBytes = 4096

// byteOrderMark may begin a file and is not part of its first line.
var byteOrderMark = []byte("\xef\xbb\xbf")

// source reads the inputs and cuts them into chunks of whole lines. One worker at a time uses it.
type source struct {
	job  *job
	ctx  context.Context // done when the caller's is, or the run's once that is known
	stop context.CancelFunc
	tied bool // the run's context is known

	file     int    // the current input, an index of Inputs
	reader   reader // of the current input; nil: not open yet
	fresh    bool   // its first bytes may be a byte order mark
	skipping bool   // it is inside a line that is too long
	tail     []byte // the beginning of the line in which the last chunk's blocks ended

	totals totals // of the settled chunks
}

// newSource returns a source for the job's inputs, which ends with ctx.Err() when ctx is done.
func newSource(ctx context.Context, j *job) *source {
	s := &source{job: j, totals: totals{byReason: make(map[reason]uint64)}}
	s.ctx, s.stop = context.WithCancel(ctx)
	return s
}

// close closes the input that is open.
func (s *source) close() {
	s.stop()
	if s.reader != nil {
		s.reader.close()
	}
}

// Next fills the next chunk with lines. An error drops what was read since the last chunk.
func (s *source) Next(run context.Context, old routing.Chunk[record]) (routing.Chunk[record], error) {
	if !s.tied {
		s.tied = true
		context.AfterFunc(run, s.stop)
	}
	c, ok := old.(*chunk)
	if !ok {
		var err error
		if c, err = newChunk(s); err != nil {
			return nil, err
		}
	}
	for s.file < len(s.job.Inputs) {
		more, err := s.fill(c)
		switch {
		case err != nil && s.ctx.Err() != nil:
			return nil, s.ctx.Err()
		case err != nil:
			return nil, &InputError{Path: s.job.Inputs[s.file], Err: err}
		}
		if !more {
			s.reader.close()
			s.reader = nil
			s.file++
		}
		if c.bytes > 0 || len(c.lines) > 0 {
			return c, nil
		}
	}
	return nil, io.EOF
}

// fill opens the input if need be and reads blocks of it into the chunk, until there is a whole
// line or, then more is false, the input ends.
func (s *source) fill(c *chunk) (more bool, err error) {
	c.begin(s.file, s.tail)
	s.tail = s.tail[:0]
	if s.reader == nil {
		if s.reader, err = openInput(s.job.Inputs[s.file], s.job.Stdin); err != nil {
			return false, err
		}
		s.fresh, s.skipping = true, false
		c.firstOfFile = true
	}
	for {
		n, err := s.read(c)
		if err == io.EOF {
			c.endLine()
			return false, nil
		}
		if err != nil {
			return false, err
		}
		if s.take(c, n) {
			return true, nil
		}
	}
}

// read reads a block to the end of the chunk.
func (s *source) read(c *chunk) (int, error) {
	if err := s.ctx.Err(); err != nil {
		return 0, err
	}
	return s.reader.read(s.ctx, c.room())
}

// take adds the n bytes that were read to the chunk and reports whether it has a whole line now.
func (s *source) take(c *chunk, n int) bool {
	c.bytes += uint64(n)
	searched := c.end
	c.end += n
	if s.skipMark(c) {
		return false
	}
	if s.skipping {
		i := bytes.IndexByte(c.buf[c.start:c.end], '\n')
		if i < 0 {
			c.end = c.start
			return false
		}
		s.skipping = false
		c.start += i + 1 // that line end ends the chunk, if no other does
	}
	if last := bytes.LastIndexByte(c.buf[searched:c.end], '\n'); last >= 0 {
		s.tail = append(s.tail, c.cut(searched+last+1)...)
		return true
	}
	if c.end-c.start > s.job.MaxLineBytes+1 { // that one may be the carriage return of the line end
		s.skipping = true
		c.longLines++
		c.end = c.start
	}
	return false
}

// skipMark drops a byte order mark at the beginning of the input. It reports whether too little
// has been read to tell.
func (s *source) skipMark(c *chunk) (wait bool) {
	if !s.fresh {
		return false
	}
	begin := c.buf[c.start:c.end]
	if len(begin) < len(byteOrderMark) && bytes.HasPrefix(byteOrderMark, begin) {
		return true
	}
	if bytes.HasPrefix(begin, byteOrderMark) {
		c.start += len(byteOrderMark)
	}
	s.fresh = false
	return false
}
