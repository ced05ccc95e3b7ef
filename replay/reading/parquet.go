package reading

import (
	"context"
	"errors"
	"io"
	"math"
	"sync/atomic"

	"github.com/velo-plan/velo-plan/replay/ndjson"
	"github.com/velo-plan/velo-plan/replay/parquet"
)

// spanRows is how many rows of a row group a chunk has at most, where the group can be read in parts. A page that lies in
// two parts is read twice, so a group of a usual size stays whole.
const spanRows = 128 << 10

// errNoSeek is the error of Parquet that can be read only from its beginning to its end.
var errNoSeek = errors.New("this is Parquet, of which the end has to be read first: write it into a file, not compressed, and name that")

// parquetInput is a file of Parquet that is cut into parts of its row groups, so that each worker can read its own.
type parquetInput struct {
	file   *parquet.File
	closer io.Closer
	group  int
	row    int64 // of that, the next one
	taken  int64
	users  atomic.Int32 // the source and the chunks that have not read yet; the last one closes the file
}

// newParquet opens a file of a size.
func newParquet(in io.ReaderAt, size int64, closer io.Closer) (*parquetInput, error) {
	file, err := parquet.Open(in, size)
	if err != nil {
		return nil, errors.Join(err, closeIf(closer))
	}
	p := &parquetInput{file: file, closer: closer}
	p.users.Store(1)
	return p, nil
}

func (p *parquetInput) next(_ context.Context, c *Chunk) error {
	groups := p.file.Groups()
	for p.group < len(groups) && p.row == groups[p.group].Rows {
		p.group, p.row = p.group+1, 0
	}
	if p.group == len(groups) {
		return io.EOF
	}
	m := c.parquetMaker(p.file)
	g := groups[p.group]
	m.group, m.from, m.to = p.group, p.row, g.Rows
	if m.splits {
		m.to = min(p.row+spanRows, g.Rows)
	}
	p.row = m.to
	p.users.Add(1)
	c.maker, m.input = m, p
	c.cut(0, 0)
	p.taken += bytesOfRows(g, m.from, m.to)
	return nil
}

// bytesOfRows is how many bytes some rows of a group count: each its part of the bytes of the columns.
func bytesOfRows(g parquet.Group, from, to int64) int64 {
	size, more := sizeOfRows(g)
	return size*(to-from) + min(to, more) - min(from, more)
}

// sizeOfRows is how many bytes a row of a group counts, and how many rows at its beginning count one more.
func sizeOfRows(g parquet.Group) (size, more int64) {
	return min(g.Bytes/g.Rows, math.MaxInt32), g.Bytes % g.Rows
}

func (p *parquetInput) format() Format { return FormatParquet }

func (p *parquetInput) position() int64 { return p.taken }

func (p *parquetInput) close() {
	if p.users.Add(-1) == 0 {
		closeIf(p.closer) // nothing was written, so nothing can be lost
	}
}

// parquetMaker makes JSON of the rows of a part of a row group.
type parquetMaker struct {
	input    *parquetInput
	reader   *parquet.Reader
	flat     []*ndjson.Field
	splits   bool
	group    int
	from, to int64
	wrong    []parquet.Wrong
}

// parquetMaker returns the chunk's maker for a file.
func (c *Chunk) parquetMaker(file *parquet.File) *parquetMaker {
	if c.ofParquet == nil || c.ofParquet.input.file != file {
		paths := c.source.wantedPaths()
		m := &parquetMaker{reader: file.NewReader(paths)}
		m.splits = m.reader.Splits()
		if columns, ok := m.reader.Flat(paths); ok {
			m.flat = c.source.fieldsOf(columns)
		}
		c.ofParquet = m
	}
	return c.ofParquet
}

func (m *parquetMaker) make(c *Chunk) (err error) {
	defer m.input.close()
	if m.flat != nil {
		c.made, c.spans, m.wrong, err = m.reader.Values(c.made, c.spans, m.group, m.from, m.to)
		c.flat, c.escapes = m.flat, true
	} else {
		c.made, m.wrong, err = m.reader.Objects(c.made, m.group, m.from, m.to)
	}
	if err != nil {
		return err
	}
	g := m.input.file.Groups()[m.group]
	c.bytes = uint64(bytesOfRows(g, m.from, m.to))
	size, more := sizeOfRows(g)
	for row := m.from; row < m.to; row++ {
		u := ndjson.Unit{Length: uint32(size)}
		if row < more {
			u.Length++
		}
		c.units = append(c.units, u)
	}
	for _, w := range m.wrong {
		c.units[w.Row].Why = w.Why
	}
	return nil
}

func (m *parquetMaker) fault(_ *Chunk, n int) ndjson.Fault {
	for _, w := range m.wrong {
		if w.Row == n {
			return ndjson.Fault{Expected: "values that can be written, found that " + w.What}
		}
	}
	return ndjson.Fault{}
}

func (m *parquetMaker) place(_ *Chunk, n int, at *RejectedLine) {
	at.Block, at.Line, at.Unit = uint64(m.group)+1, uint64(m.from)+uint64(n)+1, UnitRecord
}

func (m *parquetMaker) names() []string { return m.input.file.Names() }
