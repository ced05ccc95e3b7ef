package mapping

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// The limits of a file. The YAML parser takes time that grows with the square of the nesting, of the signs in one
// line and of the lines of one block (measured: 20,000 lines take 0.9 s, 80,000 take 15 s). So what no one writes
// by hand is rejected before it gets there.
const (
	// MaxBytes is the largest size of a file.
	MaxBytes   = 4 << 20
	maxLines   = 40_000
	maxNesting = 100  // open brackets and braces
	maxSigns   = 1000 // of - ? : ! & * outside brackets, in one line
)

// checkLimits notes the first limit that the text exceeds, or that it is not text.
func (d *Document) checkLimits() bool {
	text := d.text
	if len(text) > MaxBytes {
		d.note(nil, fmt.Sprintf("the file has %d bytes, more than %d", len(text), MaxBytes),
			"leave out what no job reads")
		return false
	}
	if at := badText(text); at >= 0 {
		d.noteAt(at, "no text: a byte that is no UTF-8, or a control character", "save the file as UTF-8")
		return false
	}
	if lines := strings.Count(text, "\n"); lines > maxLines {
		d.note(nil, fmt.Sprintf("the file has %d lines, more than %d", lines, maxLines), "write each stream in one line: name: {..}")
		return false
	}
	return d.checkNesting()
}

// checkNesting notes the place where there are too many nested brackets, or too many signs in one line.
func (d *Document) checkNesting() bool {
	text := d.text
	depth, signs := 0, 0
	for i := range len(text) {
		switch text[i] {
		case '\n':
			signs = 0
		case '[', '{':
			depth++
		case ']', '}':
			depth = max(depth-1, 0)
		case '-', '?', ':', '!', '&', '*':
			if depth == 0 {
				signs++
			}
		}
		if depth > maxNesting || signs > maxSigns {
			d.noteAt(i, "too much nesting", "a catalog needs three levels")
			return false
		}
	}
	return true
}

// badText returns the offset of the first byte that cannot be part of a text, or -1 if there is none.
func badText(text string) int {
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		if r == utf8.RuneError && size == 1 || r < ' ' && r != '\n' && r != '\r' && r != '\t' {
			return i
		}
		i += size
	}
	return -1
}
