package render

import (
	"encoding/json"
	"io"
	"strings"
)

// JSON encodes a result: indented, with a final newline, and without escaping characters such as <. The error is
// encoding/json's, for values that cannot be encoded.
func JSON(v any) (string, error) {
	var b strings.Builder
	err := WriteJSON(&b, v)
	return b.String(), err
}

// WriteJSON is JSON for a writer. Nothing is written if the value cannot be encoded.
func WriteJSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}
