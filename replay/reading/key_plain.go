package reading

import (
	"bytes"
	"math"

	"github.com/velo-plan/velo-plan/replay/ndjson"
	"github.com/velo-plan/velo-plan/strategies/scalar"
)

// plain adds the bytes of the routing key to the chunk if that is what most keys are: fields, each a text or a number
// without an exponent, by whose hash the groups go too. It is a short way round evaluate.
func (k *keys) plain(c *Chunk) bool {
	if !k.groupsHash || len(c.keyBytes) > math.MaxInt32 {
		return false
	}
	start := len(c.keyBytes)
	k.kinds = k.kinds[:0]
	for i := range k.routing {
		kind, ok := plainPart(c, k.scanner, k.scanner.Value(k.routing[i].field))
		if !ok {
			c.keyBytes = c.keyBytes[:start]
			return false
		}
		k.kinds = append(k.kinds, kind)
	}
	for i, kind := range k.kinds { // not before: a later part may turn out to have no value, and the record is rejected
		c.kinds = addKind(c.kinds, i, kind)
	}
	return true
}

// plainPart adds the bytes of a part of the routing key and returns its kind.
func plainPart(c *Chunk, scanner *ndjson.Scanner, text []byte) (kind scalar.Kind, ok bool) {
	switch {
	case len(text) == 0:
		return 0, false
	case text[0] == '"':
		content := text[1 : len(text)-1]
		if scanner.Escapes && bytes.IndexByte(content, '\\') >= 0 {
			return 0, false
		}
		c.keyBytes = scalar.AppendStringKey(c.keyBytes, content)
		return scalar.KindString, true
	case isPlainWhole(text):
		c.keyBytes = scalar.AppendDigitsKey(c.keyBytes, text)
		return scalar.KindNumber, true
	case (text[0] == '-' || ndjson.IsDigit(text[0])) && len(text) <= plainNumberBytes &&
		bytes.IndexByte(text, 'e') < 0 && bytes.IndexByte(text, 'E') < 0:
		c.keyBytes = scalar.AppendNumberKey(c.keyBytes, text)
		return scalar.KindNumber, true
	}
	return 0, false
}

// isPlainWhole reports whether a text is a short whole number that is written as its canonical form is.
func isPlainWhole(text []byte) bool {
	_, ok := eightDigits(text)
	return ok && text[len(text)-1] != '0'
}

// plainNumberBytes is the length of the longest number that is looked through for an exponent.
const plainNumberBytes = 32
