package syntax

import "strings"

// readParameter reads a template variable that nobody has filled in yet: $name, or ${name:default}
// on one line. It stands where a name can stand, and is one: jobs are often planned before the tool
// that deploys them has put its values in. The engine's own parser takes no $ outside quotes.
func (s *scanner) readParameter(t *token) bool {
	i := s.pos + 1
	if i < len(s.text) && s.text[i] == '{' {
		n := strings.IndexAny(s.text[i:], "}\n")
		if n < 2 || s.text[i+n] != '}' {
			return false
		}
		i += n + 1
	} else {
		for i < len(s.text) && isNameByte(s.text[i]) {
			i++
		}
	}
	if i == s.pos+1 {
		return false
	}
	t.kind, t.end, t.key = wordToken, i, s.text[s.pos:i]
	s.pos = i
	return true
}

// IsParameter reports whether a name is a template variable that nobody has filled in.
func (id Ident) IsParameter() bool { return !id.Quoted && strings.HasPrefix(id.Name, "$") }
