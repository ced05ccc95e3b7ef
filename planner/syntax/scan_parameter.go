package syntax

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// parameterEnd returns the end of the template variable that begins at i, or i if none does: $name,
// ${name:default} on one line, {{ name }}, :name. It is read as a name: jobs are often planned
// before the tool that deploys them has filled in the values. The engine's own parser accepts none of
// these outside quotes.
func (s *scanner) parameterEnd(i int) int {
	rest := s.text[i:]
	switch {
	case strings.HasPrefix(rest, "${"):
		if end := s.find("}", i); i+2 < end && end < s.lineEnd(i) {
			return end + 1
		}
	case strings.HasPrefix(rest, "{{"):
		if end := s.find("}}", i); end >= 0 {
			return end + 2
		}
	case strings.HasPrefix(rest, "$"), strings.HasPrefix(rest, ":") && s.opensParameter(i):
		n := 1
		for n < len(rest) && isNameByte(rest[n]) {
			n++
		}
		if n > 1 {
			return i + n
		}
	}
	return i
}

// opensParameter reports whether the colon at i begins :name; in a:b, x::int and a[1:n] it does not.
func (s *scanner) opensParameter(i int) bool {
	if i+1 >= len(s.text) || !isLetter(rune(s.text[i+1])) {
		return false
	}
	if i == 0 {
		return true
	}
	before := s.text[i-1]
	return before < utf8.RuneSelf && !isNameByte(before) && strings.IndexByte("\"'`)]}:", before) < 0
}

// templateHelp is the help for a template that cannot be read as SQL.
const templateHelp = "render the template first, and plan the SQL that comes out of it"

// readTemplate reads {% .. %}, {# .. #}, or a {{ that is never closed, as a bad token: only the rendered
// template shows what the statement is.
func (s *scanner) readTemplate(t *token) bool {
	rest := s.text[s.pos:]
	closing := ""
	switch {
	case strings.HasPrefix(rest, "{%"):
		closing = "%}"
	case strings.HasPrefix(rest, "{#"):
		closing = "#}"
	case strings.HasPrefix(rest, "{{") && s.find("}}", s.pos) < 0:
		t.end = s.givenUp(s.pos)
		s.pos = t.end
		*t = badAt(*t, "this template variable is never closed", "close it with }}")
		return true
	default:
		return false
	}
	if end := s.find(closing, s.pos); end >= 0 {
		t.end = end + len(closing)
	} else {
		t.end = s.givenUp(s.pos)
	}
	s.pos = t.end
	*t = badAt(*t, "this is a template, not SQL yet", templateHelp)
	return true
}

// IsParameter reports whether a name, or a part of it, is or holds a template variable that is not
// filled in: ${name}, $name, {{ name }} or :name.
func (id Ident) IsParameter() bool {
	return !id.Quoted && slices.ContainsFunc(splitName(id.Name), isParameter)
}

// isParameter reports whether a name without dots is one bare word with a template variable in it.
func isParameter(name string) bool {
	if !strings.ContainsAny(name, "$:{") {
		return false
	}
	t := newScanner(name, nil).next()
	return t.kind == wordToken && t.start == 0 && t.end == len(name)
}

// splitName cuts a name at its dots, except those inside a template variable.
func splitName(name string) []string {
	if !strings.Contains(name, "{") {
		return strings.Split(name, ".")
	}
	s := newScanner(name, nil)
	var parts []string
	first := 0
	for i := 0; i < len(name); i++ {
		if end := s.parameterEnd(i); end > i {
			i = end - 1
		} else if name[i] == '.' {
			parts = append(parts, name[first:i])
			first = i + 1
		}
	}
	return append(parts, name[first:])
}
