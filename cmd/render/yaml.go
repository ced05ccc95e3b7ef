package render

import (
	"encoding/json"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
)

// YAML encodes a result as JSON does, but in YAML: the same keys in the same order. The errors are those of JSON.
func YAML(v any) (string, error) {
	text, err := JSON(v)
	if err != nil {
		return "", err
	}
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	value, err := ordered(decoder)
	if err != nil {
		return "", err
	}
	out, err := yaml.MarshalWithOptions(value, yaml.IndentSequence(true))
	return string(out), err
}

// ordered reads the next value of a JSON text and preserves the order of its keys.
func ordered(d *json.Decoder) (any, error) {
	token, err := d.Token()
	if err != nil {
		return nil, err
	}
	switch token := token.(type) {
	case json.Delim:
		if token == '{' {
			return orderedObject(d)
		}
		list := []any{}
		for d.More() {
			item, err := ordered(d)
			if err != nil {
				return nil, err
			}
			list = append(list, item)
		}
		_, err = d.Token()
		return list, err
	case json.Number:
		if n, err := token.Int64(); err == nil {
			return n, nil
		}
		return token.Float64()
	case string:
		if !isPlain(token) {
			return quoted(token), nil
		}
	}
	return token, nil
}

// orderedObject reads the rest of an object.
func orderedObject(d *json.Decoder) (any, error) {
	object := yaml.MapSlice{}
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return nil, err
		}
		value, err := ordered(d)
		if err != nil {
			return nil, err
		}
		object = append(object, yaml.MapItem{Key: key, Value: value})
	}
	_, err := d.Token()
	return object, err
}

// quoted is a string that is written in double quotes, with escapes for everything that cannot be written as it
// is: YAML readers reject control characters.
type quoted string

// MarshalYAML implements yaml.BytesMarshaler.
func (q quoted) MarshalYAML() ([]byte, error) {
	text, err := json.Marshal(string(q))
	if err != nil {
		return nil, err
	}
	var b strings.Builder
	for _, r := range string(text) {
		switch {
		case unicode.IsGraphic(r):
			b.WriteRune(r)
		case r < 0x10000:
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			fmt.Fprintf(&b, `\U%08x`, r)
		}
	}
	return []byte(b.String()), nil
}

// isPlain reports whether a string can be left to the library: it begins with a letter, so that it is not a number
// or an indicator, and contains nothing that needs an escape. The library knows which words to quote.
func isPlain(s string) bool {
	first, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLetter(first) && strings.TrimSpace(s) == s && strings.IndexFunc(s, func(r rune) bool { return !unicode.IsGraphic(r) }) < 0
}
