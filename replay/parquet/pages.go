package parquet

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"sync"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/snappy"
	"github.com/klauspost/compress/zstd"
	"github.com/parquet-go/parquet-go/format"
	"github.com/pierrec/lz4/v4"
)

const (
	maxPage   = 256 << 20 // bytes of a page, compressed or not
	maxValues = 16 << 20  // of a page
	maxHeader = 1 << 20   // bytes of a page's header
	headRead  = 4 << 10   // that are read of a header at first
)

// page is where a page lies.
type page struct {
	format.PageHeader
	body int64 // where its bytes begin
	rows int64 // of a column without repetition: its values
}

// header reads the header of the page at a place, which lies before end.
func (f *File) header(at, end int64) (*page, error) {
	for n := int64(headRead); ; n *= 8 {
		n = min(n, end-at)
		text := make([]byte, n)
		if _, err := f.in.ReadAt(text, at); err != nil && err != io.EOF {
			return nil, err
		}
		p := new(page)
		length, err := decode(text, &p.PageHeader)
		if err != nil && n < min(end-at, maxHeader) {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("the page at %d has a damaged header: %w", at, err)
		}
		p.body = at + int64(length)
		if err := p.check(end); err != nil {
			return nil, fmt.Errorf("the page at %d %w", at, err)
		}
		return p, nil
	}
}

// check reports a header that says what cannot be, and counts the values.
func (p *page) check(end int64) error {
	values := int32(0)
	switch {
	case p.Type == format.DataPage && p.DataPageHeader.Valid:
		values = p.DataPageHeader.V.NumValues
	case p.Type == format.DataPageV2 && p.DataPageHeaderV2.Valid:
		h := &p.DataPageHeaderV2.V
		values = h.NumValues
		if levels := int64(h.DefinitionLevelsByteLength) + int64(h.RepetitionLevelsByteLength); h.DefinitionLevelsByteLength < 0 ||
			h.RepetitionLevelsByteLength < 0 || levels > int64(p.CompressedPageSize) || levels > int64(p.UncompressedPageSize) {
			return errors.New("is said to have more levels than bytes")
		}
	case p.Type == format.DictionaryPage && p.DictionaryPageHeader.Valid:
		values = p.DictionaryPageHeader.V.NumValues
	case p.Type == format.IndexPage:
	default:
		return fmt.Errorf("is of a type that does not exist: %d", p.Type)
	}
	size, length := int64(p.UncompressedPageSize), int64(p.CompressedPageSize)
	switch {
	case values < 0 || values > maxValues:
		return fmt.Errorf("is said to have %d values; more than %d are not read", values, maxValues)
	case length < 0 || length > end-p.body:
		return fmt.Errorf("is said to have %d bytes, of which %d lie in its column", length, end-p.body)
	case size < 0 || size > maxPage:
		return fmt.Errorf("is said to have %d bytes when inflated; more than %d are not read", size, maxPage)
	}
	p.rows = int64(values)
	return nil
}

// buffers are memory for the bytes of pages.
type buffers struct{ compressed, inflated []byte }

// read returns the bytes of a page, inflated. They are valid until the next call.
func (f *File) read(p *page, codec format.CompressionCodec, b *buffers) ([]byte, error) {
	b.compressed = sized(b.compressed, int(p.CompressedPageSize))
	if _, err := f.in.ReadAt(b.compressed, p.body); err != nil && err != io.EOF {
		return nil, err
	}
	plain := 0 // bytes that are never compressed
	if p.Type == format.DataPageV2 {
		h := &p.DataPageHeaderV2.V
		plain = int(h.DefinitionLevelsByteLength) + int(h.RepetitionLevelsByteLength)
		if h.IsCompressed.Valid && !h.IsCompressed.V {
			return b.compressed, nil
		}
	}
	if codec == format.Uncompressed {
		return b.compressed, nil
	}
	b.inflated = sized(b.inflated, int(p.UncompressedPageSize))
	copy(b.inflated, b.compressed[:plain])
	n, err := inflate(codec, b.inflated[plain:], b.compressed[plain:])
	if err == nil && plain+n != len(b.inflated) {
		err = fmt.Errorf("%d bytes came out of it, and it is said to have %d", plain+n, len(b.inflated))
	}
	if err != nil {
		return nil, fmt.Errorf("the page at %d cannot be inflated: %w", p.body, err)
	}
	return b.inflated, nil
}

// sized returns a buffer of a size.
func sized(b []byte, size int) []byte {
	if cap(b) < size {
		return make([]byte, size)
	}
	return b[:size]
}

var (
	errTooMuch = errors.New("more bytes come out of it than it is said to have")
	// zstdDecoders decode at most a page.
	zstdDecoders = sync.Pool{New: func() any {
		d, _ := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(maxPage)) // the options are right
		return d
	}}
)

// inflate puts what comes out of compressed bytes into dst, and returns how many bytes that are.
func inflate(codec format.CompressionCodec, dst, src []byte) (n int, err error) {
	switch codec {
	case format.Snappy:
		if n, err := snappy.DecodedLen(src); err != nil || n > len(dst) {
			return 0, errors.Join(err, errTooMuch)
		}
		out, err := snappy.Decode(dst, src)
		return len(out), err
	case format.Zstd:
		d := zstdDecoders.Get().(*zstd.Decoder)
		defer zstdDecoders.Put(d)
		out, err := d.DecodeAll(src, dst[:0])
		if len(out) > len(dst) {
			return 0, errTooMuch
		}
		return copy(dst, out), err
	case format.Gzip:
		z, err := gzip.NewReader(bytes.NewReader(src))
		if err != nil {
			return 0, err
		}
		n, err := io.ReadFull(z, dst)
		if more, _ := z.Read(make([]byte, 1)); more > 0 {
			return 0, errTooMuch
		}
		if err == io.ErrUnexpectedEOF || err == io.EOF {
			err = nil // how much there was is what counts
		}
		return n, err
	case format.Lz4Raw:
		return lz4.UncompressBlock(src, dst)
	case format.Lz4:
		return inflateHadoop(dst, src)
	}
	return 0, fmt.Errorf("%s is not read: write the file with zstd, snappy or gzip", codec)
}

// inflateHadoop inflates LZ4 as Hadoop writes it: blocks, each with its length after and before.
func inflateHadoop(dst, src []byte) (n int, err error) {
	for len(src) >= 8 {
		size, length := binary.BigEndian.Uint32(src), binary.BigEndian.Uint32(src[4:])
		if uint64(size) > uint64(len(dst)-n) || uint64(length) > uint64(len(src)-8) {
			return lz4.UncompressBlock(src, dst) // some writers leave the lengths out
		}
		got, err := lz4.UncompressBlock(src[8:8+length], dst[n:n+int(size)])
		if err != nil {
			return 0, err
		}
		n, src = n+got, src[8+length:]
	}
	return n, nil
}
