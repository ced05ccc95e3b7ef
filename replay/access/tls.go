// Package access is how the program and a service know each other: who may be believed, and what nobody may see.
package access

import (
	"cmp"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// TLS says how a service proves who it is, and the program who it is. The zero TLS trusts what the system trusts.
type TLS struct {
	Flags      string // what the names of its flags begin with, for errors; "": --tls
	CA         string // PEM file of the authorities that the service is believed by; "": the system's
	Cert, Key  string // PEM files of the program's certificate and key; "": it has none
	ServerName string // that its certificate must have; "": the host that is dialed
	Insecure   bool   // its certificate is not looked at
}

// Config reads the files. Errors name the flag and the file.
func (t *TLS) Config() (*tls.Config, error) {
	flags := cmp.Or(t.Flags, "--tls")
	config := &tls.Config{MinVersion: tls.VersionTLS12, ServerName: t.ServerName, InsecureSkipVerify: t.Insecure}
	if t.CA != "" {
		data, err := os.ReadFile(t.CA)
		if err != nil {
			return nil, Unreadable(flags+"-ca", t.CA, err)
		}
		config.RootCAs = x509.NewCertPool()
		if !config.RootCAs.AppendCertsFromPEM(data) {
			return nil, fmt.Errorf("%s-ca %s holds no certificate: give a PEM file (-----BEGIN CERTIFICATE-----)", flags, t.CA)
		}
	}
	if t.Cert == "" {
		return config, nil
	}
	cert, err := os.ReadFile(t.Cert)
	if err != nil {
		return nil, Unreadable(flags+"-cert", t.Cert, err)
	}
	key, err := os.ReadFile(t.Key)
	if err != nil {
		return nil, Unreadable(flags+"-key", t.Key, err)
	}
	pair, err := tls.X509KeyPair(cert, key)
	if err != nil {
		return nil, fmt.Errorf("%s-cert %s and %s-key %s: %w", flags, t.Cert, flags, t.Key, err)
	}
	config.Certificates = []tls.Certificate{pair}
	return config, nil
}

// Unreadable is the error of a file that a flag names.
func Unreadable(flag, path string, err error) error {
	if detail := (*fs.PathError)(nil); errors.As(err, &detail) {
		err = detail.Err
	}
	return fmt.Errorf("%s %s cannot be read: %w", flag, path, err)
}
