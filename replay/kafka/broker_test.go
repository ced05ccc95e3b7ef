package kafka

import (
	"context"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/velo-plan/velo-plan/replay/access"
)

// brokers returns how to reach the real brokers that a variable names, and skips the test where it
// names none.
func brokers(t *testing.T, variable string) *Connection {
	t.Helper()
	list := os.Getenv(variable)
	if list == "" {
		t.Skip(variable + " is not set: no real broker to ask")
	}
	return &Connection{Brokers: strings.Split(list, ","), Timeout: 20 * time.Second}
}

// asked lists the topics of a real cluster, which must not make one that is only asked for.
func asked(t *testing.T, c *Connection) {
	t.Helper()
	const absent = "velo-plan-test-never-made"
	for range 2 {
		got, err := Partitions(context.Background(), c, []string{absent})
		if err != nil || len(got) > 0 {
			t.Fatalf("%v, %v", got, err)
		}
	}
	all, err := Partitions(context.Background(), c, nil)
	if err != nil {
		t.Fatal(err)
	}
	if all[absent] > 0 || all["__consumer_offsets"] > 0 {
		t.Errorf("%v", all)
	}
}

func TestBrokers(t *testing.T) { asked(t, brokers(t, "VELO_PLAN_TEST_BROKERS")) }

func TestBrokersSASL(t *testing.T) {
	for _, mechanism := range []string{Plain, SCRAM256, SCRAM512} {
		t.Run(mechanism, func(t *testing.T) {
			c := brokers(t, "VELO_PLAN_TEST_BROKERS_SASL")
			c.SASL = &SASL{Mechanism: mechanism, User: os.Getenv("VELO_PLAN_TEST_USER"), Password: access.NewSecret(os.Getenv("VELO_PLAN_TEST_PASSWORD"))}
			asked(t, c)
			c.SASL.Password = access.NewSecret("not the password")
			if err := reach(c); err == nil || !strings.HasSuffix(err.Error(), "; check --sasl, --sasl-user and the password") || strings.Contains(err.Error(), "not the password") {
				t.Errorf("a wrong password: %v", err)
			}
		})
	}
}

func TestBrokersTLS(t *testing.T) {
	c := brokers(t, "VELO_PLAN_TEST_BROKERS_TLS")
	c.TLS = &access.TLS{CA: os.Getenv("VELO_PLAN_TEST_CA")}
	asked(t, c)
	c.TLS = &access.TLS{}
	if err := reach(c); err == nil || !strings.HasSuffix(err.Error(), "--tls-ca") {
		t.Errorf("an unknown authority: %v", err)
	}
}
