package ndjsontest

import (
	"bytes"
	"encoding/json"
	"strings"
	"unicode/utf8"
)

// Line is the slow twin of scanner.line, UTF-8 check included, by encoding/json. line has no
// '\n'. It returns the raw values at the paths, nil where there is none.
func Line(line []byte, paths [][]string) (why string, values [][]byte) {
	if len(bytes.TrimRight(line, "\r")) >= 5 && line[0] == 0 {
		return "schema_registry", nil
	}
	if !utf8.Valid(line) {
		return "invalid_utf8", nil
	}
	trimmed := bytes.Trim(line, " \t\r")
	if len(trimmed) == 0 {
		return "blank", nil
	}
	var raw json.RawMessage
	if err := json.Unmarshal(line, &raw); err != nil {
		if strings.Contains(err.Error(), "exceeded max depth") {
			return "too_deep", nil
		}
		return "invalid_json", nil
	}
	if trimmed[0] != '{' {
		return "not_an_object", nil
	}
	values = make([][]byte, len(paths))
	for i, path := range paths {
		values[i] = slowPath(trimmed, path)
	}
	return "accepted", values
}

// slowPath follows a path into raw JSON by exact names, of which the last counts.
func slowPath(raw []byte, path []string) []byte {
	for _, name := range path {
		dec := json.NewDecoder(bytes.NewReader(raw))
		if open, _ := dec.Token(); open != json.Delim('{') {
			return nil
		}
		var found json.RawMessage
		for dec.More() {
			got, _ := dec.Token()
			var value json.RawMessage
			if dec.Decode(&value) != nil {
				return nil
			}
			if got == name {
				found = value
			}
		}
		if found == nil {
			return nil
		}
		raw = found
	}
	return raw
}

// Fields returns the fields of an object, of which a line was found to be one.
func Fields(object []byte) (fields map[string]json.RawMessage) {
	if err := json.Unmarshal(object, &fields); err != nil {
		panic(err)
	}
	return fields
}

// Payload returns the record in an envelope, or the reason for which there is none.
func Payload(payload json.RawMessage) (record []byte, why string) {
	if string(payload) == "null" {
		return nil, "null_value"
	}
	if len(payload) > 0 && payload[0] == '"' {
		var text string
		if err := json.Unmarshal(payload, &text); err != nil {
			panic(err)
		}
		payload = []byte(text)
	}
	// A line has no line end, which is the same as a blank.
	switch why, _ := Line(bytes.ReplaceAll(payload, []byte("\n"), []byte("\r")), nil); why {
	case "accepted":
		return payload, why
	case "schema_registry":
		return nil, why
	}
	return nil, "payload_not_an_object"
}

// Padded returns text with room for the padding after it, which is filled with what could be taken
// for more of the text.
func Padded(text []byte) []byte {
	return append(text[:len(text):len(text)], strings.Repeat(`"1}{",:[]\"\\12345`, 4)...)[:len(text)]
}
