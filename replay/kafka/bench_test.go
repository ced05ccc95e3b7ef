package kafka_test

import (
	"io"
	"testing"
	"time"

	"github.com/twmb/franz-go/pkg/kgo"

	"github.com/velo-plan/velo-plan/replay"
	"github.com/velo-plan/velo-plan/replay/kafka"
)

// BenchmarkTopic compares a replay of a topic with a consumer that does nothing with the records: each
// iteration reads all of them once in both ways, one after the other, connecting included.
func BenchmarkTopic(b *testing.B) {
	const records = 2_000_000
	address := broker(b)
	topic := newTopic(b, address, 12)
	produceTrades(b, address, topic, 12, records, io.Discard)
	plain := bySymbol(8)
	plain.SourceKey, plain.SourceKeyNames, plain.WhatIf = nil, nil, nil
	for _, way := range []struct {
		name string
		replay.Config
	}{{"groups", plain}, {"groups and source keys", bySymbol(8)}} {
		b.Run(way.name, func(b *testing.B) {
			var replayed, consumed time.Duration
			for range b.N {
				start := time.Now()
				cfg := way.Config
				r := open(b, address, kafka.Config{Topic: topic})
				cfg.Topic = r
				report, err := replay.Run(b.Context(), cfg)
				r.Close()
				if err != nil || report.Input.Records != records {
					b.Fatal(report, err)
				}
				replayed += time.Since(start)
				start = time.Now()
				bare := client(b, address, kgo.ConsumeTopics(topic), kgo.ConsumeResetOffset(kgo.NewOffset().AtStart()))
				for n := 0; n < records; {
					n += bare.PollFetches(b.Context()).NumRecords()
				}
				bare.Close()
				consumed += time.Since(start)
			}
			b.ReportMetric(0, "ns/op")
			b.ReportMetric(records*float64(b.N)/replayed.Seconds(), "replayed/s")
			b.ReportMetric(records*float64(b.N)/consumed.Seconds(), "consumed/s")
			b.ReportMetric(consumed.Seconds()/replayed.Seconds(), "ratio")
		})
	}
}
