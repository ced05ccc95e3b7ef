package parquet

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"
)

// Magic begins and ends a file.
const Magic = "PAR1"

const (
	encryptedMagic = "PARE"
	tailBytes      = 8         // at the end: the length of the footer, and the magic
	maxFooter      = 128 << 20 // bytes
)

// File is an open file. It does not change, so any number of goroutines may use it.
type File struct {
	in     io.ReaderAt
	size   int64
	root   *node
	leaves []*leaf
	groups []Group
}

// Group is a row group.
type Group struct {
	Rows   int64
	Bytes  int64 // of its columns, before they are compressed
	chunks []format.ColumnMetaData
}

// Open reads the footer of a file of a size in bytes.
func Open(in io.ReaderAt, size int64) (f *File, err error) {
	defer catch(&err)
	meta, end, err := readFooter(in, size)
	if err != nil {
		return nil, err
	}
	f = &File{in: in, size: end}
	if f.root, f.leaves, err = treeOf(meta.Schema); err != nil {
		return nil, err
	}
	rows := int64(0)
	for i, g := range meta.RowGroups {
		if err := f.addGroup(&g); err != nil {
			return nil, fmt.Errorf("row group %d: %w", i+1, err)
		}
		rows += g.NumRows
	}
	if rows != meta.NumRows {
		return nil, fmt.Errorf("its footer says %d rows, and its row groups have %d", meta.NumRows, rows)
	}
	return f, nil
}

// Groups returns the row groups.
func (f *File) Groups() []Group { return f.groups }

// catch makes an error of a panic: the library has them for some files that are damaged.
func catch(err *error) {
	if p := recover(); p != nil {
		*err = fmt.Errorf("it is damaged: %v", p)
	}
}

// readFooter reads the footer, and returns where it begins.
func readFooter(in io.ReaderAt, size int64) (meta *format.FileMetaData, end int64, err error) {
	if size < int64(len(Magic))+tailBytes {
		return nil, 0, errors.New("it is too short to be Parquet")
	}
	var tail [tailBytes]byte
	if _, err := in.ReadAt(tail[:], size-tailBytes); err != nil && err != io.EOF {
		return nil, 0, err
	}
	switch string(tail[4:]) {
	case Magic:
	case encryptedMagic:
		return nil, 0, errors.New("its footer is encrypted, which is not read")
	default:
		return nil, 0, errors.New("it does not end as Parquet does: it is cut off, or still being written")
	}
	length := int64(binary.LittleEndian.Uint32(tail[:]))
	if length > size-tailBytes-int64(len(Magic)) || length > maxFooter {
		return nil, 0, fmt.Errorf("its footer is said to have %d bytes, of the %d of the file", length, size)
	}
	text := make([]byte, length)
	end = size - tailBytes - length
	if _, err := in.ReadAt(text, end); err != nil && err != io.EOF {
		return nil, 0, err
	}
	meta = new(format.FileMetaData)
	if _, err := decode(text, meta); err != nil {
		return nil, 0, fmt.Errorf("its footer is damaged: %w", err)
	}
	return meta, end, nil
}

// errList is the error of a list that cannot be as long as it says.
var errList = errors.New("a list is longer than what it lies in")

// bounded is a reader of Thrift that believes no length of a list that the bytes left cannot hold.
type bounded struct {
	thrift.BytesReader
	size int
}

// ReadList implements thrift.Reader.
func (b bounded) ReadList() (thrift.List, error) {
	l, err := b.BytesReader.ReadList()
	least := 1
	if l.Type == thrift.STRUCT {
		least = 2 // a field and its end
	}
	if err == nil && int(l.Size) > (b.size-b.BytesRead())/least {
		err = errList
	}
	return l, err
}

// decode decodes a structure at the beginning of a text, and returns its length.
func decode(text []byte, into any) (length int, err error) {
	r := new(thrift.CompactProtocol).NewReaderFromBytes(text)
	if err := thrift.NewDecoder(bounded{r, len(text)}).Decode(into); err != nil {
		return 0, err
	}
	return r.BytesRead(), nil
}

// addGroup adds a row group, whose columns must be those of the schema and lie in the file.
func (f *File) addGroup(g *format.RowGroup) error {
	if len(g.Columns) != len(f.leaves) {
		return fmt.Errorf("it has %d columns, and the schema %d", len(g.Columns), len(f.leaves))
	}
	if g.NumRows < 0 {
		return fmt.Errorf("it is said to have %d rows", g.NumRows)
	}
	group := Group{Rows: g.NumRows}
	for i, c := range g.Columns {
		m := c.MetaData
		leaf := f.leaves[i]
		start := m.DataPageOffset
		if m.DictionaryPageOffset > 0 {
			start = min(start, m.DictionaryPageOffset)
		}
		switch {
		case c.FilePath != "":
			return fmt.Errorf("column %s is in another file, %s, which is not read", leaf, c.FilePath)
		case len(c.EncryptedColumnMetadata) > 0 || c.CryptoMetadata.Value != nil:
			return fmt.Errorf("column %s is encrypted, which is not read", leaf)
		case m.Type != leaf.kind:
			return fmt.Errorf("column %s is of type %s, and in the schema of type %s", leaf, m.Type, leaf.kind)
		case start < 0 || m.TotalCompressedSize < 0 || m.TotalCompressedSize > f.size-start:
			return fmt.Errorf("column %s is said to lie at %d with %d bytes, which is not in the file", leaf, start, m.TotalCompressedSize)
		case leaf.repetition == 0 && m.NumValues != g.NumRows:
			return fmt.Errorf("column %s is said to have %d values in %d rows", leaf, m.NumValues, g.NumRows)
		}
		m.DataPageOffset = start
		group.chunks = append(group.chunks, m)
		if m.TotalUncompressedSize > 0 {
			group.Bytes += min(m.TotalUncompressedSize, 1<<50)
		}
	}
	f.groups = append(f.groups, group)
	return nil
}
