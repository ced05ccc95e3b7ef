package kafka

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/twmb/franz-go/pkg/kerr"
	"github.com/twmb/franz-go/pkg/kfake"
	"github.com/twmb/franz-go/pkg/kmsg"

	"github.com/velo-plan/velo-plan/replay/access"
)

// standIn starts a cluster that takes a mechanism which the fake one does not know: takes gets what the
// client says of itself, and returns the answer, or why it is refused.
func standIn(t *testing.T, mechanism string, takes func(said string) (answer string, refused error)) *Connection {
	t.Helper()
	c, err := kfake.NewCluster(kfake.NumBrokers(1), kfake.SeedTopics(3, "trades"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	c.ControlKey(int16(kmsg.SASLHandshake), func(request kmsg.Request) (kmsg.Response, error, bool) {
		c.KeepControl()
		response := request.ResponseKind().(*kmsg.SASLHandshakeResponse)
		response.SupportedMechanisms = []string{mechanism}
		if request.(*kmsg.SASLHandshakeRequest).Mechanism != mechanism {
			response.ErrorCode = kerr.UnsupportedSaslMechanism.Code
		}
		return response, nil, true
	})
	c.ControlKey(int16(kmsg.SASLAuthenticate), func(request kmsg.Request) (kmsg.Response, error, bool) {
		c.KeepControl()
		response := request.ResponseKind().(*kmsg.SASLAuthenticateResponse)
		answer, err := takes(string(request.(*kmsg.SASLAuthenticateRequest).SASLAuthBytes))
		if response.SASLAuthBytes = []byte(answer); err != nil {
			response.ErrorCode, response.ErrorMessage = kerr.SaslAuthenticationFailed.Code, kmsg.StringPtr(err.Error())
		}
		return response, nil, true
	})
	return &Connection{Brokers: c.ListenAddrs(), Timeout: 3 * time.Second}
}

// bearer is a cluster that takes the tokens of a list.
func bearer(t *testing.T, tokens ...string) *Connection {
	return standIn(t, "OAUTHBEARER", func(said string) (string, error) {
		if token, ok := strings.CutPrefix(said, "n,,\x01auth=Bearer "); !ok || !slices.Contains(tokens, strings.TrimRight(token, "\x01")) {
			return "", fmt.Errorf("no such token")
		}
		return "", nil
	})
}

// logsIn checks that a login works, or fails with an error that has a text and shows no secret.
func logsIn(t *testing.T, name string, c *Connection, want string) {
	t.Helper()
	err := reach(c)
	switch {
	case want == "" && err != nil:
		t.Errorf("%s: %v", name, err)
	case want != "" && (err == nil || !strings.Contains(err.Error(), want)):
		t.Errorf("%s: %v, not %q", name, err, want)
	case err != nil && strings.Contains(err.Error(), "hunter2"):
		t.Errorf("%s: the secret is shown: %v", name, err)
	}
}

// unsigned is a token that the real broker takes: a JWT without a signature.
func unsigned(user string) string {
	part := func(text string) string { return base64.RawURLEncoding.EncodeToString([]byte(text)) }
	now := time.Now().Unix()
	return part(`{"alg":"none"}`) + "." + part(fmt.Sprintf(`{"sub":%q,"iat":%d,"exp":%d}`, user, now-10, now+3600)) + "."
}

func TestTokenFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "token")
	write := func(text string) {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	c := bearer(t, "one", "two")
	c.SASL = &SASL{Mechanism: "OAUTHBEARER", TokenFile: file}
	logsIn(t, "no file", c, "--sasl-token-file "+file+" cannot be read: no such file")
	for text, want := range map[string]string{
		"one\n": "", " two ": "", // each login reads the file
		"hunter2":    "no such token; check --sasl and --sasl-token-file",
		"":           "--sasl-token-file " + file + " must hold one token and nothing else",
		"one\ntwo\n": "must hold one token",
	} {
		write(text)
		logsIn(t, fmt.Sprintf("%q", text), c, want)
	}
	if os.Getenv("VELO_PLAN_TEST_BROKERS_SASL") != "" {
		c := brokers(t, "VELO_PLAN_TEST_BROKERS_SASL")
		c.SASL = &SASL{Mechanism: "oauthbearer", TokenFile: file}
		write(unsigned("velo-plan"))
		asked(t, c)
		write("a.b.c")
		logsIn(t, "the real broker", c, "check --sasl and --sasl-token-file")
	}
}

func TestClientCredentials(t *testing.T) {
	asks := 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id, secret, _ := r.BasicAuth()
		switch {
		case r.URL.Path == "/page":
			http.Error(w, "<html>hunter2</html>", http.StatusBadGateway)
			return
		case id != "ci" || secret != "hunter2" || r.FormValue("grant_type") != "client_credentials":
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(http.StatusUnauthorized)
			fmt.Fprint(w, `{"error":"invalid_client","error_description":"who is this?"}`)
			return
		}
		asks++
		token := "token-of-" + strings.ReplaceAll(r.FormValue("scope"), " ", "-")
		if r.URL.Path == "/real" {
			token = unsigned("velo-plan")
		}
		w.Header().Set("Content-Type", "application/json")
		fmt.Fprintf(w, `{"access_token":%q,"token_type":"bearer","expires_in":3600}`, token)
	}))
	defer server.Close()
	c := bearer(t, "token-of-", "token-of-kafka-read")
	login := SASL{Mechanism: "oauthbearer", User: "ci", Password: access.NewSecret("hunter2"), TokenURL: server.URL + "/token"}
	for _, test := range []struct {
		name   string
		change func(*SASL)
		want   string
	}{
		{"without a scope", func(*SASL) {}, ""},
		{"with scopes", func(s *SASL) { s.Scopes = []string{"kafka", "read"} }, ""},
		{"a token that the broker does not take", func(s *SASL) { s.Scopes = []string{"write"} },
			"no such token; check --sasl, --sasl-token-url, --sasl-user and its secret"},
		{"a wrong secret", func(s *SASL) { s.Password = access.NewSecret("other") }, "--sasl-token-url " + server.URL + "/token gives no token: invalid_client who is this?"},
		{"a page", func(s *SASL) { s.TokenURL = server.URL + "/page" }, "/page gives no token: it answers 502 Bad Gateway"},
		{"nobody", func(s *SASL) { s.TokenURL = "http://127.0.0.1:1" }, "connection refused"},
		{"plain text to elsewhere", func(s *SASL) { s.TokenURL = "http://id.example.com/token" }, "the client's secret would go there as plain text: give an https URL"},
		{"no URL", func(s *SASL) { s.TokenURL = "id.example.com" }, "expected a URL"},
		{"no secret", func(s *SASL) { s.Password = access.Secret{} }, "the password of ci is empty"},
		{"no token", func(s *SASL) { s.TokenURL = "" }, "no token: give --sasl-token-file, or --sasl-token-url"},
	} {
		s := login
		test.change(&s)
		c.SASL = &s
		logsIn(t, test.name, c, test.want)
	}
	if asks > 3 {
		t.Errorf("tokens were asked for %d times in three runs: they are not kept", asks)
	}
	if os.Getenv("VELO_PLAN_TEST_BROKERS_SASL") != "" {
		c := brokers(t, "VELO_PLAN_TEST_BROKERS_SASL")
		login.TokenURL = server.URL + "/real"
		c.SASL = &login
		asked(t, c)
	}
}

