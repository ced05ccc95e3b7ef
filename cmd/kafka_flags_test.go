package cmd

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/cobra"

	"github.com/velo-plan/velo-plan/replay/access"
	"github.com/velo-plan/velo-plan/replay/kafka"
)

// connect parses arguments and returns what they and the environment connect to.
func connect(t *testing.T, environment bool, args ...string) (*kafka.Connection, error) {
	t.Helper()
	var f connectionFlags
	c := &cobra.Command{}
	f.add(c)
	if err := c.ParseFlags(args); err != nil {
		t.Fatal(err)
	}
	if environment {
		f.orEnvironment()
	}
	if err := f.check(); err != nil {
		return nil, err
	}
	return f.connection()
}

func TestConnectionFlags(t *testing.T) {
	t.Setenv("VELO_PLAN_BROKERS", "env-1:9092, env-2")
	t.Setenv("VELO_PLAN_TLS_CA", "env.pem")
	t.Setenv("VELO_PLAN_SASL", "SCRAM-SHA-256")
	t.Setenv("VELO_PLAN_SASL_USER", "env")
	t.Setenv("VELO_PLAN_SASL_PASSWORD", "from-env")
	file := filepath.Join(t.TempDir(), "password")
	if err := os.WriteFile(file, []byte(" from a file \r\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("AWS_ACCESS_KEY_ID", "AKIA")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "aws-secret")
	t.Setenv("AWS_SESSION_TOKEN", "session")
	env := &kafka.SASL{Mechanism: "SCRAM-SHA-256", User: "env", Password: access.NewSecret("from-env")}
	for _, test := range []struct {
		name        string
		environment bool
		args        []string
		want        *kafka.Connection
	}{
		{"no flag", false, nil, nil},
		{"by the environment", true, nil, &kafka.Connection{Brokers: []string{"env-1:9092", "env-2"}, Timeout: 30 * time.Second, TLS: &access.TLS{CA: "env.pem"}, SASL: env}},
		{"flags", true, []string{"--brokers", "a,b:1", "--brokers", "c", "--timeout", "2s", "--tls-ca", "my.pem", "--sasl", "plain", "--sasl-user", "me", "--sasl-password-file", file},
			&kafka.Connection{Brokers: []string{"a", "b:1", "c"}, Timeout: 2 * time.Second, TLS: &access.TLS{CA: "my.pem"},
				SASL: &kafka.SASL{Mechanism: "plain", User: "me", Password: access.NewSecret(" from a file ")}}},
		{"empty values undo the environment", false, []string{"--brokers", "a", "--tls-ca=", "--sasl=", "--sasl-user="},
			&kafka.Connection{Brokers: []string{"a"}, Timeout: 30 * time.Second}},
		{"URLs and listeners", false, []string{"--brokers", "kafka://a:1/, PLAINTEXT://b:2,sasl_plaintext://c", "--tls=false", "--sasl=", "--sasl-user="},
			&kafka.Connection{Brokers: []string{"a:1", "b:2", "c"}, Timeout: 30 * time.Second}},
		{"listeners with TLS", false, []string{"--brokers", "SASL_SSL://[::1]:1,kafka://b", "--tls-ca="},
			&kafka.Connection{Brokers: []string{"[::1]:1", "b"}, Timeout: 30 * time.Second, TLS: &access.TLS{}, SASL: env}},
		{"a token in a file", false, []string{"--brokers", "a", "--tls-ca=", "--sasl", "OAUTHBEARER", "--sasl-user=", "--sasl-token-file", "t"},
			&kafka.Connection{Brokers: []string{"a"}, Timeout: 30 * time.Second, SASL: &kafka.SASL{Mechanism: "OAUTHBEARER", TokenFile: "t"}}},
		{"client credentials", false, []string{"--brokers", "a", "--tls-ca=", "--sasl", "oauthbearer", "--sasl-token-url", "https://id/token", "--sasl-scope", "x,y"},
			&kafka.Connection{Brokers: []string{"a"}, Timeout: 30 * time.Second, SASL: &kafka.SASL{Mechanism: "oauthbearer", User: "env",
				Password: access.NewSecret("from-env"), TokenURL: "https://id/token", Scopes: []string{"x", "y"}}}},
		{"AWS", false, []string{"--brokers", "a", "--tls-ca=", "--sasl", "AWS_MSK_IAM"},
			&kafka.Connection{Brokers: []string{"a"}, Timeout: 30 * time.Second, SASL: &kafka.SASL{Mechanism: "AWS_MSK_IAM", User: "AKIA",
				Password: access.NewSecret("aws-secret"), Session: access.NewSecret("session")}}},
		{"plain text", false, []string{"--brokers", "a", "--tls=false"}, &kafka.Connection{Brokers: []string{"a"}, Timeout: 30 * time.Second, SASL: env}},
		{"a certificate", false, []string{"--brokers", "a", "--tls-ca=", "--tls-cert", "c", "--tls-key", "k", "--tls-server-name", "n", "--sasl=", "--sasl-user="},
			&kafka.Connection{Brokers: []string{"a"}, Timeout: 30 * time.Second, TLS: &access.TLS{Cert: "c", Key: "k", ServerName: "n"}}},
	} {
		got, err := connect(t, test.environment, test.args...)
		if err != nil {
			t.Errorf("%s: %v", test.name, err)
		}
		if diff := cmp.Diff(test.want, got, cmp.AllowUnexported(access.Secret{})); diff != "" {
			t.Errorf("%s: %s", test.name, diff)
		}
	}
}

func TestConnectionFlagsMistakes(t *testing.T) {
	folder := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	login := []string{"--brokers", "a", "--sasl", "plain", "--sasl-user", "u", "--sasl-password-file"}
	for _, test := range []struct {
		name, variable string
		args           []string
		want           string
	}{
		{"variable", "VELO_PLAN_TLS=perhaps", []string{"--brokers", "a"}, `the environment variable VELO_PLAN_TLS: expected true or false, found "perhaps"`},
		{"no timeout", "", []string{"--brokers", "a", "--timeout", "0s"}, "--timeout 0s: expected a time"},
		{"no TLS", "", []string{"--brokers", "a", "--tls=false", "--tls-ca", "ca.pem"}, "--tls=false: leave the other --tls-... flags"},
		{"a listener against a flag", "", []string{"--brokers", "PLAINTEXT://a", "--tls"}, "--brokers PLAINTEXT://a means plain text, and --tls TLS"},
		{"a flag against a listener", "", []string{"--brokers", "SSL://a", "--tls=false"}, "--brokers SSL://a means TLS, and --tls=false forbids it"},
		{"two listeners", "", []string{"--brokers", "SSL://a,PLAINTEXT://b"}, "--brokers SSL://a and PLAINTEXT://b: one is reached by TLS"},
		{"another scheme", "", []string{"--brokers", "http://a"}, "--brokers http://a: http is not a way to reach a broker: give host:port"},
		{"a scheme alone", "", []string{"--brokers", "kafka://"}, "--brokers: a broker without a name"},
		{"two beliefs", "", []string{"--brokers", "a", "--tls-insecure", "--tls-ca", "ca.pem"}, "--tls-insecure trusts anyone"},
		{"key alone", "VELO_PLAN_TLS_KEY=k", []string{"--brokers", "a"}, "--tls-cert and --tls-key go together"},
		{"user alone", "", []string{"--brokers", "a", "--sasl-user", "u"}, "--sasl-user goes with --sasl"},
		{"password alone", "", []string{"--brokers", "a", "--sasl-password-file", "p"}, "--sasl-password-file goes with --sasl"},
		{"token alone", "VELO_PLAN_SASL_TOKEN_FILE=t", []string{"--brokers", "a"}, "--sasl-token-file goes with --sasl: name the mechanism"},
		{"scope alone", "", []string{"--brokers", "a", "--sasl-scope", "x"}, "--sasl-scope goes with --sasl"},
		{"no token", "", []string{"--brokers", "a", "--sasl", "oauthbearer"}, "--sasl oauthbearer: no token: give --sasl-token-file, or --sasl-token-url with --sasl-user"},
		{"two tokens", "", []string{"--brokers", "a", "--sasl", "oauthbearer", "--sasl-token-file", "t", "--sasl-token-url", "u"}, "--sasl-token-file has the token and --sasl-token-url would give one"},
		{"no client", "", []string{"--brokers", "a", "--sasl", "oauthbearer", "--sasl-token-url", "u"}, "--sasl oauthbearer: no user: give --sasl-user"},
		{"a token for a password", "", []string{"--brokers", "a", "--sasl", "plain", "--sasl-user", "u", "--sasl-token-file", "t"}, "--sasl plain knows no tokens"},
		{"no key of AWS", "AWS_ACCESS_KEY_ID=", []string{"--brokers", "a", "--sasl", "aws-msk-iam"}, "--sasl aws-msk-iam: no credentials: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"},
		{"mechanism", "", []string{"--brokers", "a", "--sasl", "scram-sha-25"}, `--sasl "scram-sha-25": unknown; did you mean scram-sha-256?`},
		{"empty password", "", append(login, write("empty", "\n")), "--sasl-password-file " + filepath.Join(folder, "empty") + " is empty"},
		{"two lines", "", append(login, write("two", "a\nb\n")), "--sasl-password-file " + filepath.Join(folder, "two") + " has several lines"},
		{"folder", "", append(login, folder), "--sasl-password-file " + folder + " cannot be read: is a directory"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if name, value, ok := strings.Cut(test.variable, "="); ok {
				t.Setenv(name, value)
			}
			if _, err := connect(t, false, test.args...); err == nil || !strings.HasPrefix(err.Error(), test.want) {
				t.Errorf("%v, not %s", err, test.want)
			}
		})
	}
}
