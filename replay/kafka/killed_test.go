package kafka_test

import (
	"context"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/velo-plan/velo-plan/replay"
	"github.com/velo-plan/velo-plan/replay/kafka"
	"github.com/velo-plan/velo-plan/replay/report"
	"github.com/velo-plan/velo-plan/replay/topics"
)

// ownBroker starts a real broker for one test. It returns its address, and what kills it and what starts
// it again.
func ownBroker(t *testing.T) (address string, kill, start func()) {
	t.Helper()
	broker(t) // where there is none, there is no Kafka either
	folder := t.TempDir()
	script := func(command string) {
		t.Helper()
		if out, err := exec.Command(filepath.Join("..", "..", ".ci", "kafka"), command, folder).CombinedOutput(); err != nil {
			t.Fatalf(".ci/kafka %s: %v\n%s", command, err, out)
		}
	}
	start = func() { script("start") }
	start()
	t.Cleanup(func() { script("stop") })
	env, err := os.ReadFile(filepath.Join(folder, "env"))
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(env)) {
		if value, ok := strings.CutPrefix(strings.TrimSpace(line), "VELO_PLAN_TEST_BROKERS="); ok {
			address = value
		}
	}
	return address, func() {
		text, err := os.ReadFile(filepath.Join(folder, "pid"))
		if err != nil {
			t.Fatal(err)
		}
		pid, err := strconv.Atoi(strings.TrimSpace(string(text)))
		if err != nil {
			t.Fatal(err)
		}
		process, err := os.FindProcess(pid)
		if err == nil {
			err = process.Kill()
		}
		if err != nil {
			t.Fatal(err)
		}
		for try := 0; ; try++ { // it is gone when its port is
			conn, err := net.Dial("tcp", address)
			if err != nil {
				break
			}
			if conn.Close(); try == 100 {
				t.Fatal("the broker survives")
			}
			time.Sleep(50 * time.Millisecond)
		}
	}, start
}

// counted is a topic that calls something before each piece, with how many there were.
type counted struct {
	*kafka.Reader
	pieces int
	before func(pieces int)
}

// Next implements replay.Topic.
func (c *counted) Next(ctx context.Context) (topics.Piece, error) {
	c.before(c.pieces)
	c.pieces++
	return c.Reader.Next(ctx)
}

// TestBrokerIsKilled: a broker that is killed in the middle and comes back in time loses and doubles
// nothing; one that stays away ends the replay, with what was read.
func TestBrokerIsKilled(t *testing.T) {
	address, kill, start := ownBroker(t)
	const topic = "killed"
	makeTopic(t, address, topic, 2)
	const records = 400 // 40 MB: more than is fetched ahead
	produceLarge(t, address, topic, records)
	want := whole(t, address, topic)
	replayed := func(timeout time.Duration, before func(pieces int)) (*report.Report, error) {
		c := connection(address)
		c.Timeout = timeout
		r, err := kafka.Open(t.Context(), c, kafka.Config{Topic: topic})
		if err != nil {
			t.Fatal(err)
		}
		defer r.Close()
		cfg := bySymbol(8)
		cfg.Topic = &counted{Reader: r, before: before}
		return replay.Run(t.Context(), cfg)
	}
	got, err := replayed(30*time.Second, func(pieces int) {
		if pieces == 5 {
			kill()
			start()
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got, sameButInput); diff != "" || got.Input.Records != records || !got.Complete {
		t.Errorf("%d records: %s", got.Input.Records, diff)
	}
	var killed time.Time
	got, err = replayed(2*time.Second, func(pieces int) {
		if pieces == 5 {
			kill()
			killed = time.Now()
		}
	})
	if err == nil || !strings.Contains(err.Error(), "no broker has answered within 2s (--timeout)") || time.Since(killed) > 10*time.Second {
		t.Errorf("it ends with %v after %v", err, time.Since(killed))
	}
	if n := got.Input.Records; got.Complete || got.Partial == nil || n < 10 || n > records/2 {
		t.Errorf("%d records, %+v", n, got.Partial)
	}
}
