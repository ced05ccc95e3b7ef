package kafka_test

import (
	"io"
	"net"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/twmb/franz-go/pkg/kfake"

	"github.com/velo-plan/velo-plan/replay"
	"github.com/velo-plan/velo-plan/replay/kafka"
)

// proxy passes connections on, and hampers what comes back.
type proxy struct {
	listener net.Listener
	to       string       // the address behind it
	rate     atomic.Int64 // bytes a second that come back, over all connections; 0: as many as there are
	cut      atomic.Int64 // a connection breaks behind so many bytes; 0: it does not
	cuts     atomic.Int64 // how many have broken
	shut     atomic.Bool  // every connection is closed instead of passing anything back
}

// newProxy starts a proxy at an address.
func newProxy(t *testing.T, at string) *proxy {
	t.Helper()
	listener, err := net.Listen("tcp", at)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	return &proxy{listener: listener}
}

// serve passes connections on.
func (p *proxy) serve() {
	for {
		client, err := p.listener.Accept()
		if err != nil {
			return
		}
		go func() {
			defer client.Close()
			server, err := net.Dial("tcp", p.to)
			if err != nil {
				return
			}
			defer server.Close()
			go func() {
				io.Copy(server, client)
				server.Close()
			}()
			p.back(client, server)
		}()
	}
}

// back passes on what the server says.
func (p *proxy) back(client io.Writer, server io.Reader) {
	buf := make([]byte, 8<<10)
	for passed := int64(0); ; {
		n, err := server.Read(buf)
		if err != nil || p.shut.Load() {
			return
		}
		if rate := p.rate.Load(); rate > 0 {
			time.Sleep(time.Duration(n) * time.Second / time.Duration(rate))
		}
		if cut := p.cut.Load(); cut > 0 && passed+int64(n) > cut {
			client.Write(buf[:max(cut-passed, 0)])
			p.cuts.Add(1)
			return
		}
		if _, err := client.Write(buf[:n]); err != nil {
			return
		}
		passed += int64(n)
	}
}

// fronted is a listener that says that it is at the address of a proxy.
type fronted struct {
	net.Listener
	front net.Addr
}

// Addr implements net.Listener.
func (f fronted) Addr() net.Addr { return f.front }

// links calls with the address of a broker behind a proxy, and the proxy: a fake broker, and a real one if
// there is one.
func links(t *testing.T, what func(t *testing.T, address string, p *proxy)) {
	t.Run("fake", func(t *testing.T) {
		p := newProxy(t, "127.0.0.1:0")
		c := fake(t, kfake.ListenFn(func(network, address string) (net.Listener, error) {
			inner, err := net.Listen(network, address)
			if err != nil {
				return nil, err
			}
			p.to = inner.Addr().String()
			go p.serve()
			return fronted{inner, p.listener.Addr()}, nil
		}))
		what(t, strings.Join(c.ListenAddrs(), ","), p)
	})
	t.Run("real", func(t *testing.T) {
		behind := os.Getenv("VELO_PLAN_TEST_BROKERS_BEHIND")
		if behind == "" {
			t.Skip("no broker: start one with .ci/kafka start DIR and set what DIR/env says")
		}
		p := newProxy(t, os.Getenv("VELO_PLAN_TEST_PROXY"))
		p.to = behind
		go p.serve()
		what(t, p.listener.Addr().String(), p)
	})
}

// TestLinks: over a slow link, and over one that breaks every few megabytes, a replay has every record
// once, although an answer takes longer than the timeout, or is larger than what comes through.
func TestLinks(t *testing.T) {
	links(t, func(t *testing.T, address string, p *proxy) {
		topic := newTopic(t, address, 6)
		produceTrades(t, address, topic, 6, 25_000, io.Discard)
		want := whole(t, address, topic)
		if want.Input.Records != 25_000 {
			t.Fatalf("%+v", want.Input)
		}
		for name, hamper := range map[string]struct{ rate, cut int64 }{
			"slow":         {rate: 500_000},
			"cut":          {cut: 700_000},
			"slow and cut": {rate: 1_000_000, cut: 400_000},
		} {
			p.rate.Store(hamper.rate)
			p.cut.Store(hamper.cut)
			p.cuts.Store(0)
			start := time.Now()
			reach := connection(address)
			reach.Timeout = time.Second
			r, err := kafka.Open(t.Context(), reach, kafka.Config{Topic: topic})
			if err != nil {
				t.Fatal(err)
			}
			cfg := bySymbol(8)
			cfg.Topic = r
			got, err := replay.Run(t.Context(), cfg)
			r.Close()
			t.Logf("%s: %d bytes in %v, %d cuts", name, want.Input.Bytes, time.Since(start).Round(time.Millisecond), p.cuts.Load())
			if err != nil {
				t.Errorf("%s: %v", name, err)
				continue
			}
			if diff := cmp.Diff(want, got, sameButInput); diff != "" || got.Input.Records != 25_000 || !got.Complete {
				t.Errorf("%s: %d records: %s", name, got.Input.Records, diff)
			}
			if hamper.cut > 0 && p.cuts.Load() < 2 {
				t.Errorf("%s: only %d connections broke", name, p.cuts.Load())
			}
		}
		p.rate.Store(0)
		p.cut.Store(0)
	})
}

// TestConnectionsAreClosed: whoever closes all connections in good order from the middle on, as proxies do
// whose broker is gone, has not come to the end of the topic.
func TestConnectionsAreClosed(t *testing.T) {
	links(t, func(t *testing.T, address string, p *proxy) {
		topic := newTopic(t, address, 2)
		const records = 200
		produceLarge(t, address, topic, records)
		reach := connection(address)
		reach.Timeout = time.Second
		r, err := kafka.Open(t.Context(), reach, kafka.Config{Topic: topic})
		if err != nil {
			t.Fatal(err)
		}
		defer r.Close()
		cfg := bySymbol(8)
		cfg.Topic = &counted{Reader: r, before: func(pieces int) {
			if pieces == 2 {
				p.shut.Store(true)
			}
		}}
		report, err := replay.Run(t.Context(), cfg)
		p.shut.Store(false)
		if err == nil || !strings.Contains(err.Error(), "no broker has answered within 1s (--timeout); the last attempt, at "+address+": ") {
			t.Errorf("it ends with %v", err)
		}
		if n := report.Input.Records; report.Complete || report.Partial == nil || n == 0 || n == records {
			t.Errorf("%d records: %+v", n, report.Partial)
		}
	})
}
