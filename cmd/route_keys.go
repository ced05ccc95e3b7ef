package cmd

import (
	"errors"
	"fmt"
	"strings"

	"github.com/velo-plan/velo-plan/strategies/scalar"
)

// errKeys is the error of a list of keys with a part that is empty.
var errKeys = errors.New("expected fields, as a,b.c")

// splitKeys splits a list of keys at its commas, those in quotes left out.
func splitKeys(text string) (names []string) {
	if text == "" {
		return nil
	}
	quote, from := byte(0), 0
	for i := range len(text) {
		switch c := text[i]; {
		case quote != 0:
			if c == quote {
				quote = 0 // or the quote is written twice, and begins again
			}
		case c == '"' || c == '`':
			quote = c
		case c == ',':
			names, from = append(names, strings.TrimSpace(text[from:i])), i+1
		}
	}
	return append(names, strings.TrimSpace(text[from:]))
}

// parseKeys reads field paths (a, b.c, "a name", `another`) and system columns (_PARTITION).
func parseKeys(names []string) ([]scalar.Expr, error) {
	var keys []scalar.Expr
	for _, name := range names {
		if system, ok := scalar.SystemName(name); ok {
			keys = append(keys, scalar.System{Name: system})
			continue
		}
		path, err := fieldPath(name)
		if err != nil {
			return nil, err
		}
		keys = append(keys, scalar.Field{Path: path})
	}
	return keys, nil
}

// fieldPath reads the path of a field as SQL has it: a name in double quotes or backticks is taken as it is, points and
// all; a quote inside is written twice.
func fieldPath(name string) (path []string, err error) {
	rest := name
	for {
		var part string
		if len(rest) > 0 && (rest[0] == '"' || rest[0] == '`') {
			part, rest, err = quotedName(name, rest)
		} else {
			end := strings.IndexByte(rest+".", '.')
			part, rest = rest[:end], rest[end:]
			if strings.ContainsAny(part, "()'\"` ") {
				err = fmt.Errorf("%s is not a plain field; expected fields, as a,b.c, or \"a name in quotes\"", name)
			}
		}
		switch {
		case err != nil:
			return nil, err
		case part == "":
			return nil, errKeys
		}
		path = append(path, part)
		if rest == "" {
			return path, nil
		}
		if rest[0] != '.' {
			return nil, fmt.Errorf("%s: expected a point or a comma after the quotes", name)
		}
		rest = rest[1:]
	}
}

// quotedName reads the name in quotes at the beginning of a text, which is a part of name.
func quotedName(name, text string) (part, rest string, err error) {
	quote := text[:1]
	for rest = text[1:]; ; {
		inside, after, closed := strings.Cut(rest, quote)
		if !closed {
			return "", "", fmt.Errorf("%s: the quotes are not closed", name)
		}
		part += inside
		if !strings.HasPrefix(after, quote) {
			return part, after, nil
		}
		part, rest = part+quote, after[1:]
	}
}
