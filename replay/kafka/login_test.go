package kafka

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/twmb/franz-go/pkg/kfake"

	"github.com/velo-plan/velo-plan/replay/access"
)

// reach asks the cluster for its topics.
func reach(c *Connection) error {
	_, err := Partitions(context.Background(), c, nil)
	return err
}

func TestLogin(t *testing.T) {
	c := cluster(t, kfake.EnableSASL(), kfake.Superuser("PLAIN", "p", "one"), kfake.Superuser("SCRAM-SHA-256", "s", "two"), kfake.Superuser("SCRAM-SHA-512", "l", "three"))
	c.Timeout = 3 * time.Second
	for _, test := range []struct {
		sasl *SASL
		want string
	}{
		{&SASL{Mechanism: "plain", User: "p", Password: access.NewSecret("one")}, ""},
		{&SASL{Mechanism: "PLAIN", User: "p", Password: access.NewSecret("one")}, ""},
		{&SASL{Mechanism: "scram-sha-256", User: "s", Password: access.NewSecret("two")}, ""},
		{&SASL{Mechanism: "SCRAM-SHA-512", User: "l", Password: access.NewSecret("three")}, ""},
		{&SASL{Mechanism: "plain", User: "p", Password: access.NewSecret("other")}, "check --brokers, --sasl, --sasl-user and the password, and --tls if the cluster wants it"},
		{&SASL{Mechanism: "scram-sha-256", User: "s", Password: access.NewSecret("other")}, "check --brokers, --sasl, --sasl-user and the password, and --tls if the cluster wants it"},
		{&SASL{Mechanism: "scram-sha-512", User: "nobody", Password: access.NewSecret("three")}, "check --brokers, --sasl, --sasl-user and the password, and --tls if the cluster wants it"},
		{nil, "check --brokers, and --tls and --sasl if the cluster wants them"},
	} {
		c.SASL = test.sasl
		start := time.Now()
		err := reach(c)
		if test.want == "" && err != nil || test.want != "" && (err == nil || !strings.HasSuffix(err.Error(), test.want)) {
			t.Errorf("%v: %v, not %q", test.sasl, err, test.want)
		}
		if took := time.Since(start); took > c.Timeout+time.Second {
			t.Errorf("%v: answered after %v", test.sasl, took)
		}
		if err != nil && strings.Contains(err.Error(), "other") {
			t.Errorf("the password is shown: %v", err)
		}
	}
}

// authority is a certificate authority that lies in a file.
type authority struct {
	file string
	cert *x509.Certificate
	key  *ecdsa.PrivateKey
}

// newAuthority makes an authority.
func newAuthority(t *testing.T) *authority {
	t.Helper()
	a := &authority{file: filepath.Join(t.TempDir(), "ca.pem")}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "test"}, IsCA: true, BasicConstraintsValid: true,
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), KeyUsage: x509.KeyUsageCertSign}
	var der []byte
	der, a.key = a.sign(t, template, template)
	var err error
	if a.cert, err = x509.ParseCertificate(der); err != nil {
		t.Fatal(err)
	}
	writePEM(t, a.file, "CERTIFICATE", der)
	return a
}

// sign makes a certificate and its key; the authority's own where it has none yet.
func (a *authority) sign(t *testing.T, template, parent *x509.Certificate) ([]byte, *ecdsa.PrivateKey) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	signer := a.key
	if signer == nil {
		signer = key
	}
	der, err := x509.CreateCertificate(rand.Reader, template, parent, &key.PublicKey, signer)
	if err != nil {
		t.Fatal(err)
	}
	return der, key
}

// issue makes a certificate for the host 127.0.0.1 and the name broker, in two files.
func (a *authority) issue(t *testing.T) (cert, key string) {
	t.Helper()
	der, private := a.sign(t, &x509.Certificate{SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: "broker"}, DNSNames: []string{"broker"},
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth}}, a.cert)
	encoded, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	cert, key = filepath.Join(folder, "cert.pem"), filepath.Join(folder, "key.pem")
	writePEM(t, cert, "CERTIFICATE", der)
	writePEM(t, key, "PRIVATE KEY", encoded)
	return cert, key
}

func writePEM(t *testing.T, path, kind string, der []byte) {
	t.Helper()
	if err := os.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}), 0o600); err != nil {
		t.Fatal(err)
	}
}

// tlsCluster starts a cluster with a certificate of the authority; it may want one from its clients.
func tlsCluster(t *testing.T, a *authority, clients bool, opts ...kfake.Opt) *Connection {
	t.Helper()
	cert, key := a.issue(t)
	pair, err := tls.LoadX509KeyPair(cert, key)
	if err != nil {
		t.Fatal(err)
	}
	config := &tls.Config{Certificates: []tls.Certificate{pair}}
	if clients {
		config.ClientAuth, config.ClientCAs = tls.RequireAndVerifyClientCert, x509.NewCertPool()
		config.ClientCAs.AddCert(a.cert)
	}
	return cluster(t, append(opts, kfake.TLS(config))...)
}

func TestTLS(t *testing.T) {
	ours, other := newAuthority(t), newAuthority(t)
	cert, key := ours.issue(t)
	open, closed := tlsCluster(t, ours, false), tlsCluster(t, ours, true)
	both := tlsCluster(t, ours, false, kfake.EnableSASL(), kfake.Superuser("SCRAM-SHA-512", "ci", "secret"))
	both.SASL = &SASL{Mechanism: "scram-sha-512", User: "ci", Password: access.NewSecret("secret")}
	plain := cluster(t)
	for _, test := range []struct {
		name string
		c    *Connection
		tls  *access.TLS
		want string
	}{
		{"trusted", open, &access.TLS{CA: ours.file}, ""},
		{"by name", open, &access.TLS{CA: ours.file, ServerName: "broker"}, ""},
		{"insecure", open, &access.TLS{Insecure: true}, ""},
		{"with a certificate", closed, &access.TLS{CA: ours.file, Cert: cert, Key: key}, ""},
		{"with a password", both, &access.TLS{CA: ours.file}, ""},
		{"unknown authority", open, &access.TLS{}, "certificate signed by unknown authority; give the file of its authority with --tls-ca"},
		{"other authority", open, &access.TLS{CA: other.file}, "certificate signed by unknown authority"},
		{"other name", open, &access.TLS{CA: ours.file, ServerName: "elsewhere"}, "certificate is valid for broker, not elsewhere; give the name that it has with --tls-server-name"},
		{"no certificate", closed, &access.TLS{CA: ours.file}, "certificate required"},
		{"TLS to plain text", plain, &access.TLS{}, "--tls"},
		{"plain text to TLS", open, nil, "--tls"},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := *test.c
			c.TLS, c.Timeout = test.tls, 3*time.Second
			err := reach(&c)
			t.Log(err)
			if test.want == "" && err != nil || test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)) {
				t.Errorf("%v, not %q", err, test.want)
			}
		})
	}
}
