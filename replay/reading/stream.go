package reading

import (
	"bytes"
	"context"
	"io"
)

// streamInput is an input that can only be read from its beginning to its end. A chunk has what one read
// brought, but for the line in which that ended, which goes to the next one.
type streamInput struct {
	cfg      *Config
	from     puller
	cutter   cutter // of what has no lines; nil: of lines, or nothing was read yet
	fresh    bool   // its first bytes may be a byte order mark
	skipping bool   // it is inside a line that is too long
	tail     []byte // the beginning of the line in which the last chunk ended
	ended    bool
}

// cutter cuts what a stream brings into whole pieces of a format without lines.
type cutter interface {
	// cut makes lines of the whole pieces of the chunk, which begins with one, and returns what is left over. ended says
	// that nothing comes after it. enough is false if there is no whole piece.
	cut(c *Chunk, ended bool) (tail []byte, enough bool, err error)
	// lined reports whether a piece ends with its line at the latest.
	lined() bool
}

// puller is what a stream is read from.
type puller interface {
	// read reads at most len(buf) bytes, at least one if there is no error, io.EOF at the end. When it gives up because
	// ctx is done, it keeps buf for good.
	read(ctx context.Context, buf []byte) (int, error)
	// position returns how many bytes were taken out of the file.
	position() int64
	// layout returns the format, empty while it is not known.
	layout() Format
	close()
}

// newStream returns a stream of what is pulled.
func newStream(from puller, cfg *Config) *streamInput {
	return &streamInput{cfg: cfg, from: from, fresh: true}
}

func (s *streamInput) position() int64 { return s.from.position() }

func (s *streamInput) format() Format { return s.from.layout() }

func (s *streamInput) close() { s.from.close() }

// next fills the chunk with what is read until there is a whole line, the end of one that is too
// long, or a part of one.
func (s *streamInput) next(ctx context.Context, c *Chunk) error {
	c.begin(s.tail)
	s.tail = s.tail[:0]
	for !s.ended {
		n, err := s.from.read(ctx, c.room())
		if err == io.EOF {
			s.ended = true
			break
		}
		if err != nil {
			return err
		}
		if enough, err := s.take(c, n); enough || err != nil {
			return err
		}
	}
	if s.cutter == nil {
		c.endLine(c.start)
	} else if _, err := s.cut(c); err != nil {
		return err
	}
	if c.bytes == 0 && len(c.lines) == 0 {
		return io.EOF
	}
	return nil
}

// take adds the n bytes that were read to the chunk and reports whether that is enough.
func (s *streamInput) take(c *Chunk, n int) (enough bool, err error) {
	c.bytes += uint64(n)
	searched := c.end
	c.end += n
	if s.skipMark(c) {
		return false, nil
	}
	if s.cutter == nil {
		switch format := s.format(); {
		case format.HasRows():
			s.cutter = newRowCutter(s.cfg, format)
		case format == FormatAvro:
			s.cutter = new(blockCutter)
		}
	}
	switch {
	case s.skipping:
		s.skip(c)
		return true, nil
	case s.cutter != nil:
		if enough, err = s.cut(c); !s.cutter.lined() {
			return enough, err
		}
	default:
		if last := bytes.LastIndexByte(c.buf[searched:c.end], '\n'); last >= 0 {
			c.cut(c.start, searched+last+1)
			s.tail = append(s.tail, c.buf[searched+last+1:c.end]...)
			enough = true
		}
	}
	if !enough && err == nil && c.end-c.start > c.maxLine+1 { // that one may be the carriage return of the line end
		s.skipping = true
		c.long, c.isLong = c.buf[c.start:c.end], true
		enough = true
	}
	return enough, err
}

// cut makes lines of the whole pieces of the chunk, and reports whether there are any.
func (s *streamInput) cut(c *Chunk) (enough bool, err error) {
	tail, enough, err := s.cutter.cut(c, s.ended)
	s.tail = append(s.tail, tail...)
	return enough, err
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
	if s.cutter != nil {
		s.tail = append(s.tail, read[end:]...)
		return
	}
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
