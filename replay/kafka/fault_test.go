package kafka_test

import (
	"context"
	"errors"
	"io"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/twmb/franz-go/pkg/kerr"
	"github.com/twmb/franz-go/pkg/kfake"
	"github.com/twmb/franz-go/pkg/kmsg"
	"github.com/velo-plan/velo-plan/replay"
	"github.com/velo-plan/velo-plan/replay/kafka"
	"github.com/velo-plan/velo-plan/replay/state"
)

// impatient reaches the brokers, but not for long.
func impatient(address string) *kafka.Connection {
	return &kafka.Connection{Brokers: strings.Split(address, ","), Timeout: time.Second}
}

// ends runs something that must end in a few seconds, and leave no goroutine of this program behind.
func ends(t *testing.T, what func()) {
	t.Helper()
	over := make(chan struct{})
	go func() {
		defer close(over)
		what()
	}()
	select {
	case <-over:
	case <-time.After(20 * time.Second):
		all := make([]byte, 1<<20)
		t.Fatalf("it hangs:\n%s", all[:runtime.Stack(all, true)])
	}
	for try := 0; len(working()) > 0; try++ {
		if try == 100 {
			t.Fatalf("goroutines are left:\n%s", strings.Join(working(), "\n\n"))
		}
		time.Sleep(50 * time.Millisecond)
	}
}

// working returns the stacks of the goroutines that read a topic or replay.
func working() (stacks []string) {
	all := make([]byte, 4<<20)
	for _, stack := range strings.Split(string(all[:runtime.Stack(all, true)]), "\n\n") {
		for _, of := range []string{"franz-go/pkg/kgo.", "velo-plan/replay/kafka.", "velo-plan/replay.", "velo-plan/routing."} {
			if strings.Contains(stack, of) {
				stacks = append(stacks, stack)
				break
			}
		}
	}
	return stacks
}

// TestBrokerGoes: a broker that goes away in the middle ends the replay in time, with what was read until
// then.
func TestBrokerGoes(t *testing.T) {
	for _, group := range []string{"", "members"} {
		t.Run("group "+group, func(t *testing.T) {
			ends(t, func() {
				c, err := kfake.NewCluster(kfake.NumBrokers(1))
				if err != nil {
					t.Error(err)
					return
				}
				address := strings.Join(c.ListenAddrs(), ",")
				topic := newTopicOf(t, address)
				at := kmsg.Fetch // the fetch behind the first one, or the commit of what that has brought
				if group != "" {
					at = kmsg.OffsetCommit
				}
				requests := 0
				c.ControlKey(int16(at), func(kmsg.Request) (kmsg.Response, error, bool) {
					c.KeepControl()
					if requests++; requests == 1 && group == "" {
						return nil, nil, false
					}
					go c.Close()
					return nil, errors.New("gone"), true
				})
				r, err := kafka.Open(t.Context(), impatient(address), kafka.Config{Topic: topic, Group: group, Follow: group == ""})
				if err != nil {
					t.Error(err)
					return
				}
				defer r.Close()
				cfg := bySymbol(4)
				cfg.Topic = r
				segments, err := replay.NewSegments(cfg)
				if err != nil {
					t.Error(err)
					return
				}
				defer segments.Free()
				if group == "" {
					err = r.Watch(t.Context(), segments, time.Minute, func([]int32) error { return nil })
				} else {
					parts, _ := state.NewPartsWriter(new(disk))
					err = r.Share(t.Context(), segments, parts, time.Minute, nil)
				}
				report, _ := segments.Report(err)
				want := "no broker has answered within 1s (--timeout)"
				if group != "" {
					want = "cannot commit: unable to dial: dial tcp " + address
				}
				if err == nil || !strings.Contains(err.Error(), want) {
					t.Errorf("it ends with %v", err)
				}
				if report.Complete || report.Partial == nil {
					t.Errorf("%+v", report.Partial)
				}
				if group == "" && (report.Input.Records == 0 || report.Input.Records != report.Input.Topic.Partitions[0].Records) {
					t.Errorf("%+v, %+v", report.Input, report.Input.Topic)
				}
			})
		})
	}
}

// newTopicOf makes a topic of one partition with some trades and leaves no client behind.
func newTopicOf(t *testing.T, address string) string {
	t.Helper()
	name := ""
	t.Run("topic", func(t *testing.T) {
		name = "trades"
		makeTopic(t, address, name, 1)
		produceTrades(t, address, name, 1, 2000, io.Discard)
	})
	return name
}

