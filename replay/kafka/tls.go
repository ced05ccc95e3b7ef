package kafka

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// TLS says how brokers prove who they are, and the program who it is. The zero TLS trusts what the
// system trusts.
type TLS struct {
	CA         string // PEM file of the authorities that brokers are believed by; "": the system's
	Cert, Key  string // PEM files of the program's certificate and key; "": it has none
	ServerName string // that the certificates of brokers must have; "": the host that is dialed
	Insecure   bool   // the certificates of brokers are not looked at
}

// config reads the files. Errors name the flag and the file.
func (t *TLS) config() (*tls.Config, error) {
	config := &tls.Config{MinVersion: tls.VersionTLS12, ServerName: t.ServerName, InsecureSkipVerify: t.Insecure}
	if t.CA != "" {
		data, err := os.ReadFile(t.CA)
		if err != nil {
			return nil, unreadable("--tls-ca", t.CA, err)
		}
		config.RootCAs = x509.NewCertPool()
		if !config.RootCAs.AppendCertsFromPEM(data) {
			return nil, fmt.Errorf("--tls-ca %s holds no certificate: give a PEM file (-----BEGIN CERTIFICATE-----)", t.CA)
		}
	}
	if t.Cert == "" {
		return config, nil
	}
	cert, err := os.ReadFile(t.Cert)
	if err != nil {
		return nil, unreadable("--tls-cert", t.Cert, err)
	}
	key, err := os.ReadFile(t.Key)
	if err != nil {
		return nil, unreadable("--tls-key", t.Key, err)
	}
	pair, err := tls.X509KeyPair(cert, key)
	if err != nil {
		return nil, fmt.Errorf("--tls-cert %s and --tls-key %s: %w", t.Cert, t.Key, err)
	}
	config.Certificates = []tls.Certificate{pair}
	return config, nil
}

// unreadable is the error of a file that a flag names.
func unreadable(flag, path string, err error) error {
	if detail := (*fs.PathError)(nil); errors.As(err, &detail) {
		err = detail.Err
	}
	return fmt.Errorf("%s %s cannot be read: %w", flag, path, err)
}
