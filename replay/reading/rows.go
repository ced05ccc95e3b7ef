package reading

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/velo-plan/velo-plan/replay/delimited"
	"github.com/velo-plan/velo-plan/replay/ndjson"
)

// Rows says how rows of CSV are written.
type Rows struct {
	Columns []string // their names; none: the first row is a header with them
	Comma   byte     // the delimiter; 0: a tab in FormatTSV, else a comma
}

// comma returns the delimiter in a format.
func (r Rows) comma(format Format) byte {
	switch {
	case r.Comma != 0:
		return r.Comma
	case format == FormatTSV:
		return '\t'
	}
	return ','
}

// rowCutter cuts what a stream brings into whole rows.
type rowCutter struct {
	cfg     *Config
	comma   byte
	columns *delimited.Columns // nil: the header was not met yet
	skipped uint64             // lines of the header, while no chunk has them
}

// newRowCutter returns a cutter of an input in a format.
func newRowCutter(cfg *Config, format Format) *rowCutter {
	r := &rowCutter{cfg: cfg, comma: cfg.Rows.comma(format)}
	if len(cfg.Rows.Columns) > 0 {
		r.columns = &delimited.Columns{Comma: r.comma, Names: cfg.Rows.Columns}
	}
	return r
}

func (r *rowCutter) lined() bool { return true }

func (r *rowCutter) cut(c *Chunk, ended bool) (tail []byte, enough bool, err error) {
	if r.columns == nil {
		if found, err := r.header(c, ended); !found || err != nil {
			return nil, false, err
		}
	}
	c.maker, c.skipped, r.skipped = c.rowMaker(r.columns), c.skipped+r.skipped, 0
	text := c.buf[c.start:c.end]
	end, open := delimited.Split(text, r.comma, ended)
	switch {
	case end > 0:
	case open && (ended || len(text) > c.maxLine+1):
		// The row is given up: its first line is wrong, and the next one begins another row.
		end = bytes.IndexByte(text, '\n') + 1
		if end == 0 && ended {
			end = len(text)
		}
	}
	if end == 0 {
		return nil, false, nil
	}
	tail = text[end:]
	c.end = c.start + end
	c.endLine(c.start)
	return tail, true, nil
}

// header takes the header off the chunk. It is not found if the chunk has not all of it.
func (r *rowCutter) header(c *Chunk, ended bool) (found bool, err error) {
	for {
		text := c.buf[c.start:c.end]
		n := bytes.IndexByte(text, '\n') + 1
		if n == 0 && !ended || n == 0 && len(text) == 0 {
			return false, errHeaderTooLong(text, c.maxLine)
		}
		if n == 0 {
			n = len(text)
		}
		// A name in quotes may hold line ends.
		for end, open := delimited.Split(text[:n], r.comma, true); open && end == 0; end, open = delimited.Split(text[:n], r.comma, true) {
			next := bytes.IndexByte(text[n:], '\n') + 1
			if next == 0 && !ended && len(text) <= c.maxLine {
				return false, nil
			}
			if next == 0 {
				break
			}
			n += next
		}
		row := bytes.TrimSuffix(bytes.TrimSuffix(text[:n], []byte("\n")), []byte("\r"))
		r.skipped += max(1, uint64(bytes.Count(text[:n], []byte("\n"))))
		c.start += n
		if len(row) == 0 {
			continue
		}
		columns, err := delimited.Header(row, r.comma)
		if err != nil {
			return false, err
		}
		if d := columns.Meant(); d != 0 {
			return false, fmt.Errorf("with the delimiter %q its header is one column of %d characters, %s: did you mean --delimiter %q?",
				string(r.comma), len([]rune(columns.Names[0])), short(columns.Names[0]), string(d))
		}
		r.columns = columns
		return true, nil
	}
}

// errHeaderTooLong is the error of a header that is longer than a line may be.
func errHeaderTooLong(text []byte, maxLine int) error {
	if len(text) <= maxLine {
		return nil
	}
	return errors.New("its first line, the header, is longer than --max-line-bytes: is it CSV?")
}

// short quotes the beginning of a text.
func short(text string) string {
	if runes := []rune(text); len(runes) > 40 {
		text = string(runes[:40]) + "…"
	}
	return "'" + text + "'"
}

// rowMaker makes JSON of rows.
type rowMaker struct {
	writer  *delimited.Writer
	columns *delimited.Columns
	flat    []*ndjson.Field // of the values of a row, if they need no line
}

// rowMaker returns the chunk's maker for columns.
func (c *Chunk) rowMaker(columns *delimited.Columns) *rowMaker {
	if c.ofRows == nil || c.ofRows.columns != columns {
		isText := func(name string) bool { return slices.Contains(c.source.cfg.Texts, name) }
		c.ofRows = &rowMaker{writer: columns.NewWriter(c.source.wantedPaths(), isText), columns: columns}
		if paths, ok := c.ofRows.writer.Flat(); ok && !c.source.cfg.Whole {
			c.ofRows.flat = c.source.fieldsOf(paths)
		}
	}
	return c.ofRows
}

func (m *rowMaker) make(c *Chunk) error {
	if m.flat != nil {
		c.made, c.spans, c.units = m.writer.Values(c.made, c.spans[:0], c.units, c.lines)
		c.flat, c.escapes = m.flat, bytes.IndexByte(c.made, '\\') >= 0
	} else {
		c.made, c.units = m.writer.Append(c.made, c.units, c.lines)
	}
	for i := range c.units {
		if u := &c.units[i]; u.Length > uint32(c.maxLine) {
			u.Why = ndjson.LineTooLong
		}
	}
	return nil
}

func (m *rowMaker) fault(c *Chunk, n int) ndjson.Fault {
	u := c.units[n]
	row := c.lines[u.Start:][:u.Length]
	if u.Why == ndjson.InvalidUTF8 {
		return ndjson.Explain(row, u.Why)
	}
	if u.Why != ndjson.BadQuoting && u.Why != ndjson.RaggedRow {
		return ndjson.Fault{}
	}
	at, expected := m.writer.Explain(row, u.Why)
	fault := ndjson.FaultAt(row, at, expected)
	if u.Why == ndjson.RaggedRow {
		fault.Expected = expected // it is not about the character there
	}
	return fault
}

func (m *rowMaker) place(c *Chunk, n int, at *RejectedLine) {
	at.Line = c.baseLine + c.linesBefore(int(c.units[n].Start)) + 1
}

func (m *rowMaker) names() []string {
	names := make(map[string]bool)
	for _, name := range m.columns.Names {
		for i := range name {
			if name[i] == '.' {
				names[name[:i]] = true
			}
		}
		names[name] = true
	}
	return slices.Sorted(maps.Keys(names))
}
