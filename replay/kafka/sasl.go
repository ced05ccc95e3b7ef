package kafka

import (
	"fmt"
	"strings"

	"github.com/twmb/franz-go/pkg/sasl"
	"github.com/twmb/franz-go/pkg/sasl/plain"
	"github.com/twmb/franz-go/pkg/sasl/scram"
)

// Mechanisms are the values of SASL.Mechanism.
var Mechanisms = []string{"plain", "scram-sha-256", "scram-sha-512"}

// SASL says who logs in.
type SASL struct {
	Mechanism string // one of Mechanisms, in any case
	User      string
	Password  Secret
}

// mechanism turns s into what a client logs in with.
func (s *SASL) mechanism() (sasl.Mechanism, error) {
	switch {
	case s.User == "":
		return nil, fmt.Errorf("--sasl %s: no user is named: give --sasl-user", s.Mechanism)
	case s.Password.reveal() == "":
		return nil, fmt.Errorf("--sasl %s: the password of %s is empty", s.Mechanism, s.User)
	}
	switch strings.ToLower(s.Mechanism) {
	case "plain":
		return plain.Auth{User: s.User, Pass: s.Password.reveal()}.AsMechanism(), nil
	case "scram-sha-256":
		return scram.Auth{User: s.User, Pass: s.Password.reveal()}.AsSha256Mechanism(), nil
	case "scram-sha-512":
		return scram.Auth{User: s.User, Pass: s.Password.reveal()}.AsSha512Mechanism(), nil
	}
	return nil, fmt.Errorf("--sasl %q: unknown; expected one of %s", s.Mechanism, strings.Join(Mechanisms, ", "))
}

// Secret is a text that no way of printing shows. It lies behind a pointer, because fmt passes methods
// over where a verb does not fit what is around.
type Secret struct{ text *string }

// NewSecret hides a text.
func NewSecret(text string) Secret { return Secret{&text} }

// reveal returns the text.
func (s Secret) reveal() string {
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