// TestFaults: what a broker may answer, and what becomes of it.
func TestFaults(t *testing.T) {
	fetchError := func(code *kerr.Error) func(*kfake.Cluster) {
		return func(c *kfake.Cluster) {
			c.ControlKey(int16(kmsg.Fetch), func(request kmsg.Request) (kmsg.Response, error, bool) {
				c.KeepControl()
				r := request.(*kmsg.FetchRequest)
				response := r.ResponseKind().(*kmsg.FetchResponse)
				for _, t := range r.Topics {
					of := kmsg.FetchResponseTopic{Topic: t.Topic, TopicID: t.TopicID}
					for _, p := range t.Partitions {
						answer := kmsg.NewFetchResponseTopicPartition()
						answer.Partition, answer.ErrorCode = p.Partition, code.Code
						of.Partitions = append(of.Partitions, answer)
					}
					response.Topics = append(response.Topics, of)
				}
				return response, nil, true
			})
		}
	}
	for name, f := range map[string]struct {
		breaks func(*kfake.Cluster)
		want   string // in the error; empty: there is none
	}{
		"nothing":                {func(*kfake.Cluster) {}, ""},
		"a log that was cut off": {fetchError(kerr.OffsetOutOfRange), "partition 0: the records from offset 0 on are gone"},
		"no right to read":       {fetchError(kerr.TopicAuthorizationFailed), "TOPIC_AUTHORIZATION_FAILED"},
		"a leader that moves": {func(c *kfake.Cluster) {
			for range 3 {
				c.ControlKey(int16(kmsg.Fetch), func(kmsg.Request) (kmsg.Response, error, bool) { return nil, errors.New("moved"), true })
			}
		}, ""},
		"a slow broker": {func(c *kfake.Cluster) {
			c.ControlKey(int16(kmsg.Fetch), func(kmsg.Request) (kmsg.Response, error, bool) {
				c.KeepControl()
				c.SleepControl(func() { time.Sleep(300 * time.Millisecond) })
				return nil, nil, false
			})
		}, ""},
		"a broker that hangs": {func(c *kfake.Cluster) {
			c.ControlKey(int16(kmsg.Fetch), func(kmsg.Request) (kmsg.Response, error, bool) {
				c.KeepControl()
				c.SleepControl(func() { time.Sleep(time.Minute) })
				return nil, nil, false
			})
		}, "no broker has answered within 1s (--timeout)"},
		"a broker that has nothing": {func(c *kfake.Cluster) {
			c.ControlKey(int16(kmsg.Fetch), func(request kmsg.Request) (kmsg.Response, error, bool) {
				c.KeepControl()
				time.Sleep(10 * time.Millisecond)
				return request.ResponseKind(), nil, true
			})
		}, "partition 0: no record has come from offset 0 on within 1s (--timeout), though it has offsets up to 1999"},
	} {
		t.Run(name, func(t *testing.T) {
			c := fake(t)
			address := strings.Join(c.ListenAddrs(), ",")
			topic := newTopicOf(t, address)
			f.breaks(c)
			ends(t, func() {
				reach := connection(address)
				if f.want != "" {
					reach = impatient(address)
				}
				r, err := kafka.Open(t.Context(), reach, kafka.Config{Topic: topic})
				if err != nil {
					t.Error(err)
					return
				}
				defer r.Close()
				cfg := bySymbol(4)
				cfg.Topic = r
				report, err := replay.Run(t.Context(), cfg)
				switch {
				case f.want == "" && (err != nil || report.Input.Records != 2000):
					t.Errorf("%v, %+v", err, report)
				case f.want != "" && (err == nil || !strings.Contains(err.Error(), f.want) || report == nil || report.Complete):
					t.Errorf("it ends with %v, want %q", err, f.want)
				}
			})
		})
	}
}

// TestNoBroker: nobody answers at all.
func TestNoBroker(t *testing.T) {
	ends(t, func() {
		_, err := kafka.Open(t.Context(), impatient("127.0.0.1:1"), kafka.Config{Topic: "trades"})
		if err == nil || !strings.Contains(err.Error(), "127.0.0.1:1") {
			t.Errorf("%v", err)
		}
	})
}

// TestCancel: a replay that waits for its topic can be given up.
func TestCancel(t *testing.T) {
	address := strings.Join(fake(t).ListenAddrs(), ",")
	topic := newTopicOf(t, address)
	ends(t, func() {
		r, err := kafka.Open(t.Context(), impatient(address), kafka.Config{Topic: topic, Follow: true})
		if err != nil {
			t.Error(err)
			return
		}
		defer r.Close()
		cfg := bySymbol(4)
		cfg.Topic = r
		ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
		defer cancel()
		report, err := replay.Run(ctx, cfg)
		if !errors.Is(err, context.DeadlineExceeded) || report.Input.Records != 2000 {
			t.Errorf("%v, %+v", err, report)
		}
	})
}
