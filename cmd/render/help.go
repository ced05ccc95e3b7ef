package render

import "strings"

// Help is the help of a command, for a terminal.
type Help struct {
	// Text is what the command does. Lines that begin with blanks stay as they are; the others are paragraphs.
	Text string
	// Usage is the synopsis. Examples are command lines.
	Usage    string
	Examples []string
	Commands []HelpLine
	Flags    []HelpGroup
	// Closing says where the rest is.
	Closing string
}

// HelpGroup are flags that belong together.
type HelpGroup struct {
	Title string
	Lines []HelpLine
}

// HelpLine is a name, of a flag or a command, and what it does.
type HelpLine struct{ Name, Text string }

// helpNames is the widest column of names; a longer name has a line of its own.
const helpNames = 26

// HelpText writes a help page in the width of the destination.
func HelpText(h Help, o Options) string {
	p := &page{Options: o}
	p.prose(h.Text)
	p.title("Usage")
	p.synopsis(h.Usage)
	if len(h.Examples) > 0 {
		p.title("Examples")
		for _, line := range h.Examples {
			p.WriteString("  " + line + "\n") // to be copied: never broken
		}
	}
	if len(h.Commands) > 0 {
		p.title("Commands")
		p.helpLines(h.Commands)
	}
	for _, group := range h.Flags {
		p.title(group.Title)
		p.helpLines(group.Lines)
	}
	if h.Closing != "" {
		p.WriteByte('\n')
		p.row(piece{}, text(h.Closing))
	}
	return p.String()
}

// synopsis writes a usage line, which is not broken between brackets.
func (p *page) synopsis(usage string) {
	var whole []word
	all := words([]piece{text(usage)})
	for i := 0; i < len(all); {
		depth, n := 0, 0
		for ; i+n < len(all) && (n == 0 || depth > 0); n++ {
			part := all[i+n].text()
			depth += strings.Count(part, "[") + strings.Count(part, "(") - strings.Count(part, "]") - strings.Count(part, ")")
		}
		whole = append(whole, join(all[i:i+n]))
		i += n
	}
	for i, line := range wrap(whole, p.width()-4) {
		p.WriteString(strings.Repeat(" ", 2+2*min(i, 1)))
		for _, run := range runs(line) {
			p.WriteString(run.text)
		}
		p.WriteByte('\n')
	}
}

// prose writes paragraphs, and indented lines as they are.
func (p *page) prose(all string) {
	var paragraph []string
	end := func() {
		if len(paragraph) > 0 {
			p.row(piece{}, text(strings.Join(paragraph, " ")))
			paragraph = nil
		}
	}
	for line := range strings.SplitSeq(strings.TrimSpace(all), "\n") {
		switch {
		case line == "":
			end()
			p.WriteByte('\n')
		case strings.HasPrefix(line, " "), strings.HasPrefix(line, "\t"):
			end()
			p.WriteString(strings.ReplaceAll(line, "\t", "    ") + "\n")
		default:
			paragraph = append(paragraph, line)
		}
	}
	end()
}

// helpLines writes names and, beside them, what they do.
func (p *page) helpLines(lines []HelpLine) {
	width := 0
	for _, l := range lines {
		if n := columns(l.Name); n <= helpNames {
			width = max(width, n)
		}
	}
	for _, l := range lines {
		name := piece{"  " + pad(l.Name, width) + "  ", cyan}
		if columns(l.Name) > width {
			p.row(piece{"  " + l.Name, cyan})
			name = text(strings.Repeat(" ", width+4))
		}
		p.row(name, text(l.Text))
	}
}
