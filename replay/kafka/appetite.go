package kafka

import (
	"sync"
	"time"

	"github.com/twmb/franz-go/pkg/kgo"
	"github.com/twmb/franz-go/pkg/kmsg"
)

const (
	// mostFetched and leastFetched bound how many bytes are asked of a broker at once. A batch of
	// records that is larger comes whole all the same.
	mostFetched, leastFetched = 50 << 20, 64 << 10
	// mostOfPartition bounds how many of them may be of one partition.
	mostOfPartition = 1 << 20
	// slowAnswer is how long an answer may take to come before less is asked for, and quickAnswer how
	// quickly one comes behind which more is.
	slowAnswer, quickAnswer = 2 * time.Second, 500 * time.Millisecond
)

// appetite fits what is asked of brokers at once to the links: an answer must come through whole before
// any record of it counts, and a link that breaks every few megabytes lets no larger one through. It is a
// hook of a client.
type appetite struct {
	mu     sync.Mutex
	client *kgo.Client // nil until there is one
	bytes  int         // that are asked for at once
}

// of makes a the appetite of a client.
func (a *appetite) of(client *kgo.Client) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.client = client
	a.ask(mostFetched)
}

// ask asks for so many bytes from now on.
func (a *appetite) ask(bytes int) {
	a.bytes = min(max(bytes, leastFetched), mostFetched)
	a.client.UpdateFetchMaxBytes(int32(a.bytes), int32(min(a.bytes, mostOfPartition)))
}

// OnBrokerRead implements kgo.HookBrokerRead.
func (a *appetite) OnBrokerRead(_ kgo.BrokerMetadata, key int16, bytes int, _, took time.Duration, err error) {
	if key != int16(kmsg.Fetch) || bytes == 0 {
		return
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	switch {
	case a.client == nil:
	case err != nil:
		a.ask(min(bytes, a.bytes/2)) // so many have come through
	case took > slowAnswer && bytes > leastFetched:
		a.ask(min(bytes, a.bytes) / 2)
	case took < quickAnswer && bytes >= a.bytes/2 && a.bytes < mostFetched:
		a.ask(2 * a.bytes)
	}
}
