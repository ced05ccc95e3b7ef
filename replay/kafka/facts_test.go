package kafka

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/twmb/franz-go/pkg/kfake"
	"github.com/twmb/franz-go/pkg/kmsg"

	"github.com/velo-plan/velo-plan/replay/access"
)

func TestPartitions(t *testing.T) {
	// A cluster makes topics of itself, if it is let.
	c := cluster(t, kfake.NumBrokers(3), kfake.AllowAutoTopicCreation(), kfake.SeedTopics(12, "trades", "quotes"), kfake.SeedTopics(1, "Trades"))
	all := map[string]int{"trades": 12, "quotes": 12, "Trades": 1}
	for _, test := range []struct {
		topics []string
		want   map[string]int
	}{
		{nil, all},
		{[]string{}, map[string]int{}},
		{[]string{"trades", "gone", "TRADES"}, map[string]int{"trades": 12}},
		{[]string{"trades", "trades", "Trades"}, map[string]int{"trades": 12, "Trades": 1}},
		{nil, all}, // and none has been made
	} {
		got, err := Partitions(context.Background(), c, test.topics)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%q: %s", test.topics, diff)
		}
	}
}

// What a user may not see is an error where it is named, and absent where all is asked for.
func TestPartitionsNotAllowed(t *testing.T) {
	allowed := kfake.ACL{Resource: kmsg.ACLResourceTypeTopic, Name: "trades", Pattern: kmsg.ACLResourcePatternTypeLiteral,
		Operation: kmsg.ACLOperationDescribe, Allow: true}
	c := cluster(t, kfake.EnableSASL(), kfake.EnableACLs(), kfake.Superuser("PLAIN", "admin", "admin"), kfake.User("PLAIN", "ci", "secret", allowed),
		kfake.SeedTopics(4, "trades", "salaries"))
	c.SASL = &SASL{Mechanism: "plain", User: "ci", Password: access.NewSecret("secret")}
	got, err := Partitions(context.Background(), c, nil)
	if diff := cmp.Diff(map[string]int{"trades": 4}, got); err != nil || diff != "" {
		t.Errorf("%v %s", err, diff)
	}
	_, err = Partitions(context.Background(), c, []string{"trades", "salaries"})
	if err == nil || !strings.HasSuffix(err.Error(), " does not show the topic salaries to this user: allow DESCRIBE on it") {
		t.Errorf("%v", err)
	}
}
