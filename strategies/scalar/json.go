package scalar

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"unicode/utf8"
)

// maxNesting bounds the depth of a JSON value, as in encoding/json: deeper text is refused, not
// followed.
const maxNesting = 10_000

// FromJSON reads raw as one JSON value (RFC 8259), blanks around it allowed. Names and strings
// must be UTF-8; a lone surrogate escape becomes U+FFFD, as in encoding/json. Objects and arrays
// are brought to canonical form. The error says what is wrong and at which byte. The value refers
// to raw where it can.
func FromJSON(raw []byte) (Value, error) {
	n, err := parseJSON(raw)
	if err != nil {
		return Value{}, err
	}
	if n.kind == KindJSON {
		return Value{kind: KindJSON, text: n.appendCanonical(nil)}, nil
	}
	return Value{kind: n.kind, text: n.text}, nil
}

// FromWellFormed is FromJSON for text that was found to be well-formed, without blanks around it: it looks only at what it
// must. Text without escapes goes to the end of unescaped, which it returns; the value may refer to it.
func FromWellFormed(text, unescaped []byte) (v Value, all []byte, err error) {
	switch text[0] {
	case '"':
		content := text[1 : len(text)-1]
		if bytes.IndexByte(content, '\\') < 0 {
			return StringBytes(content), unescaped, nil
		}
		all, err = AppendUnescaped(unescaped, content)
		return StringBytes(all[len(unescaped):]), all, err
	case 't', 'f':
		return Bool(text[0] == 't'), unescaped, nil
	case 'n':
		return Null(), unescaped, nil
	}
	if text[0] != '{' && text[0] != '[' && bytes.IndexByte(text, 'e') < 0 && bytes.IndexByte(text, 'E') < 0 {
		return Value{kind: KindNumber, text: text}, unescaped, nil
	}
	v, err = FromJSON(text)
	return v, unescaped, err
}

// node is a parsed JSON value: a scalar as in Value, or an object or array with its children.
type node struct {
	kind     Kind
	object   bool   // of KindJSON: an object, whose children are sorted by name and distinct
	name     []byte // as a member of an object: its unescaped name
	text     []byte // of a scalar: as in Value
	children []node
	// beyond is the place of a number in it, plus one, whose exponent is out of bounds; 0: there is none. It matters only
	// if the number counts: a later member of the same name takes its place.
	beyond int
}

type jsonParser struct {
	raw   []byte
	pos   int
	depth int
}

func parseJSON(raw []byte) (node, error) {
	p := jsonParser{raw: raw}
	p.blanks()
	n, err := p.value()
	if err != nil {
		return node{}, err
	}
	p.blanks()
	if p.pos < len(raw) {
		return node{}, p.wrong("end of the value")
	}
	if n.beyond > 0 {
		return node{}, fmt.Errorf("the exponent of the number at byte %d is beyond 10^18", n.beyond-1)
	}
	return n, nil
}

// wrong reports the byte at which something else was expected.
func (p *jsonParser) wrong(expected string) error {
	if p.pos >= len(p.raw) {
		return fmt.Errorf("not JSON: it ends where %s was expected", expected)
	}
	return fmt.Errorf("not JSON: %q at byte %d where %s was expected", p.raw[p.pos], p.pos, expected)
}

func (p *jsonParser) blanks() {
	for p.pos < len(p.raw) {
		switch p.raw[p.pos] {
		case ' ', '\t', '\n', '\r':
			p.pos++
		default:
			return
		}
	}
}

// next consumes c, with the blanks before it, if it comes next.
func (p *jsonParser) next(c byte) bool {
	p.blanks()
	if p.pos < len(p.raw) && p.raw[p.pos] == c {
		p.pos++
		return true
	}
	return false
}

func (p *jsonParser) value() (node, error) {
	if p.pos >= len(p.raw) {
		return node{}, p.wrong("a value")
	}
	switch c := p.raw[p.pos]; {
	case c == '"':
		text, err := p.text()
		return node{kind: KindString, text: text}, err
	case c == '{', c == '[':
		return p.container(c == '{')
	case c == 't':
		return p.word("true", KindBool)
	case c == 'f':
		return p.word("false", KindBool)
	case c == 'n':
		return p.word("null", KindNull)
	}
	n := scanNumber(p.raw[p.pos:])
	if n == 0 {
		return node{}, p.wrong("a value")
	}
	number := p.raw[p.pos : p.pos+n]
	found := node{kind: KindNumber, text: number}
	if _, ok := splitNumber(number); !ok {
		found.beyond = p.pos + 1
	}
	p.pos += n
	return found, nil
}

func (p *jsonParser) word(word string, kind Kind) (node, error) {
	if !bytes.HasPrefix(p.raw[p.pos:], []byte(word)) {
		return node{}, p.wrong(word)
	}
	n := node{kind: kind}
	if kind != KindNull {
		n.text = p.raw[p.pos : p.pos+len(word)]
	}
	p.pos += len(word)
	return n, nil
}

// container reads an object or array whose opening bracket comes next.
func (p *jsonParser) container(object bool) (node, error) {
	if p.depth++; p.depth > maxNesting {
		return node{}, fmt.Errorf("JSON nested deeper than %d at byte %d", maxNesting, p.pos)
	}
	defer func() { p.depth-- }()
	end := byte(']')
	if object {
		end = '}'
	}
	p.pos++
	n := node{kind: KindJSON, object: object}
	if p.next(end) {
		return n, nil
	}
	for {
		child, err := p.child(object)
		if err != nil {
			return node{}, err
		}
		n.children = append(n.children, child)
		if p.next(end) {
			break
		}
		if !p.next(',') {
			return node{}, p.wrong(fmt.Sprintf("',' or %q", end))
		}
	}
	if object {
		n.children = canonicalMembers(n.children)
	}
	for _, child := range n.children {
		n.beyond = max(n.beyond, child.beyond)
	}
	return n, nil
}

// child reads an element, or a member with its name.
func (p *jsonParser) child(named bool) (node, error) {
	var name []byte
	p.blanks()
	if named {
		if p.pos >= len(p.raw) || p.raw[p.pos] != '"' {
			return node{}, p.wrong("a name")
		}
		var err error
		if name, err = p.text(); err != nil {
			return node{}, err
		}
		if !p.next(':') {
			return node{}, p.wrong("':'")
		}
		p.blanks()
	}
	n, err := p.value()
	n.name = name
	return n, err
}

// canonicalMembers sorts members by name and keeps the last of each name.
func canonicalMembers(members []node) []node {
	slices.SortStableFunc(members, func(a, b node) int { return bytes.Compare(a.name, b.name) })
	kept := members[:0]
	for i, m := range members {
		if i+1 == len(members) || !bytes.Equal(m.name, members[i+1].name) {
			kept = append(kept, m)
		}
	}
	return kept
}

// text reads the string whose opening quote comes next and returns its unescaped content, a part
// of raw when nothing is escaped.
func (p *jsonParser) text() ([]byte, error) {
	start := p.pos + 1
	escaped := false
	for i := start; i < len(p.raw); i++ {
		switch c := p.raw[i]; {
		case c == '"':
			content := p.raw[start:i]
			if !utf8.Valid(content) {
				return nil, errors.New("not JSON: a string that is not UTF-8")
			}
			p.pos = i + 1
			if escaped {
				return AppendUnescaped(nil, content)
			}
			return content, nil
		case c == '\\':
			escaped = true
			i++
		case c < ' ':
			p.pos = i
			return nil, p.wrong("a character of a string")
		}
	}
	p.pos = len(p.raw)
	return nil, p.wrong("the closing quote of a string")
}
