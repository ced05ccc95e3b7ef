package syntax

import "strings"

// search is the result of a search from a place on: where the text was found, -1 for nowhere.
type search struct{ from, at int }

// find returns the first place of mark at or after i, -1 if there is none. It remembers the last result, so
// that a file full of brackets that are never closed is not searched to its end for each of them.
func (s *scanner) find(mark string, i int) int {
	if last, ok := s.found[mark]; ok && last.from <= i && (i <= last.at || last.at < 0) {
		return last.at
	}
	at := strings.Index(s.text[i:], mark)
	if at >= 0 {
		at += i
	}
	s.found[mark] = search{i, at}
	return at
}

// lineEnd returns the offset of the end of the line at pos, before its line break.
func (s *scanner) lineEnd(pos int) int {
	end := s.find("\n", pos)
	if end < 0 {
		return len(s.text)
	}
	if end > pos && s.text[end-1] == '\r' {
		end--
	}
	return end
}

// readDollarText reads $$..$$ and $tag$..$tag$, the bodies of functions.
func (s *scanner) readDollarText(t *token) bool {
	tag := s.tagAt(s.pos)
	body := s.pos + len(tag)
	if tag == "" || s.lastTag(tag) < body {
		return false
	}
	t.kind, t.end = textToken, body+strings.Index(s.text[body:], tag)+len(tag)
	s.pos = t.end
	return true
}

// tagAt returns the $tag$ that begins at i, "" if none does.
func (s *scanner) tagAt(i int) string {
	end := i + 1
	for end < len(s.text) && isNameByte(s.text[end]) {
		end++
	}
	if end >= len(s.text) || s.text[end] != '$' {
		return ""
	}
	return s.text[i : end+1]
}

// lastTag returns the last place of a tag. It finds the places of all tags at once, so that
// many tags that are never closed cost no more than one.
func (s *scanner) lastTag(tag string) int {
	if s.tags == nil {
		s.tags = map[string]int{}
		for i := s.find("$", 0); i >= 0; i = s.find("$", i+1) {
			if t := s.tagAt(i); t != "" {
				s.tags[t] = i
			}
		}
	}
	return s.tags[tag]
}
