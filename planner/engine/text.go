package engine

import (
	"strings"
	"unicode"

	"github.com/velo-plan/velo-plan/planner/diag"
)

// wordSet makes a set of the words in a list.
func wordSet(list string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(list) {
		set[w] = true
	}
	return set
}

// upper is strings.ToUpper, but does not allocate for a word that is already in upper case.
func upper(word string) string {
	for i := 0; i < len(word); i++ {
		if c := word[i]; 'a' <= c && c <= 'z' || c >= 0x80 {
			return strings.ToUpper(word)
		}
	}
	return word
}

// trim shrinks a span by the blanks at its ends.
func trim(text string, at diag.Span) diag.Span {
	inner := text[at.Start:at.End]
	at.Start += len(inner) - len(strings.TrimLeftFunc(inner, unicode.IsSpace))
	at.End = at.Start + len(strings.TrimSpace(inner))
	return at
}

// short shortens a text for a message.
func short(text string) string {
	const most = 30
	runes := 0
	for i := range text {
		if runes++; runes > most {
			return text[:i] + ".."
		}
	}
	return text
}

// either joins words as alternatives: "a, b or c".
func either(words ...string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " or " + words[last]
}
