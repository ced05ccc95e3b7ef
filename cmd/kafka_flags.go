package cmd

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/velo-plan/velo-plan/cmd/config"
	"github.com/velo-plan/velo-plan/replay/access"
	"github.com/velo-plan/velo-plan/replay/kafka"
)

// The flags that say how to reach a cluster. All but timeout, tls-insecure and sasl-password-file
// can also be given by the environment.
const (
	flagBrokers      = "brokers"
	flagTimeout      = "timeout"
	flagTLS          = "tls"
	flagTLSCA        = "tls-ca"
	flagTLSCert      = "tls-cert"
	flagTLSKey       = "tls-key"
	flagTLSName      = "tls-server-name"
	flagTLSInsecure  = "tls-insecure"
	flagSASL         = "sasl"
	flagSASLUser     = "sasl-user"
	flagSASLPassFile = "sasl-password-file"
	flagTokenFile    = "sasl-token-file"
	flagTokenURL     = "sasl-token-url"
	flagScope        = "sasl-scope"
)

// connectionNames are all of them.
var connectionNames = []string{flagBrokers, flagTimeout, flagTLS, flagTLSCA, flagTLSCert, flagTLSKey, flagTLSName, flagTLSInsecure,
	flagSASL, flagSASLUser, flagSASLPassFile, flagTokenFile, flagTokenURL, flagScope}

// connectionFlags are the flags about a cluster.
type connectionFlags struct {
	brokers      []string
	timeout      time.Duration
	tls          bool
	sasl         kafka.SASL
	security     access.TLS
	passwordFile string

	command *cobra.Command // which knows what was given
}

// add gives a command the flags.
func (f *connectionFlags) add(c *cobra.Command) {
	f.command = c
	set := c.Flags()
	set.StringSliceVar(&f.brokers, flagBrokers, nil, "brokers of a Kafka cluster, as `host:port`,host:port (repeatable)")
	set.DurationVar(&f.timeout, flagTimeout, kafka.DefaultTimeout, "give up on a cluster that does not answer for this `time`")
	set.BoolVar(&f.tls, flagTLS, false, "reach the brokers by TLS")
	set.StringVar(&f.security.CA, flagTLSCA, "", "PEM `file` of the authorities to trust (implies --tls; default: the system's)")
	set.StringVar(&f.security.Cert, flagTLSCert, "", "PEM `file` of the certificate to show (implies --tls)")
	set.StringVar(&f.security.Key, flagTLSKey, "", "PEM `file` of its key")
	set.StringVar(&f.security.ServerName, flagTLSName, "", "`name` that the brokers' certificates must have (default: the host)")
	set.BoolVar(&f.security.Insecure, flagTLSInsecure, false, "INSECURE: trust any certificate, so anyone in between can read and answer (implies --tls)")
	set.StringVar(&f.sasl.Mechanism, flagSASL, "", "log in by this `mechanism`: "+list(kafka.Mechanisms))
	set.StringVar(&f.sasl.User, flagSASLUser, "", "log in under this `name`")
	set.StringVar(&f.passwordFile, flagSASLPassFile, "", "`file` with the password; else "+passwordVariable+" holds it (no flag does: others can see arguments)")
	set.StringVar(&f.sasl.TokenFile, flagTokenFile, "", "`file` with the token of oauthbearer, read for each login")
	set.StringVar(&f.sasl.TokenURL, flagTokenURL, "", "`URL` that gives the tokens of oauthbearer to the client of --sasl-user and its secret")
	set.StringSliceVar(&f.sasl.Scopes, flagScope, nil, "`scope` to ask for there (repeatable)")
	for _, flag := range []string{flagTLSCA, flagTLSCert, flagTLSKey} {
		c.MarkFlagFilename(flag, "pem", "crt", "key")
	}
	c.MarkFlagFilename(flagSASLPassFile)
	c.MarkFlagFilename(flagTokenFile)
	oneOf(c, flagSASL, kafka.Mechanisms)
}

// orEnvironment takes the brokers from the environment if no flag names them. Only a command that uses a cluster
// in any case does so: a variable alone must not make a command connect to one.
func (f *connectionFlags) orEnvironment() {
	if text := os.Getenv(config.Variable(flagBrokers)); len(f.brokers) == 0 && text != "" {
		f.brokers = strings.Split(text, ",")
	}
}

// check takes what no flag states from the environment, and reports flags that do not go together.
func (f *connectionFlags) check() error {
	if len(f.brokers) == 0 {
		return f.alone()
	}
	if f.timeout <= 0 {
		return fmt.Errorf("--timeout %v: expected a time, such as 10s or 1m", f.timeout)
	}
	if err := f.fromEnvironment(); err != nil {
		return err
	}
	if err := f.checkTLS(); err != nil {
		return err
	}
	return errors.Join(f.checkBrokers(), f.checkSASL())
}

// alone rejects flags about a cluster if none is named.
func (f *connectionFlags) alone() error {
	for _, name := range connectionNames {
		if name == flagTimeout && f.given(flagRegistry) {
			continue // it is about the registry too
		}
		if f.given(name) {
			return fmt.Errorf("--%s goes with --brokers: name the cluster", name)
		}
	}
	return nil
}

// given reports whether a flag is on the command line.
func (f *connectionFlags) given(name string) bool { return f.command.Flags().Changed(name) }

// fromEnvironment takes what no flag states from the environment.
func (f *connectionFlags) fromEnvironment() error {
	for _, name := range []string{flagTLS, flagTLSCA, flagTLSCert, flagTLSKey, flagTLSName, flagSASL, flagSASLUser, flagTokenFile, flagTokenURL, flagScope} {
		text := os.Getenv(config.Variable(name))
		plain := f.given(flagTLS) && !f.tls && strings.HasPrefix(name, flagTLS)
		if text == "" || f.given(name) || plain {
			continue
		}
		value := f.command.Flags().Lookup(name).Value
		if err := value.Set(text); err != nil {
			return fmt.Errorf("the environment variable %s: expected true or false, found %q", config.Variable(name), text)
		}
	}
	return nil
}

// checkTLS reports flags about TLS that do not go together. A TLS file implies TLS, unless --tls=false is given.
func (f *connectionFlags) checkTLS() error {
	t := &f.security
	if (t.Cert == "") != (t.Key == "") {
		return errors.New("--tls-cert and --tls-key go together: give both files")
	}
	switch named := *t != (access.TLS{}); {
	case !named || f.tls:
	case f.given(flagTLS):
		return errors.New("--tls=false: leave the other --tls-... flags out")
	default:
		f.tls = true
	}
	if t.Insecure && t.CA != "" {
		return errors.New("--tls-insecure trusts anyone, --tls-ca its authorities: give one of them")
	}
	return nil
}

// connection tells how to reach the named cluster; nil if none is named. check must have succeeded.
func (f *connectionFlags) connection() (*kafka.Connection, error) {
	if len(f.brokers) == 0 {
		return nil, nil
	}
	c := &kafka.Connection{Brokers: f.brokers, Timeout: f.timeout}
	if f.tls {
		c.TLS = &f.security
	}
	var err error
	c.SASL, err = f.login()
	return c, err
}
