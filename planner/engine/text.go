package engine

import (
	"strings"
	"unicode"

	"github.com/velo-plan/velo-plan/planner/diag"
)

// wordSet makes a set of the words of a list.
func wordSet(list string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(list) {
		set[w] = true
	}
	return set
}

// upper is strings.ToUpper, without an allocation for a word that is upper case already.
func upper(word string) string {
	for i := 0; i < len(word); i++ {
		if c := word[i]; 'a' <= c && c <= 'z' || c >= 0x80 {
			return strings.ToUpper(word)
		}
	}
	return word
}

// trim moves the ends of a span over the blanks inside it.
func trim(text string, at diag.Span) diag.Span {
	inner := text[at.Start:at.End]
	at.Start += len(inner) - len(strings.TrimLeftFunc(inner, unicode.IsSpace))
	at.End = at.Start + len(strings.TrimSpace(inner))
	return at
}

// short cuts a text for a message.
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

// either joins words as a choice: "a, b or c".
func either(words ...string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " or " + words[last]
}
