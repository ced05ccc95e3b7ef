package cmd

import (
	"errors"
	"fmt"
	"strings"
)

// addressSchemes are what may stand before the address of a broker, as Kafka writes its listeners and
// others write URLs, and whether it means TLS; kafka:// says nothing of that.
var addressSchemes = map[string]struct{ plain, tls bool }{
	"kafka":          {},
	"plaintext":      {plain: true},
	"sasl_plaintext": {plain: true},
	"ssl":            {tls: true},
	"sasl_ssl":       {tls: true},
}

// checkBrokers makes host:port of the addresses of brokers, and takes from them whether the brokers are
// reached by TLS, which no flag may contradict.
func (f *connectionFlags) checkBrokers() error {
	plain, secure := "", ""
	for i, broker := range f.brokers {
		written := strings.TrimSpace(broker)
		f.brokers[i] = written
		if scheme, address, ok := strings.Cut(written, "://"); ok {
			means, known := addressSchemes[strings.ToLower(scheme)]
			if !known {
				return fmt.Errorf("--brokers %s: %s is not a way to reach a broker: give host:port, or SSL://host:port for TLS", written, scheme)
			}
			if means.plain {
				plain = written
			}
			if means.tls {
				secure = written
			}
			f.brokers[i] = strings.TrimSuffix(address, "/")
		}
		if f.brokers[i] == "" {
			return errors.New("--brokers: a broker without a name: give host:port, separated by commas")
		}
	}
	switch {
	case secure != "" && plain != "":
		return fmt.Errorf("--brokers %s and %s: one is reached by TLS and one is not; give brokers of one listener", secure, plain)
	case secure != "" && f.given(flagTLS) && !f.tls:
		return fmt.Errorf("--brokers %s means TLS, and --tls=false forbids it", secure)
	case plain != "" && f.tls:
		return fmt.Errorf("--brokers %s means plain text, and --tls TLS: write SSL:// or leave out what does not hold", plain)
	}
	f.tls = f.tls || secure != ""
	return nil
}
