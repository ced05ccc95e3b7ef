package kafka

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/twmb/franz-go/pkg/sasl"
	"github.com/twmb/franz-go/pkg/sasl/oauth"
	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"

	"github.com/velo-plan/velo-plan/replay/access"
)

// tokenTimeout is how long the giver of tokens may take to answer.
const tokenTimeout = 10 * time.Second

// tokenOfFile reads the token of TokenFile.
func (s *SASL) tokenOfFile(context.Context) (oauth.Auth, error) {
	data, err := os.ReadFile(s.TokenFile)
	if err != nil {
		return oauth.Auth{}, access.Unreadable("--sasl-token-file", s.TokenFile, err)
	}
	token := strings.TrimSpace(string(data))
	if token == "" || strings.ContainsAny(token, " \t\r\n") {
		return oauth.Auth{}, fmt.Errorf("--sasl-token-file %s must hold one token and nothing else", s.TokenFile)
	}
	return oauth.Auth{Token: token}, nil
}

// tokensOfURL returns a mechanism whose tokens TokenURL gives. A secret goes to a host of another machine by
// TLS only.
func (s *SASL) tokensOfURL() (sasl.Mechanism, error) {
	at, err := url.Parse(s.TokenURL)
	if err != nil || at.Host == "" || at.Scheme != "https" && at.Scheme != "http" {
		return nil, fmt.Errorf("--sasl-token-url %s: expected a URL, as https://id.example.com/token", s.TokenURL)
	}
	if ip := net.ParseIP(at.Hostname()); at.Scheme == "http" && at.Hostname() != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return nil, fmt.Errorf("--sasl-token-url %s: the client's secret would go there as plain text: give an https URL", s.TokenURL)
	}
	grant := clientcredentials.Config{ClientID: s.User, ClientSecret: s.Password.Reveal(), TokenURL: s.TokenURL, Scopes: s.Scopes}
	client := &http.Client{Timeout: tokenTimeout}
	tokens := grant.TokenSource(context.WithValue(context.Background(), oauth2.HTTPClient, client))
	return oauth.Oauth(func(context.Context) (oauth.Auth, error) {
		token, err := tokens.Token()
		if err != nil {
			return oauth.Auth{}, fmt.Errorf("--sasl-token-url %s gives no token: %w", s.TokenURL, denied(err))
		}
		return oauth.Auth{Token: token.AccessToken}, nil
	}), nil
}

// denied is why there is no token, without the body of the answer, which may be a page.
func denied(err error) error {
	var answer *oauth2.RetrieveError
	switch {
	case !errors.As(err, &answer):
		return err
	case answer.ErrorCode != "":
		return errors.New(strings.TrimSpace(answer.ErrorCode + " " + answer.ErrorDescription))
	}
	return errors.New("it answers " + answer.Response.Status)
}
