package registry

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/twmb/franz-go/pkg/sr"

	"github.com/velo-plan/velo-plan/replay/access"
)

// Config says how to reach a registry. It can be printed: what is secret in it hides itself.
type Config struct {
	URL      string        // as https://registry.example.com; it may hold a user and a password
	User     string        // of basic authentication; "": none
	Password access.Secret // of that user
	Token    access.Secret // a bearer token; empty: none
	TLS      *access.TLS   // nil: what the system trusts is believed
	Timeout  time.Duration // after which a registry that does not answer is given up
}

// maxAnswer is the longest answer that is read. A schema is at most 1 MiB, and what is around it is little.
const maxAnswer = 8 << 20

// client asks a registry.
type client struct {
	name    string // what messages call it
	timeout time.Duration
	sr      *sr.Client
}

// newClient returns a client. It reads the files of TLS. A secret goes to a host of another machine by TLS only.
func newClient(c Config) (*client, error) {
	at, err := url.Parse(c.URL)
	if err != nil || at.Host == "" || at.Scheme != "https" && at.Scheme != "http" {
		return nil, errors.New("--schema-registry: expected a URL, as https://registry.example.com")
	}
	user, password := c.User, c.Password.Reveal()
	if at.User != nil {
		own, _ := at.User.Password()
		user, password = cmp.Or(user, at.User.Username()), cmp.Or(password, own)
		at.User = nil
	}
	token := c.Token.Reveal()
	if at.Scheme == "http" && (user != "" || token != "") && !isThisMachine(at.Hostname()) {
		return nil, fmt.Errorf("--schema-registry %s: a secret would go there as plain text: give an https URL", at)
	}
	transport := http.DefaultTransport.(*http.Transport).Clone()
	if c.TLS != nil {
		if transport.TLSClientConfig, err = c.TLS.Config(); err != nil {
			return nil, err
		}
	}
	timeout := cmp.Or(c.Timeout, 30*time.Second)
	options := []sr.ClientOpt{sr.URLs(at.String()), sr.UserAgent("velo-plan"),
		sr.HTTPClient(&http.Client{Timeout: timeout, Transport: bounded{transport}})}
	switch {
	case token != "":
		options = append(options, sr.BearerToken(token))
	case user != "":
		options = append(options, sr.BasicAuth(user, password))
	}
	asks, err := sr.NewClient(options...)
	return &client{name: "the schema registry " + at.String(), timeout: timeout, sr: asks}, err
}

// isThisMachine reports whether a host is the one that the program runs on.
func isThisMachine(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// bounded is a transport whose answers end at maxAnswer.
type bounded struct{ http.RoundTripper }

// RoundTrip implements http.RoundTripper.
func (b bounded) RoundTrip(r *http.Request) (*http.Response, error) {
	answer, err := b.RoundTripper.RoundTrip(r)
	if err == nil {
		answer.Body = &boundedBody{answer.Body, maxAnswer}
	}
	return answer, err
}

// boundedBody is an error after so many bytes.
type boundedBody struct {
	io.ReadCloser
	left int64
}

// Read implements io.Reader.
func (b *boundedBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if b.left -= int64(n); b.left < 0 {
		return n, errLongAnswer
	}
	return n, err
}

// errLongAnswer is the error of an answer that is longer than any schema.
var errLongAnswer = fmt.Errorf("it answers with more than %d bytes", maxAnswer)

// errNone is the error of what the registry does not have.
var errNone = errors.New("the registry has none")

// ask calls a function that asks the registry, and again as long as the registry seems to be out of order and there is
// time. The error is errNone if the registry answers that it does not have what was asked for; others tell what is wrong
// with the registry.
func (c *client) ask(ctx context.Context, call func(context.Context) error) error {
	within, cancel := context.WithTimeout(ctx, c.timeout)
	defer cancel()
	var last error
	for wait := 100 * time.Millisecond; ; wait *= 2 {
		err := call(within)
		if err == nil {
			return nil
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if last != nil && within.Err() != nil {
			return last // which tells more than that there is no time left
		}
		again, told := c.explain(err)
		if !again {
			return told
		}
		last = told
		select {
		case <-within.Done():
			return told
		case <-time.After(wait):
		}
	}
}

// explain says what an error of a call means, and whether it may be over soon.
func (c *client) explain(err error) (again bool, told error) {
	var answer *sr.ResponseError
	if !errors.As(err, &answer) {
		return c.explainLink(err)
	}
	status := fmt.Sprintf("%d %s", answer.StatusCode, http.StatusText(answer.StatusCode))
	switch {
	case answer.StatusCode == http.StatusNotFound && answer.ErrorCode != 0:
		return false, errNone
	case answer.StatusCode == http.StatusUnauthorized || answer.StatusCode == http.StatusForbidden:
		return false, fmt.Errorf("%s refuses: %s: check --schema-registry-user and its password, or --schema-registry-token-file", c.name, status)
	case answer.StatusCode == http.StatusTooManyRequests || answer.StatusCode >= 500:
		return true, fmt.Errorf("%s is out of order: %s for %v (--timeout)", c.name, status, c.timeout)
	case answer.ErrorCode == 0:
		return false, fmt.Errorf("%s is none: it answers %s and %s: check the URL and its path", c.name, status, kindOf(answer.Raw))
	}
	return false, fmt.Errorf("%s answers %s: %s", c.name, status, clip(answer.Message))
}

// explainLink says what an error means that is no answer of a registry.
func (c *client) explainLink(err error) (again bool, told error) {
	var link *url.Error
	if errors.As(err, &link) {
		err = link.Err
		hint := ""
		switch text := err.Error(); {
		case strings.Contains(text, "unknown authority"):
			return false, fmt.Errorf("cannot reach %s: %w; give the file of its authority with --schema-registry-tls-ca", c.name, err)
		case strings.Contains(text, "x509:"):
			hint = "; check --schema-registry-tls-server-name"
		case strings.Contains(text, "server gave HTTP response"):
			hint = "; it does not speak TLS: give an http URL"
		}
		return hint == "", fmt.Errorf("cannot reach %s within %v (--timeout): %w%s", c.name, c.timeout, err, hint)
	}
	if errors.Is(err, errLongAnswer) {
		return false, fmt.Errorf("%s is none: %w: check the URL and its path", c.name, errLongAnswer)
	}
	if strings.Contains(err.Error(), "unable to decode ok response") {
		return false, fmt.Errorf("%s is none: it answers something else than JSON, as HTML: check the URL and its path, and whether it wants a login", c.name)
	}
	return true, fmt.Errorf("%s breaks off: %w", c.name, err)
}

// kindOf says what an answer is.
func kindOf(body []byte) string {
	switch text := strings.TrimSpace(strings.ToLower(string(body[:min(len(body), 100)]))); {
	case text == "":
		return "nothing"
	case strings.HasPrefix(text, "<"):
		return "HTML"
	}
	return "something that is not the JSON of a registry"
}

// clip shortens a message of another program to one short line.
func clip(text string) string {
	const most = 200
	text = strings.Join(strings.Fields(text), " ")
	if len(text) > most {
		return strings.ToValidUTF8(text[:most], "") + ".."
	}
	return text
}
