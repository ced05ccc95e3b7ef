package render

import "strings"

// page is a text for a terminal that is being written.
type page struct {
	strings.Builder
	Options
	tables *tables // that the page has written so far; nil before the first one
}

// inASCII writes the signs that this package draws with in ASCII, each as wide as it was.
var inASCII = strings.NewReplacer("─", "-", "│", "|", "┼", "+", "├", "|", "└", "`", "◄", "<", "►", ">", "█", "#", ellipsis, "~", "·", "-", "→", ">",
	"▁", "_", "▂", ".", "▃", ":", "▄", "-", "▅", "=", "▆", "+", "▇", "*")

// String returns what was written.
func (p *page) String() string {
	if p.ASCII {
		return inASCII.Replace(p.Builder.String())
	}
	return p.Builder.String()
}

// row writes pieces, wrapped to the page. The first line starts with first, the others with as many blanks. first
// is clean text in an ink.
func (p *page) row(first piece, pieces ...piece) {
	start := columns(first.text)
	lines := wrap(glue(words(pieces)), p.width()-start)
	if len(lines) == 0 {
		p.WriteString(strings.TrimRight(p.paint(first.ink, first.text), " "))
		p.WriteByte('\n')
		return
	}
	for i, line := range lines {
		if i == 0 {
			p.WriteString(p.paint(first.ink, first.text))
		} else {
			p.WriteString(strings.Repeat(" ", start))
		}
		for _, run := range runs(line) {
			p.WriteString(p.paint(run.ink, run.text))
		}
		p.WriteByte('\n')
	}
}

// labelWidth is the width of the column of labels, including the margin.
const labelWidth = 14

// label writes a label and, to its right, pieces.
func (p *page) label(name string, i ink, pieces ...piece) {
	p.row(piece{pad("  "+Clean(name), labelWidth-1) + " ", i}, pieces...)
}

// title writes the heading of a section with a blank line above.
func (p *page) title(name string, pieces ...piece) {
	p.WriteByte('\n')
	p.row(piece{}, append([]piece{{name, bold}, {" ", plain}}, pieces...)...)
}

// text makes one piece.
func text(s string) piece { return piece{s, plain} }
