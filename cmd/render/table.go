package render

import (
	"bytes"
	"reflect"
	"strings"

	"github.com/olekukonko/tablewriter"
	"github.com/olekukonko/tablewriter/pkg/twcache"
	"github.com/olekukonko/tablewriter/renderer"
	"github.com/olekukonko/tablewriter/tw"
)

// cell is one cell of a table.
type cell struct {
	text string
	ink  ink
}

// table is a table for a terminal. A column is as wide as its widest cell; where the page has no
// room for that, the widest columns give way.
type table struct {
	header []string
	rows   [][]cell
	// right are the columns whose cells are aligned to the right: numbers
	right map[int]bool
	// below are rows of the page below each row of the table, as wide as the page; nil if there are none
	below [][][]piece
}

const (
	// cellBorder is what a column needs besides its text: two blanks, and a line or the margin.
	cellBorder = 3
	// narrowest is the width below which no column is made narrower.
	narrowest = 10
)

// table writes t. The texts are wrapped here and the table is built as a whole before it is
// written, because the library cuts long cells and hides errors of writing otherwise.
func (p *page) table(t table) {
	widths := t.widths(p.width())
	if p.tables == nil {
		p.tables = newTables()
	}
	out, b := p.tables.Table, &p.tables.text
	b.Reset()
	out.Reset()
	aligned := tw.CellAlignment{PerColumn: t.alignment()}
	out.Configure(func(c *tablewriter.Config) { c.Header.Alignment, c.Row.Alignment = aligned, aligned })
	header := make([]any, len(t.header))
	for i, name := range t.header {
		header[i] = p.paint(dim, name)
	}
	out.Header(header...)
	heights := make([]int, len(t.rows)) // of the rows, in lines
	for r, row := range t.rows {
		cells := make([]string, len(row))
		heights[r] = 1
		for i, c := range row {
			lines := wrapText(c.text, widths[i])
			for j := range lines {
				lines[j] = p.paint(c.ink, lines[j])
			}
			cells[i] = strings.Join(lines, "\n")
			heights[r] = max(heights[r], len(lines))
		}
		if err := out.Append(cells); err != nil {
			panic(err) // the buffer has no errors, and the rows are of one length
		}
	}
	if err := out.Render(); err != nil {
		panic(err)
	}
	row, left := -1, 2 // the row that is written, and its lines that are to come; the header has two
	for line := range strings.Lines(b.String()) {
		p.WriteString(strings.TrimRight(" "+line, " \n") + "\n")
		if left--; left > 0 {
			continue
		}
		if row >= 0 && t.below != nil {
			for _, pieces := range t.below[row] {
				p.row(text("   "), pieces...)
			}
		}
		if row++; row < len(heights) {
			left = heights[row]
		}
	}
}

// tables lays out one table after the other: making the library's own takes longer than most tables do.
type tables struct {
	*tablewriter.Table
	text bytes.Buffer
}

func newTables() *tables {
	t := &tables{}
	t.Table = tablewriter.NewTable(&t.text,
		tablewriter.WithEastAsian(tw.Off),
		tablewriter.WithHeaderAutoFormat(tw.Off),
		tablewriter.WithHeaderAutoWrap(tw.WrapNone),
		tablewriter.WithRowAutoWrap(tw.WrapNone),
		tablewriter.WithStringerCacheCustom(twcache.NewLRU[reflect.Type, reflect.Value](1)), // the default one is large, and there are only texts
		tablewriter.WithRenderer(renderer.NewBlueprint(tw.Rendition{
			Borders: tw.Border{Left: tw.Off, Right: tw.Off, Top: tw.Off, Bottom: tw.Off},
			Symbols: tw.NewSymbols(tw.StyleLight),
			Settings: tw.Settings{
				Separators: tw.Separators{BetweenRows: tw.Off, BetweenColumns: tw.On},
			},
		})),
	)
	return t
}

// widths gives each column its width.
func (t table) widths(page int) []int {
	widths := make([]int, len(t.header))
	total := 0
	for i, name := range t.header {
		widths[i] = columns(name)
		for _, row := range t.rows {
			widths[i] = max(widths[i], columns(Clean(row[i].text)))
		}
		total += widths[i] + cellBorder
	}
	for ; total > page; total-- {
		widest := 0
		for i := range widths {
			if widths[i] > widths[widest] {
				widest = i
			}
		}
		if widths[widest] <= narrowest {
			break
		}
		widths[widest]--
	}
	return widths
}

// alignment gives each column its alignment.
func (t table) alignment() []tw.Align {
	aligns := make([]tw.Align, len(t.header))
	for i := range aligns {
		aligns[i] = tw.AlignLeft
		if t.right[i] {
			aligns[i] = tw.AlignRight
		}
	}
	return aligns
}
