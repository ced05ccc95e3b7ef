package ndjson

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"
)

// Fault says where a line is wrong.
type Fault struct {
	Column   int    // in characters, from 1
	Expected string // what was expected there, and what was found, in words
	Excerpt  string // the text around it; what was left out is "…"
}

const (
	// excerptBefore and excerptAfter are how many characters of an excerpt lie before the fault and after it.
	excerptBefore = 20
	excerptAfter  = 40
)

// Explain says where a line that was rejected, without its line end, is wrong. The zero Fault is for reasons that are
// not about a place.
func Explain(line []byte, why Reason) Fault {
	switch why {
	case invalidJSON:
		return explainJSON(line)
	case notAnObject:
		at := len(line) - len(bytes.TrimLeft(line, " \t\r"))
		return FaultAt(line, at, "an object, as {\"a\": 1}")
	case InvalidUTF8:
		at := 0
		for at < len(line) {
			if r, n := utf8.DecodeRune(line[at:]); r == utf8.RuneError && n == 1 {
				break
			} else {
				at += n
			}
		}
		return FaultAt(line, at, "UTF-8")
	case tooDeep:
		return Fault{Expected: fmt.Sprintf("at most %d objects and arrays inside each other", maxNesting)}
	case Framed:
		return Fault{Expected: "JSON, found the header of a schema registry: give --schema-registry URL with --topic, or decode the values first, as with " +
			"kcat -s value=avro -r URL or rpk topic consume --use-schema-registry"}
	}
	return Fault{}
}

// expectations are what encoding/json says of a syntax error, and what was expected then.
var expectations = []struct{ text, expected string }{
	{"looking for beginning of value", "a value"},
	{"looking for beginning of object key string", "a name in quotes"},
	{"after object key:value pair", "a comma or }"},
	{"after object key", "a colon"},
	{"after array element", "a comma or ]"},
	{"after top-level value", "the end of the line"},
	{"in string escape code", `an escape, as \n`},
	{`in \u hexadecimal character escape`, "four hexadecimal digits"},
	{"in string literal", "an escape instead of a control character"},
	{"after decimal point", "a digit"},
	{"in exponent", "a digit"},
	{"in numeric literal", "a digit"},
	{"in literal true", "true"},
	{"in literal false", "false"},
	{"in literal null", "null"},
}

// explainJSON says where a line is not well-formed.
func explainJSON(line []byte) Fault {
	var raw json.RawMessage
	var syntax *json.SyntaxError
	if err := json.Unmarshal(line, &raw); !errors.As(err, &syntax) {
		return Fault{}
	}
	text := syntax.Error()
	if strings.Contains(text, "unexpected end") {
		return FaultAt(line, len(line), "more")
	}
	at := int(syntax.Offset) - 1
	for _, e := range expectations {
		if strings.Contains(text, e.text) {
			return FaultAt(line, at, e.expected)
		}
	}
	return FaultAt(line, at, "JSON")
}

// FaultAt is a fault at a byte of a line, given what was expected there; what was found is added.
func FaultAt(line []byte, at int, expected string) Fault {
	at = min(max(at, 0), len(line))
	found := "the end of the line"
	if at < len(line) {
		r, n := utf8.DecodeRune(line[at:])
		found = fmt.Sprintf("%q", r)
		if r == utf8.RuneError && n == 1 {
			found = fmt.Sprintf("the byte %#02x", line[at])
		}
	}
	before, after := line[:at], line[at:]
	column := utf8.RuneCount(before) + 1
	excerpt := cutTo(after, excerptAfter, false)
	return Fault{Column: column, Expected: expected + ", found " + found, Excerpt: cutTo(before, excerptBefore, true) + excerpt}
}

// cutTo returns so many characters of a text, from its end or its beginning.
func cutTo(text []byte, most int, fromEnd bool) string {
	cut := text
	for n := 0; n < most && len(cut) > 0; n++ {
		var size int
		if fromEnd {
			_, size = utf8.DecodeLastRune(cut)
			cut = cut[:len(cut)-size]
		} else {
			_, size = utf8.DecodeRune(cut)
			cut = cut[size:]
		}
	}
	switch {
	case len(cut) == 0:
		return string(text)
	case fromEnd:
		return "…" + string(text[len(cut):])
	}
	return string(text[:len(text)-len(cut)]) + "…"
}
