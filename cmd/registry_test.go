package cmd

import (
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/twmb/avro"
	"github.com/twmb/franz-go/pkg/kfake"
	"github.com/twmb/franz-go/pkg/kgo"
	"github.com/twmb/franz-go/pkg/sr"
	"github.com/twmb/franz-go/pkg/sr/srfake"
	"google.golang.org/protobuf/encoding/protowire"
)

const (
	tradeSchema  = `{"type":"record","name":"Trade","fields":[{"name":"symbol","type":"string"},{"name":"price","type":"double"},{"name":"trader_id","type":"int"},{"name":"ts","type":{"type":"long","logicalType":"timestamp-millis"}}]}`
	tradeSchema2 = `{"type":"record","name":"Trade","fields":[{"name":"venue","type":["null","string"],"default":null},{"name":"symbol","type":"string"},{"name":"price","type":"double"},{"name":"trader_id","type":"int"},{"name":"ts","type":{"type":"long","logicalType":"timestamp-millis"}}]}`
	quoteSchema  = `syntax = "proto3"; package market; import "google/protobuf/timestamp.proto";
message Quote { string symbol = 1; double bid = 2; string trader_id = 3; google.protobuf.Timestamp ts = 4; }`
)

// framed is a value behind the header of a schema.
func framed(id uint32, value []byte) []byte {
	return append(binary.BigEndian.AppendUint32([]byte{0}, id), value...)
}

// registryCluster starts a broker and a registry. The topic trades has values of Avro of two versions, and keys of Avro;
// quotes has values of Protobuf, and keys of another schema; plain has what trades has, as JSON with plain keys; odd has
// what cannot be decoded. All keys are the symbol, in twelve partitions.
func registryCluster(t *testing.T) (broker string, registry *srfake.Registry) {
	t.Helper()
	registry = srfake.New()
	t.Cleanup(registry.Close)
	registry.SeedSchema("trades-value", 1, 1, sr.Schema{Schema: tradeSchema})
	registry.SeedSchema("trades-value", 2, 2, sr.Schema{Schema: tradeSchema2})
	registry.SeedSchema("trades-key", 1, 3, sr.Schema{Schema: `"string"`})
	registry.SeedSchema("quotes-value", 1, 4, sr.Schema{Schema: quoteSchema, Type: sr.TypeProtobuf})
	registry.SeedSchema("quotes-key", 1, 5, sr.Schema{Schema: `{"type":"record","name":"Key","fields":[{"name":"symbol","type":"string"}]}`})
	first, second := avro.MustParse(tradeSchema), avro.MustParse(tradeSchema2)
	var records []*kgo.Record
	add := func(topic string, key, value []byte) {
		r := &kgo.Record{Topic: topic, Key: key, Value: value}
		r.Partition = int32(murmur2(r, 12))
		records = append(records, r)
	}
	random := rand.New(rand.NewPCG(1, 2))
	for i := range 1000 {
		symbol := fmt.Sprintf("S%d", random.IntN(200))
		trade := map[string]any{"symbol": symbol, "price": float64(i) / 4, "trader_id": i % 9, "venue": nil, "ts": int64(i)}
		schema, id := first, uint32(1)
		if i%3 == 0 {
			schema, id, trade["venue"] = second, 2, "XETRA"
		}
		value, err := schema.Encode(trade)
		if err != nil {
			t.Fatal(err)
		}
		text := append([]byte{byte(len(symbol) * 2)}, symbol...) // a string of Avro, of less than 64 bytes
		add("trades", framed(3, text), framed(id, value))
		quote := protowire.AppendString(protowire.AppendTag(nil, 1, protowire.BytesType), symbol)
		add("quotes", framed(5, text), framed(4, append([]byte{0}, quote...)))
		add("plain", []byte(symbol), fmt.Appendf(nil, `{"symbol":%q,"price":%v,"trader_id":%d}`, symbol, trade["price"], i%9))
		add("raw", []byte(symbol), value[:len(value):len(value)])
		if i%100 == 0 {
			add("odd", []byte(symbol), framed(id, value[:3]))
			add("odd", []byte(symbol), framed(77, value))
			add("odd", []byte(symbol), []byte(`{"symbol":"x"}`))
			add("odd", []byte(symbol), framed(id, append(value[:len(value):len(value)], 1)))
			add("odd", []byte(symbol), framed(id, value))
		}
	}
	cluster, err := kfake.NewCluster(kfake.NumBrokers(1), kfake.SeedTopics(12, "trades", "quotes", "plain", "odd", "raw"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(cluster.Close)
	client, err := kgo.NewClient(kgo.SeedBrokers(cluster.ListenAddrs()...), kgo.RecordPartitioner(kgo.ManualPartitioner()))
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	if err := client.ProduceSync(t.Context(), records...).FirstErr(); err != nil {
		t.Fatal(err)
	}
	return cluster.ListenAddrs()[0], registry
}

// TestRegistryScripts runs the scripts that need a broker and a registry, whose addresses are in BROKER and REGISTRY.
func TestRegistryScripts(t *testing.T) {
	broker, registry := registryCluster(t)
	locked := srfake.New(srfake.WithAuth("Basic Y2k6aHVudGVyMg=="))
	t.Cleanup(locked.Close)
	locked.SeedSchema("trades-value", 1, 1, sr.Schema{Schema: tradeSchema})
	locked.SeedSchema("trades-value", 2, 2, sr.Schema{Schema: tradeSchema2})
	testscript.Run(t, testscript.Params{
		Dir:                 filepath.Join("testdata", "registry"),
		UpdateScripts:       *update,
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(e *testscript.Env) error {
			e.Setenv("BROKER", broker)
			e.Setenv("REGISTRY", registry.URL())
			e.Setenv("LOCKED", locked.URL())
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"exits": exits},
	})
}
