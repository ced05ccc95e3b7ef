//go:build unix

package kafka_test

import (
	"bufio"
	"encoding/binary"
	"encoding/json"
	"io"
	"io/fs"
	"os"
	"slices"
	"syscall"
	"testing"

	"github.com/twmb/avro"
	"github.com/twmb/franz-go/pkg/kgo"
	"github.com/twmb/franz-go/pkg/sr"
	"github.com/twmb/franz-go/pkg/sr/srfake"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/dynamicpb"

	"github.com/velo-plan/velo-plan/replay"
	"github.com/velo-plan/velo-plan/replay/generate"
	"github.com/velo-plan/velo-plan/replay/kafka"
	"github.com/velo-plan/velo-plan/replay/protobuf"
	"github.com/velo-plan/velo-plan/replay/reading"
	"github.com/velo-plan/velo-plan/replay/registry"
)

const (
	avroTrade = `{"type":"record","name":"Trade","fields":[{"name":"symbol","type":"string"},{"name":"price","type":"double"},{"name":"quantity","type":"long"},
		{"name":"side","type":{"type":"enum","name":"Side","symbols":["BUY","SELL"]}},{"name":"venue","type":"string"},{"name":"trader_id","type":"string"},
		{"name":"event_time","type":"string"},{"name":"_partition","type":"int"},{"name":"trade_id","type":"long"}]}`
	protoTrade = `syntax = "proto3"; enum Side { BUY = 0; SELL = 1; } message Trade { string symbol = 1; double price = 2; int64 quantity = 3; Side side = 4;
		string venue = 5; string trader_id = 6; string event_time = 7; int32 _partition = 8; int64 trade_id = 9; }`
)

// BenchmarkFormats compares replays of the same records as JSON, as Avro and as Protobuf, from a broker, or, if
// VELO_PLAN_TEST_BROKERS names none, from a fake one in this process. Each iteration reads each of the three topics once,
// one after the other; the ratios are the medians of the rounds, of the time on the wall and of the processor time that this
// process took, which other work on the machine does not change.
func BenchmarkFormats(b *testing.B) {
	const records = 500_000
	address := os.Getenv("VELO_PLAN_TEST_BROKERS")
	if address == "" {
		address = fake(b).ListenAddrs()[0]
	}
	stand := srfake.New()
	b.Cleanup(stand.Close)
	stand.SeedSchema("a", 1, 1, sr.Schema{Schema: avroTrade})
	stand.SeedSchema("p", 1, 2, sr.Schema{Schema: protoTrade, Type: sr.TypeProtobuf})
	names := []string{"json", "avro", "protobuf"}
	topics := make([]string, len(names))
	for i := range topics {
		topics[i] = newTopic(b, address, 12)
	}
	produceFormats(b, address, topics, records)
	source, err := registry.New(b.Context(), registry.Config{URL: stand.URL()}, nil, nil)
	if err != nil {
		b.Fatal(err)
	}
	took, worked := make([][]float64, len(names)), make([][]float64, len(names))
	for b.Loop() {
		for i := range names {
			cfg := bySymbol(8)
			cfg.SourceKey, cfg.SourceKeyNames, cfg.WhatIf = nil, nil, nil
			if i > 0 {
				cfg.Values = func(wanted [][]string, most int) (reading.Decoder, error) { return source.Decoder(wanted, most) }
			}
			r := open(b, address, kafka.Config{Topic: topics[i]})
			cfg.Topic = r
			before := processorTime(b)
			report, err := replay.Run(b.Context(), cfg)
			r.Close()
			if err != nil || report.Input.Records != records {
				b.Fatal(report, err)
			}
			took[i] = append(took[i], report.Throughput.Seconds)
			worked[i] = append(worked[i], processorTime(b)-before)
		}
	}
	b.ReportMetric(0, "ns/op")
	for i, name := range names {
		if i > 0 {
			b.ReportMetric(medianRatio(took[0], took[i]), name+"/json")
			b.ReportMetric(medianRatio(worked[0], worked[i]), name+"/json-processor")
		}
		sorted := slices.Sorted(slices.Values(took[i]))
		b.ReportMetric(records/sorted[len(sorted)/2]/1e6, name+"-M/s")
	}
}

// medianRatio is the median of the ratios of two series, pair by pair.
func medianRatio(a, b []float64) float64 {
	var ratios []float64
	for i := range b {
		ratios = append(ratios, a[i]/b[i])
	}
	slices.Sort(ratios)
	return ratios[len(ratios)/2]
}

// processorTime is the processor time of this process up to now, in seconds.
func processorTime(b *testing.B) float64 {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		b.Fatal(err)
	}
	return float64(used.Utime.Sec+used.Stime.Sec) + float64(used.Utime.Usec+used.Stime.Usec)/1e6
}

// produceFormats puts the same made-up trades into three topics: as JSON, as Avro and as Protobuf.
func produceFormats(b *testing.B, address string, topics []string, records uint64) {
	inAvro := avro.MustParse(avroTrade)
	compiled, err := protobuf.Compile(b.Context(), "t.proto", func(path string) (string, error) {
		if path != "t.proto" {
			return "", fs.ErrNotExist
		}
		return protoTrade, nil
	})
	if err != nil {
		b.Fatal(err)
	}
	message, err := compiled.Message("Trade")
	if err != nil {
		b.Fatal(err)
	}
	producer := client(b, address, kgo.MaxBufferedRecords(100_000), kgo.UnknownTopicRetries(20), kgo.ProducerBatchCompression(kgo.NoCompression()))
	r, w := io.Pipe()
	go func() {
		w.CloseWithError(generate.Run(b.Context(), generate.Config{Records: records, Keys: 5000, Skew: 1.1, SourcePartitions: 12,
			KeyedBy: generate.KeyedByTrader, Seed: 1, Layouts: 1, Envelope: generate.EnvelopeFlat}, w))
	}()
	lines := bufio.NewScanner(r)
	for lines.Scan() {
		var trade map[string]any
		line := slices.Clone(lines.Bytes())
		if err := json.Unmarshal(line, &trade); err != nil {
			b.Fatal(err)
		}
		asAvro, err := inAvro.AppendEncode(binary.BigEndian.AppendUint32([]byte{0}, 1), trade)
		if err != nil {
			b.Fatal(err)
		}
		msg := dynamicpb.NewMessage(message)
		if err := protojson.Unmarshal(line, msg); err != nil {
			b.Fatal(err)
		}
		asProtobuf, err := proto.MarshalOptions{}.MarshalAppend(append(binary.BigEndian.AppendUint32([]byte{0}, 2), 0), msg)
		if err != nil {
			b.Fatal(err)
		}
		for i, value := range [][]byte{line, asAvro, asProtobuf} {
			producer.Produce(b.Context(), &kgo.Record{Topic: topics[i], Key: []byte(trade["trader_id"].(string)), Value: value}, func(_ *kgo.Record, err error) {
				if err != nil {
					b.Error(err)
				}
			})
		}
	}
	if err := lines.Err(); err != nil {
		b.Fatal(err)
	}
	if err := producer.Flush(b.Context()); err != nil {
		b.Fatal(err)
	}
}
