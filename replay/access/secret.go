package access

import "fmt"

// Secret is a text that no way of printing shows. It lies behind a pointer, because fmt passes methods
// over where a verb does not fit what is around.
type Secret struct{ text *string }

// NewSecret hides a text.
func NewSecret(text string) Secret { return Secret{&text} }

// Reveal returns the text.
func (s Secret) Reveal() string {
	if s.text == nil {
		return ""
	}
	return *s.text
}

// hidden stands for a secret wherever it is printed.
const hidden = "(hidden)"

// Format implements fmt.Formatter, for every verb.
func (Secret) Format(f fmt.State, _ rune) { fmt.Fprint(f, hidden) }

// String implements fmt.Stringer.
func (Secret) String() string { return hidden }

// MarshalText implements encoding.TextMarshaler, which JSON, YAML and slog ask.
func (Secret) MarshalText() ([]byte, error) { return []byte(hidden), nil }
