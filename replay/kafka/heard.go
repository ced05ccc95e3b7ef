package kafka

import (
	"fmt"
	"net"
	"sync"
	"time"

	"github.com/twmb/franz-go/pkg/kgo"
	"github.com/twmb/franz-go/pkg/kmsg"
)

// heard notes when a broker has answered last, and why none does. The client itself tries for ever.
type heard struct {
	fetches bool // only answers to fetches count
	mu      sync.Mutex
	at      time.Time
	moved   time.Time // when something of a long answer came
	failure error     // of the last attempt to talk to a broker; nil: it went well
	broker  string
}

// newHeard returns a note that begins now.
func newHeard(fetches bool) *heard { return &heard{fetches: fetches, at: time.Now()} }

// OnBrokerConnect implements kgo.HookBrokerConnect.
func (h *heard) OnBrokerConnect(broker kgo.BrokerMetadata, _ time.Duration, _ net.Conn, err error) {
	if err != nil {
		h.failed(broker, err)
	}
}

// OnBrokerRead implements kgo.HookBrokerRead.
func (h *heard) OnBrokerRead(broker kgo.BrokerMetadata, key int16, _ int, _, _ time.Duration, err error) {
	if err != nil {
		h.failed(broker, err)
		return
	}
	if h.fetches && key != int16(kmsg.Fetch) {
		return
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.at, h.failure = time.Now(), nil
}

// moving notes that a long answer is on its way: a slow link is none that is silent.
func (h *heard) moving() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.moved = time.Now()
	h.at = h.moved
}

// lastMoved returns when something of a long answer came.
func (h *heard) lastMoved() time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.moved
}

// again begins to count the silence now.
func (h *heard) again() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.at = time.Now()
}

// failed notes why a broker did not answer.
func (h *heard) failed(broker kgo.BrokerMetadata, err error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.failure, h.broker = err, net.JoinHostPort(broker.Host, fmt.Sprint(broker.Port))
}

// last returns when a broker has answered last.
func (h *heard) last() time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.at
}

// failing reports whether the last attempt to talk to a broker went wrong.
func (h *heard) failing() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.failure != nil
}

// silence is the error of brokers that have not answered for some time.
func (h *heard) silence(timeout time.Duration) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.failure == nil {
		return fmt.Errorf("no broker has answered within %v (--timeout)", timeout)
	}
	return fmt.Errorf("no broker has answered within %v (--timeout); the last attempt, at %s: %w", timeout, h.broker, h.failure)
}
