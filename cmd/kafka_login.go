package cmd

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/velo-plan/velo-plan/cmd/config"
	"github.com/velo-plan/velo-plan/planner/catalog/mapping"
	"github.com/velo-plan/velo-plan/replay/access"
	"github.com/velo-plan/velo-plan/replay/kafka"
)

// passwordVariable holds the password. There is no flag with it: every user of a machine sees the
// arguments of its processes.
var passwordVariable = config.Variable("sasl-password")

// maxPassword is the largest file of a password.
const maxPassword = 64 << 10

// The variables of the credentials of AWS, as all of its programs know them.
const (
	awsKey     = "AWS_ACCESS_KEY_ID"
	awsSecret  = "AWS_SECRET_ACCESS_KEY"
	awsSession = "AWS_SESSION_TOKEN"
)

// checkSASL says what of the login does not go together.
func (f *connectionFlags) checkSASL() error {
	s := &f.sasl
	name := kafka.MechanismOf(s.Mechanism)
	oauth := name == kafka.OAuthBearer
	switch {
	case s.Mechanism == "":
		return f.withoutSASL()
	case name == "":
		return fmt.Errorf("--sasl %q: unknown; %s", s.Mechanism, mapping.Expected(strings.ToLower(s.Mechanism), kafka.Mechanisms))
	case !oauth && (f.given(flagTokenFile) || f.given(flagTokenURL) || f.given(flagScope)):
		return fmt.Errorf("--sasl %s knows no tokens: leave the --sasl-token-.. flags and --sasl-scope out, or take --sasl oauthbearer", s.Mechanism)
	case name == kafka.AWSMSKIAM && (os.Getenv(awsKey) == "" || os.Getenv(awsSecret) == ""):
		return fmt.Errorf("--sasl %s: no credentials: set %s and %s, as `aws configure export-credentials --format env` prints them", s.Mechanism, awsKey, awsSecret)
	case name == kafka.AWSMSKIAM, oauth && s.TokenFile != "" && s.TokenURL == "":
		return nil
	case oauth && s.TokenFile != "":
		return errors.New("--sasl-token-file has the token and --sasl-token-url would give one: give one of them")
	case oauth && s.TokenURL == "":
		return fmt.Errorf("--sasl %s: no token: give --sasl-token-file, or --sasl-token-url with --sasl-user and its secret", s.Mechanism)
	case s.User == "":
		return fmt.Errorf("--sasl %s: no user: give --sasl-user", s.Mechanism)
	case f.passwordFile == "" && os.Getenv(passwordVariable) == "":
		return fmt.Errorf("--sasl %s: no password: set %s, or give --sasl-password-file", s.Mechanism, passwordVariable)
	}
	return nil
}

// withoutSASL refuses what goes with a mechanism where none is named.
func (f *connectionFlags) withoutSASL() error {
	for _, flag := range []struct {
		name string
		set  bool
	}{
		{flagSASLUser, f.sasl.User != ""}, {flagSASLPassFile, f.passwordFile != ""}, {flagTokenFile, f.sasl.TokenFile != ""},
		{flagTokenURL, f.sasl.TokenURL != ""}, {flagScope, len(f.sasl.Scopes) > 0},
	} {
		if flag.set {
			return fmt.Errorf("--%s goes with --sasl: name the mechanism: %s", flag.name, list(kafka.Mechanisms))
		}
	}
	return nil
}

// login is who logs in; nil if nobody does. checkSASL has passed.
func (f *connectionFlags) login() (*kafka.SASL, error) {
	s := f.sasl
	switch name := kafka.MechanismOf(s.Mechanism); {
	case name == "":
		return nil, nil
	case name == kafka.AWSMSKIAM:
		s.User, s.Password = os.Getenv(awsKey), access.NewSecret(os.Getenv(awsSecret))
		s.Session = access.NewSecret(os.Getenv(awsSession))
	case s.TokenFile == "":
		var err error
		if s.Password, err = f.password(); err != nil {
			return nil, err
		}
	}
	return &s, nil
}

// password reads the password.
func (f *connectionFlags) password() (access.Secret, error) {
	return secretOf(flagSASLPassFile, f.passwordFile, passwordVariable)
}

// secretOf reads what the file of a flag holds, or else a variable; the end of its line is no part of it.
func secretOf(flag, path, variable string) (access.Secret, error) {
	var none access.Secret
	if path == "" {
		return access.NewSecret(os.Getenv(variable)), nil
	}
	file, err := os.Open(path)
	if err != nil {
		return none, fmt.Errorf("--%s %s cannot be read: %w", flag, path, config.Cause(err))
	}
	defer file.Close()
	data, err := config.ReadAll(file, maxPassword)
	if err != nil {
		return none, fmt.Errorf("--%s %s cannot be read: %w", flag, path, config.Cause(err))
	}
	data = bytes.TrimSuffix(bytes.TrimSuffix(data, []byte("\n")), []byte("\r"))
	switch {
	case len(data) == 0:
		return none, fmt.Errorf("--%s %s is empty", flag, path)
	case bytes.ContainsAny(data, "\r\n"):
		return none, fmt.Errorf("--%s %s has several lines: it must hold the secret alone", flag, path)
	}
	return access.NewSecret(string(data)), nil
}
