package render

import (
	"strconv"
	"unicode/utf16"
)

// The parameters of GitHub's hash of lines (github/codeql-action, src/fingerprints.ts).
const (
	lineHashBlock  = 100 // characters from the beginning of a line on, in UTF-16, without blanks and tabs
	lineHashFactor = 37
	lineHashEnd    = 0xffff // stands behind the text
)

// lineHashes returns the primaryLocationLineHash of lines counted from 1: what GitHub computes for a result that has
// none, and complains about if it is another.
func lineHashes(text string, wanted map[int]bool) map[int]string {
	first := uint64(1)
	for range lineHashBlock {
		first *= lineHashFactor
	}
	var (
		hash   uint64
		window [lineHashBlock]uint64
		begins [lineHashBlock]int // the line that begins with the character in the window; 0 for none
		at     int
		line   int
		seen   = map[uint64]int{}
		hashes = make(map[int]string, len(wanted))
	)
	emit := func() {
		if n := begins[at]; n > 0 {
			seen[hash]++
			if wanted[n] {
				hashes[n] = strconv.FormatUint(hash, 16) + ":" + strconv.Itoa(seen[hash])
			}
			begins[at] = 0
		}
	}
	push := func(unit uint64) {
		hash = hash*lineHashFactor + unit - first*window[at]
		window[at] = unit
		at = (at + 1) % lineHashBlock
	}
	starts, afterCR := true, false
	add := func(unit uint64) {
		if unit == ' ' || unit == '\t' || unit == '\n' && afterCR {
			afterCR = false
			return
		}
		if afterCR = unit == '\r'; afterCR {
			unit = '\n'
		}
		emit()
		if starts {
			line++
			begins[at] = line
		}
		starts = unit == '\n'
		push(unit)
	}
	for _, r := range text {
		if high, low := utf16.EncodeRune(r); r >= 0x10000 {
			add(uint64(high))
			add(uint64(low))
			continue
		}
		add(uint64(r))
	}
	add(lineHashEnd)
	for range lineHashBlock {
		emit()
		push(0)
	}
	return hashes
}
