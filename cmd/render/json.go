package render

import (
	"encoding/json"
	"strings"
)

// JSON encodes a result: indented, with a line end, characters such as < as they are. The error
// is encoding/json's, for values that have no JSON.
func JSON(v any) (string, error) {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	err := e.Encode(v)
	return b.String(), err
}
