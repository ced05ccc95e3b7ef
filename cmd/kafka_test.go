package cmd

import (
	"fmt"
	"hash/crc32"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/twmb/franz-go/pkg/kfake"
	"github.com/twmb/franz-go/pkg/kgo"
)

// murmur2 is the partitioner of franz-go and of Kafka's Java client.
func murmur2(r *kgo.Record, n int) int {
	return kgo.StickyKeyPartitioner(nil).ForTopic(r.Topic).Partition(r, n)
}

// kafkaTopics are the topics of the scripts, with the symbols that they have and the partition of each
// record of twelve partitions; i counts the records of the topic.
var kafkaTopics = map[string]struct {
	symbols int
	keyed   bool
	place   func(r *kgo.Record, i int, random *rand.Rand) int
}{
	"trades":     {300, true, func(r *kgo.Record, _ int, _ *rand.Rand) int { return murmur2(r, 12) }},
	"quotes":     {300, true, func(r *kgo.Record, _ int, _ *rand.Rand) int { return murmur2(r, 12) }},
	"market.crc": {300, true, func(r *kgo.Record, _ int, _ *rand.Rand) int { return int(crc32.ChecksumIEEE(r.Key) % 12) }},
	"random":     {300, false, func(_ *kgo.Record, _ int, random *rand.Rand) int { return random.IntN(12) }},
	"few":        {3, true, func(r *kgo.Record, _ int, _ *rand.Rand) int { return murmur2(r, 12) }},
	"grown": {300, true, func(r *kgo.Record, i int, _ *rand.Rand) int {
		if i < 1000 {
			return murmur2(r, 6)
		}
		return murmur2(r, 12)
	}},
}

// kafkaCluster starts a broker with kafkaTopics and returns its address.
func kafkaCluster(t *testing.T) string {
	t.Helper()
	var names []string
	var records []*kgo.Record
	for name, topic := range kafkaTopics {
		names = append(names, name)
		random := rand.New(rand.NewPCG(1, 2))
		for i := range 3000 {
			symbol := fmt.Sprintf("S%d", random.IntN(topic.symbols))
			r := &kgo.Record{Topic: name, Key: []byte(symbol), Value: fmt.Appendf(nil, `{"symbol":%q,"venue":"V%d","trader_id":%d}`, symbol, i%7, 100+random.IntN(40))}
			r.Partition = int32(topic.place(r, i, random))
			if !topic.keyed {
				r.Key = nil
			}
			records = append(records, r)
		}
	}
	cluster, err := kfake.NewCluster(kfake.NumBrokers(1), kfake.SeedTopics(12, names...))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(cluster.Close)
	client, err := kgo.NewClient(kgo.SeedBrokers(cluster.ListenAddrs()...), kgo.RecordPartitioner(kgo.ManualPartitioner()))
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	if err := client.ProduceSync(t.Context(), records...).FirstErr(); err != nil {
		t.Fatal(err)
	}
	return cluster.ListenAddrs()[0]
}

// TestKafkaScripts runs the scripts that need a broker, whose address is in BROKER.
func TestKafkaScripts(t *testing.T) {
	broker := kafkaCluster(t)
	testscript.Run(t, testscript.Params{
		Dir:                 filepath.Join("testdata", "kafka"),
		UpdateScripts:       *update,
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(e *testscript.Env) error {
			e.Setenv("BROKER", broker)
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"exits": exits},
	})
}

// TestKafkaTranscripts runs the transcripts of docs/kafka.md about keys with the topics of the scripts; a
// last line of dots stands for the rest of the output.
func TestKafkaTranscripts(t *testing.T) {
	broker := kafkaCluster(t)
	page, err := os.ReadFile(filepath.Join("..", "docs", "kafka.md"))
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir("..")
	ran := 0
	for _, block := range strings.Split(string(page), "```console\n$ velo-plan ")[1:] {
		block, _, _ := strings.Cut(block, "```")
		command, want, _ := strings.Cut(block, "\n")
		if !strings.Contains(command, "--verify-keys") {
			continue
		}
		ran++
		_, got, _ := run("", strings.Fields(strings.ReplaceAll(command, "localhost:9092", broker))...)
		want, cut := strings.CutSuffix(want, "...\n")
		if got != want && !(cut && strings.HasPrefix(got, want)) {
			t.Errorf("velo-plan %s prints\n%s", command, got)
		}
	}
	if ran < 2 {
		t.Errorf("%d transcripts, expected two or more", ran)
	}
}

// What --verify-keys adds to the JSON fits the schema, whatever the records show.
func TestVerifiedFitsSchema(t *testing.T) {
	broker := kafkaCluster(t)
	schema := compiled(t, "explain", true)
	for topic := range kafkaTopics {
		for _, key := range []string{"symbol", "venue", "venue,symbol"} {
			sql := "SELECT symbol, COUNT(*) FROM " + topic + " GROUP BY symbol"
			_, out, errOut := run("", "explain", "-f", "json", "-e", sql, "--brokers", broker, "--verify-keys", topic, "--source-key", topic+"="+key)
			if errOut != "" {
				t.Errorf("%s: %s", topic, errOut)
			}
			validate(t, schema, topic, out)
		}
	}
}
