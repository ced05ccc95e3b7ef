package render

import (
	"strings"

	"github.com/olekukonko/tablewriter"
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
	var b strings.Builder
	out := tablewriter.NewTable(&b,
		tablewriter.WithEastAsian(tw.Off),
		tablewriter.WithHeaderAutoFormat(tw.Off),
		tablewriter.WithHeaderAutoWrap(tw.WrapNone),
		tablewriter.WithRowAutoWrap(tw.WrapNone),
		tablewriter.WithHeaderAlignmentConfig(tw.CellAlignment{PerColumn: t.alignment()}),
		tablewriter.WithRowAlignmentConfig(tw.CellAlignment{PerColumn: t.alignment()}),
		tablewriter.WithRenderer(renderer.NewBlueprint(tw.Rendition{
			Borders: tw.Border{Left: tw.Off, Right: tw.Off, Top: tw.Off, Bottom: tw.Off},
			Symbols: tw.NewSymbols(tw.StyleLight),
			Settings: tw.Settings{
				Separators: tw.Separators{BetweenRows: tw.Off, BetweenColumns: tw.On},
			},
		})),
	)
	header := make([]any, len(t.header))
	for i, name := range t.header {
		header[i] = p.paint(dim, name)
	}
	out.Header(header...)
	for _, row := range t.rows {
		cells := make([]string, len(row))
		for i, c := range row {
			lines := wrapText(c.text, widths[i])
			for j := range lines {
				lines[j] = p.paint(c.ink, lines[j])
			}
			cells[i] = strings.Join(lines, "\n")
		}
		if err := out.Append(cells); err != nil {
			panic(err) // strings.Builder has no errors, and the rows are of one length
		}
	}
	if err := out.Render(); err != nil {
		panic(err)
	}
	for line := range strings.Lines(b.String()) {
		p.WriteString(strings.TrimRight(" "+line, " \n") + "\n")
	}
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
