package cmd

import (
	"context"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/velo-plan/velo-plan/cmd/config"
	"github.com/velo-plan/velo-plan/replay/access"
	"github.com/velo-plan/velo-plan/replay/registry"
)

// The flags that say which schemas records have.
const (
	flagRegistry         = "schema-registry"
	flagRegistryUser     = "schema-registry-user"
	flagRegistryPassFile = "schema-registry-password-file"
	flagRegistryToken    = "schema-registry-token-file"
	flagRegistryCA       = "schema-registry-tls-ca"
	flagRegistryCert     = "schema-registry-tls-cert"
	flagRegistryKey      = "schema-registry-tls-key"
	flagRegistryName     = "schema-registry-tls-server-name"
	flagRegistryInsecure = "schema-registry-tls-insecure"
	flagValueSchema      = "value-schema"
	flagKeySchema        = "key-schema"
)

// registryNames are those that are about a registry, and schemaFileNames those about files.
var (
	registryNames = []string{flagRegistry, flagRegistryUser, flagRegistryPassFile, flagRegistryToken, flagRegistryCA, flagRegistryCert, flagRegistryKey,
		flagRegistryName, flagRegistryInsecure}
	schemaFileNames = []string{flagValueSchema, flagKeySchema}
)

// The variables with the secrets of a registry. There is no flag with them.
var (
	registryPassword = config.Variable("schema-registry-password")
	registryToken    = config.Variable("schema-registry-token")
)

// registryFlags are the flags about schemas.
type registryFlags struct {
	registry               registry.Config
	passFile, tokenFile    string
	tls                    access.TLS
	valueSchema, keySchema string
	registryOf             *cobra.Command // which knows what was given
	asked                  *registry.Source
	unanswered             error // the first thing that the registry could not tell while jobs were planned
}

// add gives a command the flags about a registry.
func (f *registryFlags) add(c *cobra.Command) {
	f.registryOf = c
	set := c.Flags()
	set.StringVar(&f.registry.URL, flagRegistry, "", "`URL` of the schema registry that has the schemas of values and keys")
	set.StringVar(&f.registry.User, flagRegistryUser, "", "log in to it under this `name`; the password is in "+registryPassword)
	set.StringVar(&f.passFile, flagRegistryPassFile, "", "`file` with that password instead")
	set.StringVar(&f.tokenFile, flagRegistryToken, "", "`file` with a bearer token for it; else "+registryToken+" may hold one")
	set.StringVar(&f.tls.CA, flagRegistryCA, "", "PEM `file` of the authorities to trust for it (default: the system's)")
	set.StringVar(&f.tls.Cert, flagRegistryCert, "", "PEM `file` of the certificate to show it")
	set.StringVar(&f.tls.Key, flagRegistryKey, "", "PEM `file` of its key")
	set.StringVar(&f.tls.ServerName, flagRegistryName, "", "`name` that its certificate must have (default: the host)")
	set.BoolVar(&f.tls.Insecure, flagRegistryInsecure, false, "INSECURE: trust any certificate of it")
	for _, flag := range []string{flagRegistryCA, flagRegistryCert, flagRegistryKey} {
		c.MarkFlagFilename(flag, "pem", "crt", "key")
	}
	c.MarkFlagFilename(flagRegistryPassFile)
	c.MarkFlagFilename(flagRegistryToken)
}

// addFiles gives a command the flags about schemas in files.
func (f *registryFlags) addFiles(c *cobra.Command) {
	c.Flags().StringVar(&f.valueSchema, flagValueSchema, "", "`file` with the schema of all values: .avsc, .proto, .desc or .json; #NAME names a message")
	c.Flags().StringVar(&f.keySchema, flagKeySchema, "", "`file` with the schema of all keys, likewise")
	for _, flag := range schemaFileNames {
		c.MarkFlagFilename(flag, "avsc", "proto", "desc", "json")
	}
}

// fromEnvironment takes the registry from the environment if no flag names it, for a command that goes to a network in any case.
func (f *registryFlags) fromEnvironment() {
	if !f.registryOf.Flags().Changed(flagRegistry) {
		f.registry.URL = os.Getenv(config.Variable(flagRegistry))
	}
}

// check reports flags that do not go together, and takes what no flag states from the environment.
func (f *registryFlags) check() error {
	given := f.registryOf.Flags().Changed
	if f.registry.URL == "" {
		for _, name := range registryNames[1:] {
			if given(name) {
				return fmt.Errorf("--%s goes with --%s: name the registry", name, flagRegistry)
			}
		}
		return nil
	}
	for flag, into := range map[string]*string{flagRegistryUser: &f.registry.User, flagRegistryCA: &f.tls.CA} {
		if !given(flag) {
			*into = os.Getenv(config.Variable(flag))
		}
	}
	token := f.tokenFile != "" || os.Getenv(registryToken) != ""
	switch {
	case (f.tls.Cert == "") != (f.tls.Key == ""):
		return fmt.Errorf("--%s and --%s go together: give both files", flagRegistryCert, flagRegistryKey)
	case f.tls.Insecure && f.tls.CA != "":
		return fmt.Errorf("--%s trusts anyone, --%s its authorities: give one of them", flagRegistryInsecure, flagRegistryCA)
	case f.passFile != "" && f.registry.User == "":
		return fmt.Errorf("--%s goes with --%s: name the user", flagRegistryPassFile, flagRegistryUser)
	case f.registry.User != "" && f.passFile == "" && os.Getenv(registryPassword) == "":
		return fmt.Errorf("--%s %s: no password: set %s, or give --%s", flagRegistryUser, f.registry.User, registryPassword, flagRegistryPassFile)
	case f.registry.User != "" && token:
		return fmt.Errorf("--%s and a bearer token (--%s, %s): give one of them", flagRegistryUser, flagRegistryToken, registryToken)
	}
	return nil
}

// open returns what knows the schemas; nil if nothing was asked for. A registry that does not answer for the timeout is given up.
func (f *registryFlags) open(ctx context.Context, timeout time.Duration) (*registry.Source, error) {
	if f.asked != nil || f.registry.URL == "" && f.valueSchema == "" && f.keySchema == "" {
		return f.asked, nil
	}
	c := f.registry
	c.Timeout = timeout
	if f.tls != (access.TLS{}) {
		c.TLS = &f.tls
		c.TLS.Flags = "--schema-registry-tls"
	}
	var err error
	if c.User != "" {
		if c.Password, err = secretOf(flagRegistryPassFile, f.passFile, registryPassword); err != nil {
			return nil, err
		}
	}
	if c.Token, err = secretOf(flagRegistryToken, f.tokenFile, registryToken); err != nil {
		return nil, err
	}
	value, err := schemaOf(ctx, flagValueSchema, f.valueSchema)
	if err != nil {
		return nil, err
	}
	key, err := schemaOf(ctx, flagKeySchema, f.keySchema)
	if err != nil {
		return nil, err
	}
	f.asked, err = registry.New(ctx, c, value, key)
	return f.asked, err
}

// schemaOf reads the schema of a flag; nil if there is none.
func schemaOf(ctx context.Context, flag, name string) (*registry.Schema, error) {
	if name == "" {
		return nil, nil
	}
	s, err := registry.ReadFile(ctx, name)
	if err != nil {
		return nil, fmt.Errorf("--%s %s: %w", flag, strings.TrimSpace(name), err)
	}
	return s, nil
}
