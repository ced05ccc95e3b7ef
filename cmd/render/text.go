package render

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/displaywidth"
)

// Clean returns text in which everything that a terminal acts on, or that looks like something else, is written as
// an escape: control characters, bytes that are not UTF-8, and invisible formatting such as changes of the writing
// direction.
func Clean(text string) string {
	if strings.IndexFunc(text, acts) < 0 && utf8.ValidString(text) {
		return text
	}
	var b strings.Builder
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			fmt.Fprintf(&b, `\x%02x`, text[i])
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\t':
			b.WriteString(`\t`)
		case acts(r) && r < 0x80:
			fmt.Fprintf(&b, `\x%02x`, r)
		case acts(r):
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			b.WriteString(text[i : i+size])
		}
		i += size
	}
	return b.String()
}

// acts reports whether a character is to be escaped. The joiners stay: scripts and emoji need them.
func acts(r rune) bool {
	const nonJoiner, joiner = '\u200c', '\u200d'
	switch {
	case r >= ' ' && r < 0x7f, r == nonJoiner, r == joiner:
		return false
	}
	return unicode.IsControl(r) || unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp)
}

// columns is how many columns of a terminal a clean text occupies.
func columns(text string) int { return displaywidth.String(text) }

// pad fills a clean text with blanks up to width columns.
func pad(text string, width int) string {
	return text + strings.Repeat(" ", max(width-columns(text), 0))
}

// cutTo splits a clean text so that the head takes at most width columns, and at least one character.
func cutTo(text string, width int) (head, tail string) {
	used, end := 0, 0
	for g := displaywidth.StringGraphemes(text); g.Next(); {
		if end > 0 && used+g.Width() > width {
			break
		}
		used += g.Width()
		end += len(g.Value())
	}
	return text[:end], text[end:]
}
