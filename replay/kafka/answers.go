package kafka

import (
	"sync"
	"time"

	"github.com/twmb/franz-go/pkg/kgo"
	"github.com/twmb/franz-go/pkg/kmsg"
)

// maxWait is how long a broker may wait for records before it answers that there are none.
const maxWait = 250 * time.Millisecond

// enoughEmpty is how many answers without records say that a broker has no more.
const enoughEmpty = 3

// fetchAnswers counts the answers of brokers to fetches since records came last: compaction and aborted
// transactions leave offsets without any, at which a reader would wait for ever. It is a hook of a client.
type fetchAnswers struct {
	mu    sync.Mutex
	since map[int32]int // by broker that was asked
}

// OnBrokerWrite implements kgo.HookBrokerWrite.
func (f *fetchAnswers) OnBrokerWrite(broker kgo.BrokerMetadata, key int16, _ int, _, _ time.Duration, _ error) {
	f.count(broker, key, 0)
}

// OnBrokerRead implements kgo.HookBrokerRead.
func (f *fetchAnswers) OnBrokerRead(broker kgo.BrokerMetadata, key int16, _ int, _, _ time.Duration, err error) {
	if err == nil {
		f.count(broker, key, 1)
	}
}

func (f *fetchAnswers) count(broker kgo.BrokerMetadata, key int16, answers int) {
	if key == kmsg.Fetch.Int16() {
		f.mu.Lock()
		f.since[broker.NodeID] += answers
		f.mu.Unlock()
	}
}

// reset begins anew: records came.
func (f *fetchAnswers) reset() {
	f.mu.Lock()
	defer f.mu.Unlock()
	for broker := range f.since {
		f.since[broker] = 0
	}
}

// empty says whether every broker that was asked has answered several times without a record.
func (f *fetchAnswers) empty() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, answers := range f.since {
		if answers < enoughEmpty {
			return false
		}
	}
	return len(f.since) > 0
}
