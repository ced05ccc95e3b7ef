package render

import (
	"fmt"
	"strings"
)

// markdown is a text in GitHub's Markdown that is being written.
type markdown struct{ strings.Builder }

func (m *markdown) printf(format string, args ...any) { fmt.Fprintf(m, format, args...) }

// table writes a table whose cells have been escaped.
func (m *markdown) table(header []string, rows [][]string) {
	rule := make([]string, len(header))
	for i := range rule {
		rule[i] = "---"
	}
	for _, row := range append([][]string{header, rule}, rows...) {
		m.WriteString("| " + strings.Join(row, " | ") + " |\n")
	}
}

// block writes lines as they are, in a fence that is longer than any in them and indented so that it belongs to a
// numbered item.
func (m *markdown) block(lines string) {
	fence := "```"
	for strings.Contains(lines, fence) {
		fence += "`"
	}
	m.printf("\n   %s\n", fence)
	for line := range strings.Lines(lines) {
		m.printf("   %s\n", Clean(strings.TrimRight(line, "\n")))
	}
	m.printf("   %s\n", fence)
}

// special are the characters that Markdown, or HTML in it, could act on.
const special = "\\`*_{}[]<>#|~&$@"

// escape writes text so that Markdown shows it as it is, even in a table.
func escape(text string) string {
	text = Clean(text)
	if !strings.ContainsAny(text, special) {
		return text
	}
	var b strings.Builder
	for i, r := range text {
		if strings.ContainsRune(special, r) && !insideWord(text, i, r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// insideWord reports whether an underscore stands between letters or digits: Markdown leaves it
// alone there, and names stay readable in the source.
func insideWord(text string, i int, r rune) bool {
	letter := func(at int) bool {
		return at >= 0 && at < len(text) && (text[at] >= '0' && text[at] <= '9' || text[at]|0x20 >= 'a' && text[at]|0x20 <= 'z')
	}
	return r == '_' && letter(i-1) && letter(i+1)
}

// code writes text as code. Markdown does not interpret it, except for its end and, in a table, for the pipe.
func code(text string) string {
	text = Clean(text)
	if strings.ContainsAny(text, "`|") || strings.TrimSpace(text) == "" {
		return escape(text)
	}
	return "`" + text + "`"
}
