package scalar

import (
	"bytes"
	"errors"
	"unicode/utf8"
)

// maxLikeWork bounds the length of the text times the length of the pattern: the time of the worst
// pattern, about a tenth of a second.
const maxLikeWork = 16 << 20

// like is LIKE: % stands for any text, _ for one character, and what follows the escape character
// for itself. It is case-sensitive, as in the standard. Without an escape character a backslash is
// refused, since some engines take it for one.
func like(args []Value) (Value, error) {
	for _, v := range args {
		if err := wantText(v); err != nil {
			return Value{}, err
		}
	}
	text, pattern := args[0].text, args[1].text
	if len(text) > maxLikeWork/max(len(pattern), 1) {
		return Value{}, errors.New("a text and a pattern too long to compare")
	}
	escape := noEscape
	if len(args) == 3 {
		r, size := utf8.DecodeRune(args[2].text)
		if size == 0 || size != len(args[2].text) {
			return Value{}, errors.New("the escape must be one character")
		}
		escape = r
	} else if bytes.IndexByte(pattern, '\\') >= 0 {
		return Value{}, errors.New(`a backslash in the pattern, which engines read differently: say ESCAPE '\'`)
	}
	parts, err := compileLike(pattern, escape)
	if err != nil {
		return Value{}, err
	}
	return Bool(matchLike(text, parts)), nil
}

// noEscape is the escape character of a pattern without one; no character of a text equals it.
const noEscape rune = -1

// likePart is one element of a pattern: a character, any one character or any text.
type likePart struct {
	r        rune
	one, any bool
}

func compileLike(pattern []byte, escape rune) ([]likePart, error) {
	var parts []likePart
	for len(pattern) > 0 {
		r, size := utf8.DecodeRune(pattern)
		pattern = pattern[size:]
		switch {
		case r == escape:
			if len(pattern) == 0 {
				return nil, errors.New("the pattern ends with its escape character")
			}
			r, size = utf8.DecodeRune(pattern)
			pattern = pattern[size:]
			parts = append(parts, likePart{r: r})
		case r == '%':
			parts = append(parts, likePart{any: true})
		default:
			parts = append(parts, likePart{r: r, one: r == '_'})
		}
	}
	return parts, nil
}

// matchLike goes back to the last % only, which is enough: a later % can take over whatever an
// earlier one would have had to give.
func matchLike(text []byte, parts []likePart) bool {
	next, star := 0, -1 // the part to match; the last %
	var rest []byte     // the text behind what the last % has taken
	for len(text) > 0 {
		r, size := utf8.DecodeRune(text)
		switch {
		case next < len(parts) && parts[next].any:
			star, rest = next, text
			next++
		case next < len(parts) && (parts[next].one || parts[next].r == r):
			next++
			text = text[size:]
		case star >= 0:
			_, size := utf8.DecodeRune(rest)
			rest = rest[size:]
			next, text = star+1, rest
		default:
			return false
		}
	}
	for next < len(parts) && parts[next].any {
		next++
	}
	return next == len(parts)
}
