package kafka_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/twmb/franz-go/pkg/kadm"
	"github.com/twmb/franz-go/pkg/kfake"
	"github.com/twmb/franz-go/pkg/kgo"

	"github.com/velo-plan/velo-plan/replay"
	"github.com/velo-plan/velo-plan/replay/generate"
	"github.com/velo-plan/velo-plan/replay/kafka"
	"github.com/velo-plan/velo-plan/strategies"
	"github.com/velo-plan/velo-plan/strategies/scalar"
)

// broker returns the address of a real broker. Without one the test is skipped.
func broker(t testing.TB) string {
	t.Helper()
	address := os.Getenv("VELO_PLAN_TEST_BROKERS")
	if address == "" {
		t.Skip("no broker: start one with .ci/kafka start DIR and set VELO_PLAN_TEST_BROKERS")
	}
	return address
}

// fake starts a fake cluster of one broker.
func fake(t testing.TB, opts ...kfake.Opt) *kfake.Cluster {
	t.Helper()
	c, err := kfake.NewCluster(append([]kfake.Opt{kfake.NumBrokers(1)}, opts...)...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

// client returns a client of the brokers.
func client(t testing.TB, address string, opts ...kgo.Opt) *kgo.Client {
	t.Helper()
	c, err := kgo.NewClient(append([]kgo.Opt{kgo.SeedBrokers(strings.Split(address, ",")...)}, opts...)...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

// newTopic makes a topic whose name no other test has.
func newTopic(t testing.TB, address string, partitions int32) string {
	t.Helper()
	name := fmt.Sprintf("test-%d-%d", os.Getpid(), time.Now().UnixNano())
	admin := makeTopic(t, address, name, partitions)
	t.Cleanup(func() { admin.DeleteTopic(context.Background(), name) })
	return name
}

// makeTopic makes a topic.
func makeTopic(t testing.TB, address, name string, partitions int32) *kadm.Client {
	t.Helper()
	admin := kadm.NewClient(client(t, address))
	if _, err := admin.CreateTopic(t.Context(), partitions, 1, nil, name); err != nil {
		t.Fatal(err)
	}
	return admin
}

// tradeKey is the field that trades are keyed by.
const tradeKey = "trader_id"

// produceTrades puts made-up trades into a topic of some partitions, keyed by tradeKey, by a client with
// its default partitioner, and hands the text of them all to also, a line each. Each has the number of
// the partition that it must come to.
func produceTrades(t testing.TB, address, topic string, partitions int, records uint64, also io.Writer) {
	t.Helper()
	producer := client(t, address, kgo.DefaultProduceTopic(topic), kgo.MaxBufferedRecords(100_000))
	r, w := io.Pipe()
	go func() {
		cfg := generate.Config{
			Records: records, Keys: 5000, Skew: 1.1, SourcePartitions: partitions, KeyedBy: generate.KeyedByTrader, Seed: 1, Layouts: 1,
			Envelope: generate.EnvelopeFlat,
		}
		w.CloseWithError(generate.Run(t.Context(), cfg, w))
	}()
	produced := uint64(0)
	lines := bufio.NewScanner(io.TeeReader(r, also))
	for lines.Scan() {
		line := bytes.Clone(lines.Bytes())
		var trade struct {
			Trader    string `json:"trader_id"`
			Partition int32  `json:"_partition"`
		}
		if err := json.Unmarshal(line, &trade); err != nil {
			t.Fatal(err)
		}
		produced++
		producer.Produce(t.Context(), &kgo.Record{Key: []byte(trade.Trader), Value: line}, func(r *kgo.Record, err error) {
			if err != nil || r.Partition != trade.Partition {
				t.Errorf("trader %s went to partition %d, not %d: %v", trade.Trader, r.Partition, trade.Partition, err)
			}
		})
	}
	if err := errors.Join(lines.Err(), producer.Flush(t.Context())); err != nil || produced != records {
		t.Fatal(produced, err)
	}
}

// bySymbol is a replay by the hash of the symbol.
func bySymbol(partitions int) replay.Config {
	return replay.Config{
		Strategy: strategies.AlwaysHash, Keys: []scalar.Expr{scalar.Field{Path: []string{"symbol"}}}, KeyNames: []string{"symbol"},
		SourceKey: []scalar.Expr{scalar.Field{Path: []string{tradeKey}}}, SourceKeyNames: []string{tradeKey},
		Partitions: partitions, WhatIf: []int{3, 64},
	}
}

// open opens a topic.
func open(t testing.TB, address string, cfg kafka.Config) *kafka.Reader {
	t.Helper()
	r, err := kafka.Open(t.Context(), connection(address), cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(r.Close)
	return r
}

// connection reaches the brokers in a time that a test can wait.
func connection(address string) *kafka.Connection {
	return &kafka.Connection{Brokers: strings.Split(address, ","), Timeout: 10 * time.Second}
}
