package kafka

import (
	"fmt"
	"slices"
	"strings"

	"github.com/twmb/franz-go/pkg/sasl"
	"github.com/twmb/franz-go/pkg/sasl/aws"
	"github.com/twmb/franz-go/pkg/sasl/oauth"
	"github.com/twmb/franz-go/pkg/sasl/plain"
	"github.com/twmb/franz-go/pkg/sasl/scram"

	"github.com/velo-plan/velo-plan/replay/access"
)

// The mechanisms by which a user can log in.
const (
	Plain       = "plain"
	SCRAM256    = "scram-sha-256"
	SCRAM512    = "scram-sha-512"
	OAuthBearer = "oauthbearer"
	AWSMSKIAM   = "aws-msk-iam"
)

// Mechanisms are all mechanisms.
var Mechanisms = []string{Plain, SCRAM256, SCRAM512, OAuthBearer, AWSMSKIAM}

// MechanismOf returns the one of Mechanisms that a text means, in any case and with - or _ between the words;
// "" if it means none.
func MechanismOf(text string) string {
	name := strings.ReplaceAll(strings.ToLower(text), "_", "-")
	if slices.Contains(Mechanisms, name) {
		return name
	}
	return ""
}

// SASL says who logs in.
type SASL struct {
	Mechanism string // as MechanismOf reads it
	// User and Password are those of Plain and SCRAM; the id and the secret of the client that asks TokenURL
	// for tokens; or the access key of AWS and its secret.
	User     string
	Password access.Secret
	Session  access.Secret // the session token of temporary credentials of AWS; may be empty
	// TokenFile holds the token of OAuthBearer. It is read for each login anew, as tokens do not last.
	TokenFile string
	// TokenURL is where OAuthBearer gets its tokens by the grant of client credentials (RFC 6749, 4.4), if
	// there is no TokenFile. It is asked again when a token has expired.
	TokenURL string
	Scopes   []string // to ask for at TokenURL; may be empty
}

// mechanism turns s into what a client logs in with.
func (s *SASL) mechanism() (sasl.Mechanism, error) {
	name := MechanismOf(s.Mechanism)
	switch {
	case name == OAuthBearer && s.TokenFile != "":
		return oauth.Oauth(s.tokenOfFile), nil
	case name == OAuthBearer && s.TokenURL == "":
		return nil, fmt.Errorf("--sasl %s: no token: give --sasl-token-file, or --sasl-token-url", s.Mechanism)
	case name == "":
		return nil, fmt.Errorf("--sasl %q: unknown; expected one of %s", s.Mechanism, strings.Join(Mechanisms, ", "))
	case s.User == "":
		return nil, fmt.Errorf("--sasl %s: no user is named: give --sasl-user", s.Mechanism)
	case s.Password.Reveal() == "":
		return nil, fmt.Errorf("--sasl %s: the password of %s is empty", s.Mechanism, s.User)
	}
	switch name {
	case Plain:
		return plain.Auth{User: s.User, Pass: s.Password.Reveal()}.AsMechanism(), nil
	case SCRAM256:
		return scram.Auth{User: s.User, Pass: s.Password.Reveal()}.AsSha256Mechanism(), nil
	case SCRAM512:
		return scram.Auth{User: s.User, Pass: s.Password.Reveal()}.AsSha512Mechanism(), nil
	case AWSMSKIAM:
		return aws.Auth{AccessKey: s.User, SecretKey: s.Password.Reveal(), SessionToken: s.Session.Reveal(), UserAgent: clientID}.AsManagedStreamingIAMMechanism(), nil
	}
	return s.tokensOfURL()
}

// check says what to look at where a login fails.
func (s *SASL) check() string {
	switch name := MechanismOf(s.Mechanism); {
	case name == AWSMSKIAM:
		return "--sasl, the AWS_ variables of the credentials, and AWS_REGION"
	case name == OAuthBearer && s.TokenFile != "":
		return "--sasl and --sasl-token-file"
	case name == OAuthBearer:
		return "--sasl, --sasl-token-url, --sasl-user and its secret"
	}
	return "--sasl, --sasl-user and the password"
}
