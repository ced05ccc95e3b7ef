package mapping

import (
	"errors"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"
)

// maxMistakes is how many mistakes of one file are kept: finding a place takes a pass over the text.
const maxMistakes = 20

// note records a mistake at a token; nil stands for the whole file.
func (d *Document) note(at *token.Token, message, help string) {
	if at == nil || at.Position == nil {
		d.add(Mistake{Message: message, Help: help})
		return
	}
	start := d.offset(at.Position.Line, at.Position.Column)
	rest := d.text[start:]
	length := len(strings.TrimSpace(at.Origin))
	if newline := strings.IndexAny(rest, "\r\n"); newline >= 0 {
		length = min(length, newline)
	}
	d.add(Mistake{Line: at.Position.Line, Column: at.Position.Column,
		Start: start, End: start + min(length, len(rest)), Message: message, Help: help})
}

// noteAt records a mistake at a byte of the text.
func (d *Document) noteAt(offset int, message, help string) {
	before := d.text[:offset]
	line := strings.LastIndexByte(before, '\n') + 1
	d.add(Mistake{Line: 1 + strings.Count(before, "\n"), Column: 1 + utf8.RuneCountInString(before[line:]),
		Start: offset, End: offset + 1, Message: message, Help: help})
}

// add keeps a mistake.
func (d *Document) add(m Mistake) {
	if len(d.list) < maxMistakes {
		d.list = append(d.list, m)
	}
}

// syntaxError records what the YAML parser says, in one line.
func (d *Document) syntaxError(err error) {
	var detail yaml.Error
	if !errors.As(err, &detail) {
		d.note(nil, "YAML: "+err.Error(), "")
		return
	}
	d.note(detail.GetToken(), "YAML: "+detail.GetMessage(), "")
}

// keyOf returns the text of a key; keys that are not plain names are noted.
func (d *Document) keyOf(pair *ast.MappingValueNode) (string, bool) {
	switch k := pair.Key.(type) {
	case *ast.StringNode:
		return k.Value, true
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode, *ast.NullNode:
		return k.GetToken().Value, true
	case *ast.MergeKeyNode:
		d.note(tokenOf(k), "<< is not read here", "write the keys out, or use an alias (*name) for a whole value")
	default:
		d.note(tokenOf(pair.Key), "a key that is not a name", "write name: value")
	}
	return "", false
}

// tokenOf returns the token that a node starts with. A block mapping's own token is the colon
// after its first key, so its first key stands for it.
func tokenOf(n ast.Node) *token.Token {
	for {
		switch m := n.(type) {
		case *ast.MappingNode:
			if m.IsFlowStyle || len(m.Values) == 0 {
				return m.GetToken()
			}
			n = m.Values[0]
		case *ast.MappingValueNode:
			n = m.Key
		default:
			return n.GetToken()
		}
	}
}

// offset returns the byte offset of a line and column.
func (d *Document) offset(line, column int) int {
	text := d.text
	at := 0
	for ; line > 1; line-- {
		next := strings.IndexByte(text[at:], '\n')
		if next < 0 {
			return len(text)
		}
		at += next + 1
	}
	for ; column > 1 && at < len(text) && text[at] != '\n'; column-- {
		_, size := utf8.DecodeRuneInString(text[at:])
		at += size
	}
	return at
}

// describe names a node for a message.
func describe(n ast.Node) string {
	switch n := n.(type) {
	case *ast.AliasNode, *ast.AnchorNode, *ast.TagNode:
		return "an alias that leads nowhere"
	case *ast.NullNode:
		return "nothing"
	case *ast.MappingNode, *ast.MappingValueNode:
		return "a mapping"
	case *ast.SequenceNode:
		return "a list"
	case *ast.StringNode:
		return "the text " + strconv.Quote(shorten(n.Value))
	case *ast.LiteralNode:
		return "a block of text"
	default:
		return shorten(n.GetToken().Value)
	}
}

// shortenedTo is how many characters of a value a message shows.
const shortenedTo = 40

func shorten(s string) string {
	if utf8.RuneCountInString(s) <= shortenedTo {
		return s
	}
	return string([]rune(s)[:shortenedTo]) + "…"
}
