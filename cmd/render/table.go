package render

import (
	"slices"
	"strings"
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

// table writes t.
func (p *page) table(t table) {
	limits := t.widths(p.width())
	header, names := make([]cell, len(t.header)), make([][]string, len(t.header))
	widths, rule := make([]int, len(t.header)), make([]string, len(t.header))
	for i, name := range t.header {
		header[i], names[i], widths[i] = cell{name, dim}, []string{name}, columns(name)
	}
	rows := make([][][]string, len(t.rows)) // the lines of each cell
	for i, row := range t.rows {
		rows[i] = make([][]string, len(row))
		for j, c := range row {
			rows[i][j] = wrapText(c.text, limits[j])
			for _, line := range rows[i][j] {
				widths[j] = max(widths[j], columns(line))
			}
		}
	}
	for i, w := range widths {
		rule[i] = strings.Repeat("─", w+2)
	}
	p.tableRow(t, header, names, widths)
	p.WriteString(" " + strings.Join(rule, "┼") + "\n")
	for i, row := range t.rows {
		p.tableRow(t, row, rows[i], widths)
	}
}

// tableRow writes a row: as many lines as its tallest cell has.
func (p *page) tableRow(t table, row []cell, lines [][]string, widths []int) {
	for n := 0; slices.ContainsFunc(lines, func(of []string) bool { return n < len(of) }); n++ {
		var b strings.Builder
		for i, c := range row {
			b.WriteString([]string{"  ", " │ "}[min(i, 1)])
			line := ""
			if n < len(lines[i]) {
				line = lines[i][n]
			}
			blanks := strings.Repeat(" ", widths[i]-columns(line))
			if t.right[i] {
				b.WriteString(blanks + p.paint(c.ink, line))
			} else {
				b.WriteString(p.paint(c.ink, line) + blanks)
			}
		}
		p.WriteString(strings.TrimRight(b.String(), " ") + "\n")
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
