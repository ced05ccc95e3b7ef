package cmd

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/twmb/franz-go/pkg/kadm"
	"github.com/twmb/franz-go/pkg/kfake"
	"github.com/twmb/franz-go/pkg/kgo"
	"github.com/twmb/franz-go/pkg/kmsg"
	"github.com/velo-plan/velo-plan/replay/report"
)

// groupCluster returns the address of the real broker, if there is one, or of a fake one that takes its
// time to answer, so that there is a middle in which a process can be killed.
func groupCluster(t *testing.T) string {
	t.Helper()
	if address := os.Getenv("VELO_PLAN_TEST_BROKERS"); address != "" {
		return address
	}
	c, err := kfake.NewCluster(kfake.NumBrokers(1), kfake.GroupMinSessionTimeout(time.Second))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	c.ControlKey(int16(kmsg.Fetch), func(kmsg.Request) (kmsg.Response, error, bool) {
		c.KeepControl()
		c.SleepControl(func() { time.Sleep(30 * time.Millisecond) })
		return nil, nil, false
	})
	return c.ListenAddrs()[0]
}

// shareTopic makes a topic of 12 partitions with made-up trades.
func shareTopic(t *testing.T, address string, records int) string {
	t.Helper()
	topic := fmt.Sprintf("shared-%d", time.Now().UnixNano())
	client, err := kgo.NewClient(kgo.SeedBrokers(address), kgo.DefaultProduceTopic(topic), kgo.ProducerBatchMaxBytes(16<<10))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.Close)
	if _, err := kadm.NewClient(client).CreateTopic(t.Context(), 12, 1, nil, topic); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { kadm.NewClient(client).DeleteTopic(context.Background(), topic) })
	for i := range records {
		symbol := fmt.Sprintf("S%d", i*i%997)
		client.Produce(t.Context(), &kgo.Record{Key: []byte(symbol), Value: fmt.Appendf(nil, `{"symbol":%q,"n":%d,"note":%q}`, symbol, i, strings.Repeat("x", 200))},
			func(_ *kgo.Record, err error) {
				if err != nil {
					t.Error(err)
				}
			})
	}
	if err := client.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	return topic
}

// process starts the program as a process of its own.
func process(t *testing.T, args ...string) (*exec.Cmd, *bytes.Buffer) {
	t.Helper()
	var errOut bytes.Buffer
	c := exec.Command(os.Args[0], args...)
	c.Args[0] = "velo-plan" // by which the test program knows that it is the program
	c.Stderr = &errOut
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if c.ProcessState == nil {
			c.Process.Kill()
			c.Wait()
		}
	})
	return c, &errOut
}

// TestGroupOfProcesses: processes share a topic, one is killed in the middle and started again, others
// come later: merged, their parts are the topic.
func TestGroupOfProcesses(t *testing.T) {
	for _, others := range []int{1, 3} {
		t.Run(fmt.Sprint(others+1, " processes"), func(t *testing.T) {
			const records = 200_000
			address := groupCluster(t)
			topic := shareTopic(t, address, records)
			parts := t.TempDir()
			args := []string{"replay", "--brokers", address, "--topic", topic, "--strategy", "always_hash", "--key", "symbol", "-n", "8", "--quiet"}
			member := append(args, "--group", topic, "--state", parts, "--checkpoint", "20ms", "-o", os.DevNull)
			victim, errOut := process(t, member...)
			killed := false
			for start := time.Now(); !killed; time.Sleep(time.Millisecond) {
				states, _ := filepath.Glob(filepath.Join(parts, "*.state"))
				if info, err := os.Stat(strings.Join(states, "")); err == nil && info.Size() > 1000 {
					victim.Process.Kill()
					victim.Wait()
					killed = true
				} else if time.Since(start) > 20*time.Second {
					t.Fatalf("it writes nothing: %s", errOut)
				}
			}
			var wait sync.WaitGroup
			for range others + 1 {
				c, errOut := process(t, member...)
				wait.Go(func() {
					if err := c.Wait(); err != nil {
						t.Errorf("%v: %s", err, errOut)
					}
				})
			}
			wait.Wait()
			code, out, problems := run("", "replay", "merge", filepath.Join(parts, "*.state"), "--format", "json")
			if code != exitFine {
				t.Fatalf("exit code %d: %s", code, problems)
			}
			code, wanted, problems := run("", append(args, "--format", "json")...)
			if code != exitFine {
				t.Fatalf("exit code %d: %s", code, problems)
			}
			var got, want report.Report
			if err := json.Unmarshal([]byte(out), &got); err != nil {
				t.Fatal(err)
			}
			if err := json.Unmarshal([]byte(wanted), &want); err != nil {
				t.Fatal(err)
			}
			want.Input.Topic.Group = topic
			if diff := cmp.Diff(want, got, cmpopts.IgnoreFields(report.Report{}, "Throughput")); diff != "" || got.Input.Records != records {
				t.Errorf("%d records: %s", got.Input.Records, diff)
			}
		})
	}
}

// TestBrokerIsStopped: the report of what was read until then is there, marked, and the exit code is 2.
func TestBrokerIsStopped(t *testing.T) {
	c, err := kfake.NewCluster(kfake.NumBrokers(1))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	topic := shareTopic(t, c.ListenAddrs()[0], 20_000)
	fetches := 0
	c.ControlKey(int16(kmsg.Fetch), func(kmsg.Request) (kmsg.Response, error, bool) {
		c.KeepControl()
		if fetches++; fetches > 1 {
			c.SleepControl(func() { time.Sleep(10 * time.Second) })
		}
		return nil, nil, false
	})
	start, file := time.Now(), filepath.Join(t.TempDir(), "report.json")
	code, out, problems := run("", "replay", "--brokers", c.ListenAddrs()[0], "--topic", topic, "--strategy", "round_robin", "--follow",
		"--timeout", "2s", "--format", "json", "-o", file)
	if code != exitUsage || !strings.Contains(problems, "no broker has answered within 2s (--timeout)") || time.Since(start) > 9*time.Second {
		t.Errorf("exit code %d after %v: %s%s", code, time.Since(start), out, problems)
	}
	var r report.Report
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &r); err != nil {
		t.Fatal(err)
	}
	if r.Complete || r.Partial == nil || r.Input.Records == 0 || r.Partitions[0].Records == 0 {
		t.Errorf("%s", text)
	}
}
