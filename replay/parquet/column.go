package parquet

import (
	"fmt"

	"github.com/parquet-go/parquet-go/format"
)

// column is a column that is read, with the pages and the dictionary that it has in one row group.
type column struct {
	*leaf
	group      int // -1: none yet
	pages      []*page
	dictionary dictionary
	epoch      uint32 // of the text that is being made, from 1
}

// parentDefinition is the level from which on what the column lies in is there.
func (c *column) parentDefinition() int {
	if c.optional || c.repeated {
		return c.definition - 1
	}
	return c.definition
}

// open finds the pages of the column in a row group.
func (c *column) open(f *File, group int) error {
	if c.group == group {
		return nil
	}
	m := &f.groups[group].chunks[c.index]
	c.group, c.pages, c.dictionary = -1, c.pages[:0], dictionary{}
	values := int64(0)
	for at, end := m.DataPageOffset, m.DataPageOffset+m.TotalCompressedSize; at < end && values < m.NumValues; {
		p, err := f.header(at, end)
		if err != nil {
			return err
		}
		switch p.Type {
		case format.DictionaryPage:
			c.dictionary.page = p
		case format.DataPage, format.DataPageV2:
			values += p.rows
			c.pages = append(c.pages, p)
		}
		at = p.body + int64(p.CompressedPageSize)
	}
	if values != m.NumValues {
		return fmt.Errorf("its pages have %d values, and it is said to have %d", values, m.NumValues)
	}
	c.group = group
	return nil
}
