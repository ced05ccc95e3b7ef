package registry

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/velo-plan/velo-plan/replay/access"
	"github.com/velo-plan/velo-plan/replay/reading"
)

// TestTrouble: a registry that does not do its work ends the replay, with what is wrong and what to do.
func TestTrouble(t *testing.T) {
	answer := func(status int, body string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(status); w.Write([]byte(body)) }
	}
	long := strings.Repeat("x", maxAnswer+1)
	tries := 0
	for _, c := range []struct {
		name    string
		handler http.HandlerFunc
		want    string
	}{
		{"HTML", answer(200, "<html>log in</html>"), "answers something else than JSON, as HTML"},
		{"another page", answer(404, "<!doctype html>"), "is none: it answers 404 Not Found and HTML"},
		{"401", answer(401, `{"error_code":40101,"message":"no"}`), "refuses: 401 Unauthorized: check --schema-registry-user"},
		{"403", answer(403, ""), "refuses: 403 Forbidden"},
		{"out of order", answer(503, "later"), "is out of order: 503 Service Unavailable for 1s"},
		{"an answer of its own", answer(422, `{"error_code":42201,"message":"odd\nthing"}`), "answers 422 Unprocessable Entity: odd thing"},
		{"too long", answer(200, `{"schema":"`+long), "answers with more than 8388608 bytes"},
		{"breaks off", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "99")
			w.Write([]byte("{"))
		}, "breaks off"},
		{"over soon", func(w http.ResponseWriter, r *http.Request) {
			if tries++; tries == 1 {
				w.WriteHeader(500)
				return
			}
			fmt.Fprintf(w, `{"schema":%q}`, tradeV1)
		}, ""},
	} {
		server := httptest.NewServer(c.handler)
		timeout := 20 * time.Second
		if strings.Contains(c.want, "for 1s") || c.want == "breaks off" { // which are tried until there is no time left
			timeout = time.Second
		}
		d, err := open(t, Config{URL: server.URL, Timeout: timeout}).Decoder(nil, 1000)
		if err != nil {
			t.Fatal(err)
		}
		_, err = d.Append(nil, one{value: []byte(id(1) + "\x04AB" + price)}, 0)
		server.Close()
		var failure *reading.Failure
		if c.want == "" && err != nil || c.want != "" && (!errors.As(err, &failure) || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%s: %v, want %s", c.name, err, c.want)
		}
	}
	down := httptest.NewServer(http.NotFoundHandler())
	down.Close()
	d, err := open(t, Config{URL: down.URL, Timeout: 200 * time.Millisecond}).Decoder(nil, 1000)
	if err != nil {
		t.Fatal(err)
	}
	if _, err = d.Append(nil, one{value: []byte(id(1))}, 0); err == nil || !strings.Contains(err.Error(), "cannot reach the schema registry "+down.URL+" within 200ms (--timeout)") {
		t.Error(err)
	}
}

// TestLogin: what logs in is sent, and never said.
func TestLogin(t *testing.T) {
	var got string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		got = r.Header.Get("Authorization")
		w.WriteHeader(401)
	}))
	defer server.Close()
	within := strings.Replace(server.URL, "http://", "http://me:hunter2@", 1)
	for _, c := range []struct {
		config Config
		want   string
	}{
		{Config{URL: server.URL}, ""},
		{Config{URL: server.URL, User: "me", Password: access.NewSecret("hunter2")}, "Basic bWU6aHVudGVyMg=="},
		{Config{URL: within}, "Basic bWU6aHVudGVyMg=="},
		{Config{URL: server.URL, Token: access.NewSecret("hunter2")}, "Bearer hunter2"},
	} {
		got = "?"
		s := open(t, c.config)
		_, err := s.Values(context.Background(), "trades")
		if got != c.want {
			t.Errorf("sent %q, want %q", got, c.want)
		}
		if text := fmt.Sprintf("%v %+v %s %s", err, c.config.Password, s.Name(), err); strings.Contains(text, "hunter2") {
			t.Error(text)
		}
	}
	for _, c := range []struct {
		config Config
		want   string
	}{
		{Config{URL: "registry.example.com:8081"}, "expected a URL"},
		{Config{URL: "ftp://x"}, "expected a URL"},
		{Config{URL: "http://me:hunter2@registry.example.com"}, "--schema-registry http://registry.example.com: a secret would go there as plain text"},
		{Config{URL: "https://x", TLS: &access.TLS{Flags: "--schema-registry-tls", CA: "/nowhere"}}, "--schema-registry-tls-ca /nowhere cannot be read"},
	} {
		if _, err := New(context.Background(), c.config, nil, nil); err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%v, want %s", err, c.want)
		}
	}
}
