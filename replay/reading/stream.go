package reading

import (
	"bytes"
	"context"
	"io"
)

// streamInput is an input that can only be read from its beginning to its end. A chunk has what one read
// brought, but for the line in which that ended, which goes to the next one.
type streamInput struct {
	pump     *pump
	fresh    bool   // its first bytes may be a byte order mark
	skipping bool   // it is inside a line that is too long
	tail     []byte // the beginning of the line in which the last chunk ended
	ended    bool
}

// newStream returns a stream of what r holds, inflated if need be. closer, if any, is closed at the
// end.
func newStream(r io.Reader, closer io.Closer) *streamInput {
	return &streamInput{pump: newPump(r, closer), fresh: true}
}

func (s *streamInput) position() int64 { return s.pump.taken.Load() }

func (s *streamInput) format() Format {
	format, _ := s.pump.format.Load().(Format)
	return format
}

func (s *streamInput) close() { s.pump.close() }

// next fills the chunk with what is read until there is a whole line, the end of one that is too
// long, or a part of one.
func (s *streamInput) next(ctx context.Context, c *Chunk) error {
	c.begin(s.tail)
	s.tail = s.tail[:0]
	for !s.ended {
		n, err := s.pump.read(ctx, c.room())
		if err == io.EOF {
			s.ended = true
			c.endLine(c.start)
			break
		}
		if err != nil {
			return err
		}
		if s.take(c, n) {
			return nil
		}
	}
	if c.bytes == 0 && len(c.lines) == 0 {
		return io.EOF
	}
	return nil
}

// take adds the n bytes that were read to the chunk and reports whether that is enough.
func (s *streamInput) take(c *Chunk, n int) bool {
	c.bytes += uint64(n)
	searched := c.end
	c.end += n
	if s.skipMark(c) {
		return false
	}
	if s.skipping {
		s.skip(c)
		return true
	}
	if last := bytes.LastIndexByte(c.buf[searched:c.end], '\n'); last >= 0 {
		c.cut(c.start, searched+last+1)
		s.tail = append(s.tail, c.buf[searched+last+1:c.end]...)
		return true
	}
	if c.end-c.start > c.maxLine+1 { // that one may be the carriage return of the line end
		s.skipping = true
		c.long, c.isLong = c.buf[c.start:c.end], true
		return true
	}
	return false
}

// skip takes what belongs to a line that is too long off the beginning of the chunk. What is after
// it goes to the next chunk.
func (s *streamInput) skip(c *Chunk) {
	read := c.buf[c.start:c.end]
	end := bytes.IndexByte(read, '\n') + 1
	if end == 0 {
		c.head = read
		return
	}
	s.skipping = false
	c.head = read[:end]
	last := max(end, bytes.LastIndexByte(read, '\n')+1)
	c.cut(c.start+end, c.start+last)
	s.tail = append(s.tail, read[last:]...)
}

// skipMark drops a byte order mark at the beginning of the input. It reports whether too little
// has been read to tell.
func (s *streamInput) skipMark(c *Chunk) (wait bool) {
	if !s.fresh {
		return false
	}
	begin := c.buf[c.start:c.end]
	if len(begin) < len(byteOrderMark) && byteOrderMark[:len(begin)] == string(begin) {
		return true
	}
	c.start += markBytes(begin)
	s.fresh = false
	return false
}

// byteOrderMark may begin a file and is not part of its first line.
const byteOrderMark = "\xef\xbb\xbf"

// markBytes returns the length of the byte order mark that text begins with, 0 if there is none.
func markBytes(text []byte) int {
	if bytes.HasPrefix(text, []byte(byteOrderMark)) {
		return len(byteOrderMark)
	}
	return 0
}
