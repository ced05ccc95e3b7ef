// Package kafka reads the records of Kafka topics for a replay, and facts about topics for a plan. It
// only reads: it creates no topic, and commits offsets only for a consumer group that it was told to
// join.
package kafka

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/twmb/franz-go/pkg/kerr"
	"github.com/twmb/franz-go/pkg/kgo"

	"github.com/velo-plan/velo-plan/replay/access"
)

// DefaultTimeout is Connection.Timeout if that is 0.
const DefaultTimeout = 30 * time.Second

// clientID is what brokers call the program in their logs, quotas and metrics.
const clientID = "velo-plan"

// Connection says how to reach a cluster. It can be printed: its password hides itself.
type Connection struct {
	Brokers []string      // host:port of some of its brokers; without a port it is 9092
	Timeout time.Duration // after which a cluster that does not answer is given up; 0 means DefaultTimeout
	TLS     *access.TLS   // nil: plain text
	SASL    *SASL         // nil: nobody logs in
}

// Cluster is what messages and reasons call the cluster.
func (c *Connection) Cluster() string { return "the cluster " + strings.Join(c.Brokers, ",") }

// Options returns the options of a client. It reads the files of TLS; errors name the flag and the file.
func (c *Connection) Options() ([]kgo.Opt, error) { return c.options(nil) }

// options is Options of a client on whose links moving is told of long answers that are on their way.
func (c *Connection) options(moving func()) ([]kgo.Opt, error) {
	if len(c.Brokers) == 0 {
		return nil, errors.New("--brokers: no broker is named: give host:port")
	}
	timeout := c.timeout()
	var config *tls.Config
	if c.TLS != nil {
		var err error
		if config, err = c.TLS.Config(); err != nil {
			return nil, err
		}
	}
	opts := []kgo.Opt{
		kgo.SeedBrokers(c.Brokers...),
		kgo.ClientID(clientID),
		// Each broker gets its share of the time, so that one that is gone leaves some to the next.
		kgo.Dialer(dial(config, timeout/time.Duration(len(c.Brokers)), moving)),
		kgo.RequestTimeoutOverhead(timeout),
		kgo.RetryTimeout(timeout),
	}
	if c.SASL != nil {
		mechanism, err := c.SASL.mechanism()
		if err != nil {
			return nil, err
		}
		opts = append(opts, kgo.SASL(mechanism))
	}
	if err := kgo.ValidateOpts(opts...); err != nil {
		return nil, fmt.Errorf("--brokers %s: %w", strings.Join(c.Brokers, ","), err)
	}
	return opts, nil
}

// Open returns a client of the cluster, with further options, after one of the brokers has answered.
// It gives up after Timeout. The caller closes the client.
func (c *Connection) Open(ctx context.Context, more ...kgo.Opt) (*kgo.Client, error) {
	opts, err := c.Options()
	if err != nil {
		return nil, err
	}
	client, err := kgo.NewClient(append(opts, more...)...)
	if err != nil {
		return nil, fmt.Errorf("cannot make a client of %s: %w", c.Cluster(), err)
	}
	limited, cancel := context.WithTimeout(ctx, c.timeout())
	defer cancel()
	if err := client.Ping(limited); err != nil {
		client.Close()
		return nil, c.unreachable(ctx, err)
	}
	return client, nil
}

// timeout is Timeout with its default.
func (c *Connection) timeout() time.Duration {
	if c.Timeout > 0 {
		return c.Timeout
	}
	return DefaultTimeout
}

// unreachable is the error of a cluster that did not answer as it should, with the way out.
func (c *Connection) unreachable(ctx context.Context, err error) error {
	if cause := context.Cause(ctx); cause != nil && !errors.Is(cause, context.DeadlineExceeded) {
		return cause
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("%s did not answer within %v; %s", c.Cluster(), c.timeout(), c.check())
	}
	hint := c.check()
	if errors.Is(err, kerr.SaslAuthenticationFailed) || errors.Is(err, kerr.UnsupportedSaslMechanism) {
		hint = "check " + c.SASL.check()
	}
	if name := (x509.HostnameError{}); errors.As(err, &name) {
		hint = "give the name that it has with --tls-server-name"
	}
	if unknown := (x509.UnknownAuthorityError{}); errors.As(err, &unknown) {
		hint = "give the file of its authority with --tls-ca"
	}
	return fmt.Errorf("cannot reach %s: %w; %s", c.Cluster(), err, hint)
}

// check says what to look at where a cluster does not answer. Brokers tell little of why they close a
// connection.
func (c *Connection) check() string {
	switch {
	case c.SASL == nil && c.TLS == nil:
		return "check --brokers, and --tls and --sasl if the cluster wants them"
	case c.SASL == nil:
		return "check --brokers and --tls, and --sasl if the cluster wants it"
	case c.TLS == nil:
		return "check --brokers, " + c.SASL.check() + ", and --tls if the cluster wants it"
	}
	return "check --brokers, --tls, " + c.SASL.check()
}
