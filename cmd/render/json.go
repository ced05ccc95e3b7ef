package render

import (
	"encoding/json"
	"strings"
)

// JSON encodes a result: indented, with a final newline, and without escaping characters such as <. The error is
// encoding/json's, for values that cannot be encoded.
func JSON(v any) (string, error) {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	err := e.Encode(v)
	return b.String(), err
}
