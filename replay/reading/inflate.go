package reading

import (
	"bufio"
	"bytes"
	"io"
	"os"
	"strings"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// inflateBuffer is how much compressed input is read at a time.
const inflateBuffer = 128 << 10

// maxWindow is the largest window of zstd that is inflated: that of --long=27, which the tool zstd
// inflates without being asked. It bounds the memory that an input can make us take.
const maxWindow = 128 << 20

// The first bytes of what is compressed: by gzip (RFC 1952), by Zstandard (RFC 8878), and those of
// the skippable frames that parallel compressors of that put first, but for the low half of one.
const (
	gzipMagic = "\x1f\x8b"
	zstdMagic = "\x28\xb5\x2f\xfd"
	skipMagic = "\x50\x2a\x4d\x18"
)

// compression says how an input that begins so is compressed: by its magic bytes or "". sure is
// false if more has to be seen to tell.
func compression(begin []byte) (magic string, sure bool) {
	masked := append([]byte(nil), begin...)
	if len(masked) > 0 && masked[0]&0xf0 == skipMagic[0] {
		masked[0] = skipMagic[0]
	}
	sure = true
	for _, magic := range []string{gzipMagic, zstdMagic, skipMagic} {
		if bytes.HasPrefix(masked, []byte(magic)) {
			return magic, true
		}
		if strings.HasPrefix(magic, string(masked)) {
			sure = false
		}
	}
	return "", sure
}

// readMagic reads what it takes to tell how an input is compressed, and no more, so that it does not
// wait for what may come later. err is that of the reader if it has nothing more.
func readMagic(r io.Reader) (begin []byte, magic string, err error) {
	begin = make([]byte, 0, len(zstdMagic))
	for empty := 0; err == nil; {
		if _, sure := compression(begin); sure || empty > maxEmptyReads {
			break
		}
		var n int
		n, err = r.Read(begin[len(begin):cap(begin)])
		begin = begin[:len(begin)+n]
		if n == 0 {
			empty++
		}
	}
	magic, _ = compression(begin)
	return begin, magic, err
}

// inflate returns a reader of what r holds, inflated if its first bytes say that it is compressed,
// and a function that frees what that takes. The name of a file does not matter.
func inflate(r io.Reader) (inflated io.Reader, compressed bool, free func(), err error) {
	begin, magic, err := readMagic(r)
	whole := io.MultiReader(bytes.NewReader(begin), r)
	if err != nil {
		whole = io.MultiReader(bytes.NewReader(begin), failing{err})
	}
	switch magic {
	case gzipMagic:
		z, err := newMembers(bufio.NewReaderSize(whole, inflateBuffer))
		if err != nil {
			return nil, true, nil, unexpected(err)
		}
		return z, true, func() { z.Close() }, nil
	case zstdMagic, skipMagic:
		z, err := zstd.NewReader(bufio.NewReaderSize(whole, inflateBuffer),
			zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxWindow(maxWindow))
		if err != nil {
			return nil, true, nil, err
		}
		return z, true, z.Close, nil
	}
	return whole, false, func() {}, nil
}

// members reads the members of a gzip file, which may be padded with zeros, as tapes are: as GNU gzip does.
type members struct {
	*gzip.Reader
	in *bufio.Reader
}

// newMembers returns a reader of all members of a file that begins with one.
func newMembers(in *bufio.Reader) (*members, error) {
	z, err := gzip.NewReader(in)
	if err != nil {
		return nil, err
	}
	z.Multistream(false)
	return &members{z, in}, nil
}

// Read implements io.Reader.
func (m *members) Read(buf []byte) (int, error) {
	n, err := m.Reader.Read(buf)
	if err != io.EOF || n > 0 {
		if err == io.EOF {
			err = nil // the next call meets it again
		}
		return n, err
	}
	padded := false
	for {
		next, err := m.in.Peek(1)
		if err != nil {
			return 0, err
		}
		if next[0] != 0 {
			break
		}
		m.in.Discard(1)
		padded = true
	}
	if padded {
		return 0, gzip.ErrHeader
	}
	if err := m.Reset(m.in); err != nil {
		return 0, unexpected(err)
	}
	m.Multistream(false)
	return 0, nil
}

// unexpected returns err, for the end of a header the error that an end in the middle gives.
func unexpected(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}

// failing is a reader of nothing but an error.
type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

// IsCompressed reports whether a file is compressed, as its first bytes say; false if it cannot be read.
func IsCompressed(path string) bool {
	file, err := os.Open(path)
	if err != nil {
		return false
	}
	defer file.Close()
	_, magic, _ := readMagic(file)
	return magic != ""
}
