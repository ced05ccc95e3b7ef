package reading

import (
	"context"
	"io"
	"os"
)

// plainFile is a part of a regular file that is read from its beginning to its end, without a goroutine: that never waits
// for long.
type plainFile struct {
	file      *os.File
	closer    io.Closer // nil: it is not closed
	start, at int64
	end       int64
	kind      Format
}

func (f *plainFile) read(_ context.Context, buf []byte) (int, error) {
	if f.at == f.end {
		return 0, io.EOF
	}
	n, err := f.file.ReadAt(buf[:min(int64(len(buf)), 128<<10, f.end-f.at)], f.at)
	f.at += int64(n)
	switch {
	case n > 0:
		return n, nil
	case err == io.EOF:
		return 0, errShrunk
	}
	return 0, Cause(err)
}

func (f *plainFile) position() int64 { return f.at - f.start }

func (f *plainFile) layout() Format { return f.kind }

func (f *plainFile) close() { closeIf(f.closer) } // nothing was written, so nothing can be lost
