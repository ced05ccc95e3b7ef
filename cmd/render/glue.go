package render

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// glue makes one word of words that a reader copies as one: an annotation, flags with their values, and an example after
// words such as "write". A line is then never broken inside of it.
func glue(all []word) []word {
	var out []word
	for i := 0; i < len(all); {
		n := copied(all[i:])
		if i > 0 && n == 1 {
			n = example(all[i-1].text(), all[i:])
		}
		out = append(out, join(all[i:i+n]))
		i += n
	}
	return out
}

// text is a word without its inks.
func (w word) text() string {
	if len(w.pieces) == 1 {
		return w.pieces[0].text
	}
	var b strings.Builder
	for _, p := range w.pieces {
		b.WriteString(p.text)
	}
	return b.String()
}

// join makes one word of several, with blanks between them.
func join(all []word) word {
	if len(all) == 1 {
		return all[0]
	}
	var whole word
	for i, w := range all {
		if i > 0 {
			whole.pieces = append(whole.pieces, piece{" ", w.pieces[0].ink})
			whole.width++
		}
		whole.pieces = append(whole.pieces, w.pieces...)
		whole.width += w.width
	}
	return whole
}

// copied is how many words, from the first one on, are an annotation (-- @name: a, b) or flags with their values; 1 if
// the first word begins neither.
func copied(all []word) int {
	n := 0
	if strings.TrimLeft(all[0].text(), "(") == "--" {
		n = 1
	}
	if n < len(all) {
		name := strings.TrimLeft(all[n].text(), "(")
		if n == 1 && name == "velo-plan:" {
			return len(all) // a reason may hold any word
		}
		if strings.HasPrefix(name, "@") && strings.HasSuffix(name, ":") {
			for n++; n < len(all)-1 && strings.HasSuffix(all[n].text(), ",") && !conjunction(all[n+1].text()); n++ {
			}
			return min(n+1, len(all))
		}
	}
	for n = 0; n < len(all) && isFlag(all[n].text()); {
		n++
		if n < len(all) && !strings.HasPrefix(all[n].text(), "--") {
			n++
			if ends(all[n-1].text()) || conjunction(all[n-1].text()) {
				break
			}
		}
	}
	return max(n, 1)
}

// isFlag reports whether a word is a flag that a value may follow.
func isFlag(text string) bool {
	name, ok := strings.CutPrefix(strings.TrimLeft(text, "("), "--")
	return ok && name != "" && name[0] >= 'a' && name[0] <= 'z' && !ends(text)
}

// ends reports whether a sign stands after a word that belongs to the sentence around it.
func ends(text string) bool { return strings.ContainsAny(text[len(text)-1:], ",;:.)!?") }

// leads are the words that an example follows.
var leads = map[string]bool{"write": true, "instead:": true, "accepts:": true, "example": true, "example:": true}

// example is how many words, from the first one on, are an example in SQL: those up to a comma outside of brackets, a
// semicolon, or "or". 1 if the word before leads to none, or what follows is prose.
func example(before string, all []word) int {
	first, _ := utf8.DecodeRuneInString(all[0].text())
	if !leads[before] || unicode.IsLower(first) {
		return 1
	}
	depth := 0
	for n, w := range all {
		text := w.text()
		depth += strings.Count(text, "(") - strings.Count(text, ")")
		if n+1 < len(all) && depth <= 0 && (strings.ContainsAny(text[len(text)-1:], ",;") || conjunction(all[n+1].text())) {
			return n + 1
		}
	}
	return len(all)
}

// conjunction reports whether a word leads from what is copied to something else.
func conjunction(text string) bool { return text == "or" || text == "and" || text == "if" }
