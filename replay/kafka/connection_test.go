package kafka

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/goccy/go-yaml"
	"github.com/twmb/franz-go/pkg/kfake"

	"github.com/velo-plan/velo-plan/replay/access"
)

// cluster starts a fake cluster and returns how to reach it, in plain text.
func cluster(t *testing.T, opts ...kfake.Opt) *Connection {
	t.Helper()
	c, err := kfake.NewCluster(append([]kfake.Opt{kfake.NumBrokers(1)}, opts...)...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return &Connection{Brokers: c.ListenAddrs(), Timeout: 10 * time.Second}
}

// Whatever prints a connection, or a part of it, shows no password.
func TestSecretIsHidden(t *testing.T) {
	const password = "hunter2"
	c := &Connection{Brokers: []string{"b:9092"}, SASL: &SASL{Mechanism: "plain", User: "ci", Password: access.NewSecret(password)}}
	var printed bytes.Buffer
	for _, value := range []any{c, *c, c.SASL, *c.SASL, c.SASL.Password, &c.SASL.Password, []SASL{*c.SASL}, map[string]any{"c": *c.SASL}} {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d"} {
			fmt.Fprintf(&printed, verb+"\n", value)
		}
		data, err := json.Marshal(value)
		if err != nil {
			t.Fatal(err)
		}
		printed.Write(data)
		if data, err = yaml.Marshal(value); err != nil {
			t.Fatal(err)
		}
		printed.Write(data)
		slog.New(slog.NewTextHandler(&printed, nil)).Info("x", "value", value)
		slog.New(slog.NewJSONHandler(&printed, nil)).Info("x", "value", value)
	}
	text := printed.String()
	for _, shown := range []string{password, fmt.Sprintf("%x", password), fmt.Sprintf("%X", password), fmt.Sprint([]byte(password))} {
		if strings.Contains(text, shown) {
			t.Errorf("%s is shown in\n%s", shown, text)
		}
	}
	if !strings.Contains(text, "(hidden)") || !strings.Contains(text, "ci") {
		t.Errorf("nothing is shown:\n%s", text)
	}
}

func TestOptionsMistakes(t *testing.T) {
	folder := t.TempDir()
	file := func(name, text string) string {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	empty, gone := file("empty.pem", "no PEM"), filepath.Join(folder, "gone.pem")
	b := []string{"b:9092"}
	for _, test := range []struct {
		name string
		c    Connection
		want string
	}{
		{"no broker", Connection{}, "--brokers: no broker is named: give host:port"},
		{"no port", Connection{Brokers: []string{"b:port"}}, "--brokers b:port: "},
		{"no CA file", Connection{Brokers: b, TLS: &access.TLS{CA: gone}}, "--tls-ca " + gone + " cannot be read: no such file"},
		{"no CA", Connection{Brokers: b, TLS: &access.TLS{CA: empty}}, "--tls-ca " + empty + " holds no certificate: give a PEM file"},
		{"no certificate file", Connection{Brokers: b, TLS: &access.TLS{Cert: gone, Key: empty}}, "--tls-cert " + gone + " cannot be read"},
		{"no key file", Connection{Brokers: b, TLS: &access.TLS{Cert: empty, Key: gone}}, "--tls-key " + gone + " cannot be read"},
		{"no certificate", Connection{Brokers: b, TLS: &access.TLS{Cert: empty, Key: empty}}, "--tls-cert " + empty + " and --tls-key " + empty + ": tls: "},
		{"no user", Connection{Brokers: b, SASL: &SASL{Mechanism: "plain"}}, "--sasl plain: no user is named: give --sasl-user"},
		{"no password", Connection{Brokers: b, SASL: &SASL{Mechanism: "plain", User: "u"}}, "--sasl plain: the password of u is empty"},
		{"mechanism", Connection{Brokers: b, SASL: &SASL{Mechanism: "gssapi", User: "u", Password: access.NewSecret("p")}},
			`--sasl "gssapi": unknown; expected one of plain, scram-sha-256, scram-sha-512, oauthbearer, aws-msk-iam`},
	} {
		if _, err := test.c.Options(); err == nil || !strings.HasPrefix(err.Error(), test.want) {
			t.Errorf("%s: %v, not %s", test.name, err, test.want)
		}
	}
}

// A broker that takes connections and says nothing, and one that is gone, are given up in time, and
// leave nothing behind.
func TestGivesUp(t *testing.T) {
	silent, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer silent.Close()
	gone, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	gone.Close()
	before := runtime.NumGoroutine()
	for _, test := range []struct{ name, broker, want string }{
		{"silent", silent.Addr().String(), " did not answer within 300ms; check --brokers, and --tls"},
		{"gone", gone.Addr().String(), "connection refused; check --brokers, and --tls"},
	} {
		start := time.Now()
		_, err := Partitions(context.Background(), &Connection{Brokers: []string{test.broker}, Timeout: 300 * time.Millisecond}, nil)
		if err == nil || !strings.Contains(err.Error(), "the cluster "+test.broker) || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v", test.name, err)
		}
		if took := time.Since(start); took > 2*time.Second {
			t.Errorf("%s: given up after %v", test.name, took)
		}
	}
	deadline := time.Now().Add(5 * time.Second)
	for runtime.NumGoroutine() > before && time.Now().Before(deadline) {
		time.Sleep(10 * time.Millisecond)
	}
	if after := runtime.NumGoroutine(); after > before {
		t.Errorf("%d goroutines are left", after-before)
	}
}

// A broker that is gone does not keep the next one from being asked.
func TestSecondBroker(t *testing.T) {
	c := cluster(t, kfake.SeedTopics(3, "trades"))
	c.Brokers = append([]string{"127.0.0.1:1"}, c.Brokers...)
	if got, err := Partitions(context.Background(), c, nil); err != nil || got["trades"] != 3 {
		t.Errorf("%v, %v", got, err)
	}
}

func TestInterrupted(t *testing.T) {
	ctx, stop := context.WithCancel(context.Background())
	stop()
	if _, err := Partitions(ctx, cluster(t), nil); err != context.Canceled {
		t.Errorf("%v", err)
	}
}
