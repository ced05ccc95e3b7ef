package reading

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"sync/atomic"
)

// errShrunk is the error of a file that lost its end while it was read.
var errShrunk = errors.New("it became shorter while it was read")

// blocks is a regular file that is cut into blocks of equal size, so that each worker can read its
// own. The chunk of a block has the lines that begin in it, after its first line end, up to the
// first line that begins after the block; so it has to look at no other block to know where to
// begin, and reads past its own for the end of its last line. The file ends where it ended
// when it was opened, even if it grows.
type blocks struct {
	file   *os.File
	closer io.Closer
	start  int64 // of the first block
	at     int64 // of the next block
	end    int64
	size   int // of a block
	layout Format

	users atomic.Int32 // the source and the chunks that have not read yet; the last one closes the file
}

// newBlocks returns the part of a file from start to end as an input.
func newBlocks(f *os.File, closer io.Closer, start, end int64, size int, layout Format) *blocks {
	b := &blocks{file: f, closer: closer, start: start, at: start, end: end, size: size, layout: layout}
	b.users.Store(1)
	return b
}

// next gives the chunk the place of a block, which it is to read itself.
func (b *blocks) next(_ context.Context, c *Chunk) error {
	if b.at >= b.end {
		return io.EOF
	}
	b.users.Add(1)
	c.from, c.fileAt = b, b.at
	b.at = min(b.at+int64(b.size), b.end)
	return nil
}

func (b *blocks) format() Format { return b.layout }

func (b *blocks) position() int64 { return b.at - b.start }

func (b *blocks) close() {
	if b.users.Add(-1) == 0 {
		closeIf(b.closer) // nothing was written, so nothing can be lost
	}
}

// lookahead is how many bytes are read after a block at first, for the end of its last line.
const lookahead = 1 << 10

// read fills a buffer from the block at a place.
func (b *blocks) read(into *buffer, at int64) error {
	defer b.close()
	size := int(min(int64(b.size), b.end-at))
	if err := b.extend(into, at, size+lookahead); err != nil {
		return err
	}
	into.bytes = uint64(size)
	begin := 0
	if at == b.start {
		begin = markBytes(into.buf[:into.end])
	} else {
		begin = bytes.IndexByte(into.buf[:size], '\n') + 1
		if begin == 0 {
			into.head = into.buf[:size]
			return nil
		}
		into.head = into.buf[:begin]
	}
	return b.readLast(into, at, begin, size)
}

// readLast reads on after a block until its last line ends, or is too long to be held, and cuts
// its lines, which begin at a place.
func (b *blocks) readLast(into *buffer, at int64, begin, size int) error {
	last := max(begin, bytes.LastIndexByte(into.buf[:size], '\n')+1)
	for searched := size; ; {
		if i := bytes.IndexByte(into.buf[searched:into.end], '\n'); i >= 0 {
			into.cut(begin, searched+i+1)
			return nil
		}
		searched = into.end
		if at+int64(into.end) == b.end {
			into.endLine(begin)
			return nil
		}
		if into.end-last > into.maxLine+1 { // that one may be the carriage return of the line end
			into.cut(begin, last)
			into.long, into.isLong = into.buf[last:size], true
			return nil
		}
		if err := b.extend(into, at, 2*into.end); err != nil {
			return err
		}
	}
}

// extend reads on until the buffer has n bytes from the beginning of its block on, or all there are.
func (b *blocks) extend(into *buffer, at int64, n int) error {
	n = int(min(int64(n), b.end-at))
	into.grow(n)
	for into.end < n {
		got, err := b.file.ReadAt(into.buf[into.end:n], at+int64(into.end))
		into.end += got
		switch {
		case into.end == n:
		case err == io.EOF:
			return errShrunk
		case err != nil:
			return Cause(err)
		}
	}
	return nil
}
