package render

import (
	"bytes"
	"encoding/json"
)

// JSON encodes a result: indented, with a line end, characters such as < as they are. The error
// is encoding/json's, for values that have no JSON.
func JSON(v any) (string, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	err := e.Encode(v)
	return b.String(), err
}
