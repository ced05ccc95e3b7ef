package mapping

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml/ast"
)

// maxAliases is how many aliases in a row are followed; only a circle has more.
const maxAliases = 32

// Value is one value of a Document, with its place. The zero Value is absent: it is an empty mapping, an empty
// list, and not a text.
type Value struct {
	doc  *Document
	node ast.Node
	what string // the key that it belongs to, for messages; "" for the whole file
}

// Field is one key of a mapping with its value.
type Field struct {
	Key string
	// Value is what stands after the key.
	Value Value
	key   ast.Node
}

// Note records a mistake at the value.
func (v Value) Note(message, help string) {
	if v.doc != nil && v.node != nil {
		v.doc.note(tokenOf(v.node), message, help)
	}
}

// Note records a mistake at the key.
func (f Field) Note(message, help string) {
	f.Value.doc.note(tokenOf(f.key), message, help)
}

// Entries returns the keys of a mapping in the order of the text. A value that is not a mapping is noted and has
// none. No key occurs twice: the YAML parser rejects that.
func (v Value) Entries() []Field {
	var pairs []*ast.MappingValueNode
	switch n := v.resolve().(type) {
	case nil, *ast.NullNode:
		return nil
	case *ast.MappingNode:
		pairs = n.Values
	case *ast.MappingValueNode:
		pairs = []*ast.MappingValueNode{n}
	default:
		v.wrongType("names with values (name: value)")
		return nil
	}
	var fields []Field
	for _, pair := range pairs {
		key, ok := v.doc.keyOf(pair)
		if !ok {
			continue
		}
		fields = append(fields, Field{Key: key, key: pair.Key,
			Value: Value{doc: v.doc, node: pair.Value, what: key}})
	}
	return fields
}

// Fields returns the entries of a mapping whose keys must be among known. Any other key is noted
// with the nearest known one and left out.
func (v Value) Fields(known ...string) []Field {
	return v.FieldsHere(func(string) string { return "" }, known...)
}

// FieldsHere is Fields for a file in which the key may be known in another place: elsewhere returns what to write
// there, or "".
func (v Value) FieldsHere(elsewhere func(key string) string, known ...string) []Field {
	var fields []Field
	for _, f := range v.Entries() {
		if slices.Contains(known, f.Key) {
			fields = append(fields, f)
			continue
		}
		if help := elsewhere(f.Key); help != "" {
			f.Note(f.Key+" does not belong in this place", help)
			continue
		}
		f.Note("unknown key "+strconv.Quote(f.Key), Expected(f.Key, known))
	}
	return fields
}

// Items returns the elements of a list. A single value counts as a list of one; a mapping is noted as a mistake.
func (v Value) Items() []Value {
	switch n := v.resolve().(type) {
	case nil, *ast.NullNode:
		return nil
	case *ast.SequenceNode:
		items := make([]Value, 0, len(n.Values))
		for _, item := range n.Values {
			items = append(items, Value{doc: v.doc, node: item, what: v.what})
		}
		return items
	case *ast.MappingNode, *ast.MappingValueNode:
		v.wrongType("a list ([a, b])")
		return nil
	}
	return []Value{v}
}

// IsMapping reports whether the value is a mapping.
func (v Value) IsMapping() bool {
	switch v.resolve().(type) {
	case *ast.MappingNode, *ast.MappingValueNode:
		return true
	}
	return false
}

// IsEmpty reports whether nothing is written: the value is absent, or YAML's null.
func (v Value) IsEmpty() bool {
	_, null := v.resolve().(*ast.NullNode)
	return null || v.node == nil
}

// Text returns a non-empty text. Numbers and other scalars count as the text by which they are written, except for
// null and the empty text, which are noted.
func (v Value) Text() (string, bool) {
	var text string
	switch n := v.resolve().(type) {
	case *ast.StringNode:
		text = n.Value
	case *ast.LiteralNode:
		text = strings.TrimSpace(n.Value.Value)
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode:
		text = n.GetToken().Value
	default:
		v.wrongType("a name")
		return "", false
	}
	if text == "" {
		v.wrongType("a name")
		return "", false
	}
	return text, true
}

// OneOf returns a text that must be one of known.
func (v Value) OneOf(known ...string) (string, bool) {
	text, ok := v.Text()
	if !ok {
		return "", false
	}
	if !slices.Contains(known, text) {
		v.Note(fmt.Sprintf("%s: unknown value %q", v.what, text), Expected(text, known))
		return "", false
	}
	return text, true
}

// Int returns a whole number from low to high.
func (v Value) Int(low, high int) (int, bool) {
	if n, ok := v.resolve().(*ast.IntegerNode); ok {
		i, err := strconv.Atoi(n.GetToken().Value)
		if err == nil && i >= low && i <= high {
			return i, true
		}
	}
	v.wrongType(fmt.Sprintf("a whole number from %d to %d", low, high))
	return 0, false
}

// Bool returns true or false.
func (v Value) Bool() (value, ok bool) {
	if n, isBool := v.resolve().(*ast.BoolNode); isBool {
		return n.Value, true
	}
	v.wrongType("true or false")
	return false, false
}

// wrongType notes that the value is not of the expected kind.
func (v Value) wrongType(want string) {
	found := describe(v.resolve())
	if v.what == "" {
		v.Note(fmt.Sprintf("expected %s, found %s", want, found), "")
		return
	}
	v.Note(fmt.Sprintf("%s: expected %s, found %s", v.what, want, found), "")
}

// resolve returns the node that anchors, aliases and tags stand for; an alias that leads nowhere or in a circle
// stands for itself.
func (v Value) resolve() ast.Node {
	node := v.node
	for range maxAliases {
		switch n := node.(type) {
		case *ast.AnchorNode:
			node = n.Value
		case *ast.TagNode:
			node = n.Value
		case *ast.AliasNode:
			target, ok := v.doc.anchors[n.Value.GetToken().Value]
			if !ok {
				return n
			}
			node = target
		default:
			return node
		}
	}
	return node
}
