package cmd

import (
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/twmb/franz-go/pkg/kadm"
	"github.com/twmb/franz-go/pkg/kfake"
	"github.com/twmb/franz-go/pkg/kgo"
	"github.com/twmb/franz-go/pkg/kmsg"
)

// TestAddedPartitionIsSaid: a partition that a followed topic gets is told of when it comes and in the
// report, whose records have those of it.
func TestAddedPartitionIsSaid(t *testing.T) {
	c, err := kfake.NewCluster(kfake.NumBrokers(1), kfake.SeedTopics(2, "trades"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	var fetches atomic.Int64
	c.ControlKey(int16(kmsg.Fetch), func(kmsg.Request) (kmsg.Response, error, bool) {
		c.KeepControl()
		fetches.Add(1)
		return nil, nil, false
	})
	address, file := c.ListenAddrs()[0], filepath.Join(t.TempDir(), "report.md")
	follower, errOut := process(t, "replay", "--brokers", address, "--topic", "trades", "--strategy", "hash", "--key", "k", "--follow", "-f", "markdown", "-o", file)
	until := func(what string, holds func() bool) {
		t.Helper()
		for start := time.Now(); !holds(); time.Sleep(20 * time.Millisecond) {
			if time.Since(start) > 20*time.Second {
				t.Fatalf("not in time: %s", what)
			}
		}
	}
	until("it reads", func() bool { return fetches.Load() > 0 })
	client, err := kgo.NewClient(kgo.SeedBrokers(address), kgo.DefaultProduceTopic("trades"), kgo.RecordPartitioner(kgo.ManualPartitioner()))
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	if answers, err := kadm.NewClient(client).CreatePartitions(t.Context(), 1, "trades"); err != nil || answers.Error() != nil {
		t.Fatal(err, answers.Error())
	}
	if err := client.ProduceSync(t.Context(), &kgo.Record{Partition: 2, Value: []byte(`{"k":"added"}`)}).FirstErr(); err != nil {
		t.Fatal(err)
	}
	before := fetches.Load()
	until("it has looked and read", func() bool { return fetches.Load() > before+25 }) // some 5 seconds
	follower.Process.Signal(os.Interrupt)
	follower.Wait()
	const said = "Partition 2 was added to trades; it is read from its first record."
	if code := follower.ProcessState.ExitCode(); code != exitInterrupted || !strings.Contains(errOut.String(), said) {
		t.Errorf("exit code %d: %s", code, errOut)
	}
	report, err := os.ReadFile(file)
	if err != nil || !strings.Contains(string(report), said) || !strings.Contains(string(report), "| 2 | 0 | - | 1 | 0 |") {
		t.Errorf("%v:\n%s", err, report)
	}
}