// signature is the AWS Signature Version 4 of the statement of a client (docs.aws.amazon.com/IAM,
// "Create a signed AWS API request"), in the words of aws-msk-iam-auth.
func signature(said map[string]string, secret string) string {
	mac := func(key []byte, text string) []byte {
		h := hmac.New(sha256.New, key)
		h.Write([]byte(text))
		return h.Sum(nil)
	}
	query := url.Values{}
	for name, value := range said {
		if name == "action" || strings.HasPrefix(name, "x-amz-") && name != "x-amz-signature" {
			upper := map[string]string{"action": "Action", "x-amz-algorithm": "X-Amz-Algorithm", "x-amz-credential": "X-Amz-Credential", "x-amz-date": "X-Amz-Date",
				"x-amz-expires": "X-Amz-Expires", "x-amz-security-token": "X-Amz-Security-Token", "x-amz-signedheaders": "X-Amz-SignedHeaders"}[name]
			query.Set(upper, value)
		}
	}
	scope := strings.SplitN(said["x-amz-credential"], "/", 2)[1]
	empty := sha256.Sum256(nil)
	request := sha256.Sum256([]byte("GET\n/\n" + strings.ReplaceAll(query.Encode(), "+", "%20") + "\nhost:" + said["host"] + "\n\nhost\n" + hex.EncodeToString(empty[:])))
	key := []byte("AWS4" + secret)
	for part := range strings.SplitSeq(scope, "/") {
		key = mac(key, part)
	}
	return hex.EncodeToString(mac(key, "AWS4-HMAC-SHA256\n"+said["x-amz-date"]+"\n"+scope+"\n"+hex.EncodeToString(request[:])))
}

func TestMSKIAM(t *testing.T) {
	t.Setenv("AWS_REGION", "eu-central-1")
	var session string
	c := standIn(t, "AWS_MSK_IAM", func(text string) (string, error) {
		said := map[string]string{}
		if err := json.Unmarshal([]byte(text), &said); err != nil {
			return "", err
		}
		session = said["x-amz-security-token"]
		switch {
		case !strings.HasPrefix(said["x-amz-credential"], "AKIA/") || !strings.HasSuffix(said["x-amz-credential"], "/eu-central-1/kafka-cluster/aws4_request"):
			return "", fmt.Errorf("credential %s", said["x-amz-credential"])
		case said["x-amz-signature"] != signature(said, "hunter2"):
			return "", fmt.Errorf("the signature does not fit")
		}
		return `{"version":"2020_10_22","request-id":"1"}`, nil
	})
	c.SASL = &SASL{Mechanism: "AWS_MSK_IAM", User: "AKIA", Password: access.NewSecret("hunter2")}
	logsIn(t, "a key", c, "")
	c.SASL.Session = access.NewSecret("for an hour")
	if logsIn(t, "a session", c, ""); session != "for an hour" {
		t.Errorf("the session %q came", session)
	}
	c.SASL.Password = access.NewSecret("other")
	logsIn(t, "another secret", c, "the signature does not fit; check --sasl, the AWS_ variables of the credentials, and AWS_REGION")
}
