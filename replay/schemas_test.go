package replay

import (
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/twmb/avro"
	"github.com/twmb/franz-go/pkg/sr"
	"github.com/twmb/franz-go/pkg/sr/srfake"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/dynamicpb"
	"pgregory.net/rapid"

	"github.com/velo-plan/velo-plan/replay/protobuf"
	"github.com/velo-plan/velo-plan/replay/reading"
	"github.com/velo-plan/velo-plan/replay/registry"
	"github.com/velo-plan/velo-plan/strategies"
	"github.com/velo-plan/velo-plan/strategies/scalar"
)

const (
	avroTrade = `{"type":"record","name":"Trade","fields":[{"name":"pad","type":{"type":"array","items":"string"}},{"name":"symbol","type":["null","string"]},
		{"name":"n","type":"long"},{"name":"price","type":"double"},{"name":"open","type":"boolean"},
		{"name":"side","type":{"type":"enum","name":"Side","symbols":["BUY","SELL"]}},
		{"name":"at","type":{"type":"record","name":"Place","fields":[{"name":"city","type":["string","null"]},{"name":"zip","type":"int"}]}}]}`
	protoTrade = `syntax = "proto3"; enum Side { BUY = 0; SELL = 1; } message Place { optional string city = 1; sint32 zip = 2; }
		message Trade { repeated string pad = 9; optional string symbol = 2; int64 n = 3; double price = 4; bool open = 5; Side side = 6; Place at = 7; }`
)

// trade is a record as JSON has it.
type trade struct {
	Pad    []string `json:"pad"`
	Symbol *string  `json:"symbol"`
	N      int64    `json:"n"`
	Price  float64  `json:"price"`
	Open   bool     `json:"open"`
	Side   string   `json:"side"`
	At     struct {
		City *string `json:"city"`
		Zip  int32   `json:"zip"`
	} `json:"at"`
}

// drawTrade makes a trade of few different values.
func drawTrade(t *rapid.T) trade {
	text := rapid.SampledFrom([]string{"", "A", "a\"b\\", "é\n\x01", "日本語", "null", "1", "a longer one, of more than eight bytes"})
	maybe := func(label string) *string {
		if rapid.Bool().Draw(t, "no "+label) {
			return nil
		}
		s := text.Draw(t, label)
		return &s
	}
	r := trade{Pad: rapid.SliceOfN(text, 0, 3).Draw(t, "pad"), Symbol: maybe("symbol"), N: rapid.SampledFrom([]int64{0, 1, -1, 1 << 53, 1<<63 - 1, -1 << 63}).Draw(t, "n"),
		Price: rapid.SampledFrom([]float64{0, 1, 1.5, -0.1, 1e300, 1e-7, 5e20, 1e21}).Draw(t, "price"), Open: rapid.Bool().Draw(t, "open"), Side: rapid.SampledFrom([]string{"BUY", "SELL"}).Draw(t, "side")}
	r.At.City, r.At.Zip = maybe("city"), rapid.Int32Range(-2, 2).Draw(t, "zip")
	return r
}

// TestFormatsAgree: the same records as JSON, as Avro, as Protobuf and under a JSON Schema give the same report, but for how
// many bytes they take.
func TestFormatsAgree(t *testing.T) {
	stand := srfake.New()
	defer stand.Close()
	stand.SeedSchema("log-value", 1, 1, sr.Schema{Schema: avroTrade})
	stand.SeedSchema("other-value", 1, 2, sr.Schema{Schema: protoTrade, Type: sr.TypeProtobuf})
	stand.SeedSchema("json-value", 1, 3, sr.Schema{Schema: "{}", Type: sr.TypeJSON})
	source, err := registry.New(context.Background(), registry.Config{URL: stand.URL(), Timeout: time.Minute}, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	inAvro := avro.MustParse(avroTrade)
	compiled, err := protobuf.Compile(context.Background(), "t.proto", func(path string) (string, error) {
		if path == "t.proto" {
			return protoTrade, nil
		}
		return "", fs.ErrNotExist
	})
	if err != nil {
		t.Fatal(err)
	}
	message, err := compiled.Message("Trade")
	if err != nil {
		t.Fatal(err)
	}
	encode := func(t *rapid.T, r trade) (forms [4]string) {
		text, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		inside := map[string]any{"city": deref(r.At.City), "zip": r.At.Zip}
		data, err := inAvro.Encode(map[string]any{"pad": r.Pad, "symbol": deref(r.Symbol), "n": r.N, "price": r.Price, "open": r.Open, "side": r.Side, "at": inside})
		if err != nil {
			t.Fatal(err)
		}
		msg := dynamicpb.NewMessage(message)
		if err := protojson.Unmarshal(text, msg); err != nil {
			t.Fatal(err)
		}
		wire, err := proto.Marshal(msg)
		if err != nil {
			t.Fatal(err)
		}
		return [4]string{string(text), "\x00\x00\x00\x00\x01" + string(data), "\x00\x00\x00\x00\x02\x02\x02" + string(wire), "\x00\x00\x00\x00\x03" + string(text)}
	}
	rapid.Check(t, func(t *rapid.T) {
		records := rapid.SliceOfN(rapid.SliceOfN(rapid.Custom(drawTrade), 0, 30), 1, 3).Draw(t, "records")
		keys := rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"symbol", "n", "price", "open", "side", "at.city", "at.zip", "at", "pad"}), 1, 3, rapid.ID).Draw(t, "keys")
		var values [4][][]string
		for _, partition := range records {
			for form := range values {
				values[form] = append(values[form], nil)
			}
			for _, r := range partition {
				for form, text := range encode(t, r) {
					last := len(values[form]) - 1
					values[form][last] = append(values[form][last], text)
				}
			}
		}
		cfg := Config{Strategy: strategies.AlwaysHash, Partitions: 3, KeyNames: keys}
		for _, key := range keys {
			cfg.Keys = append(cfg.Keys, scalar.Field{Path: strings.Split(key, ".")})
		}
		var want string
		for form := range values {
			l := &log{values: values[form]}
			l.plan = l.Bounds()
			cfg.Topic, cfg.Values = l, nil
			if form > 0 {
				cfg.Values = func(wanted [][]string, most int) (reading.Decoder, error) { return source.Decoder(wanted, most) }
			}
			r, err := Run(context.Background(), cfg)
			if err != nil {
				t.Fatal(err)
			}
			if r.Input.Rejected.Count != 0 {
				t.Fatalf("form %d: rejected: %+v", form, r.Input.Rejected)
			}
			var report any
			if err := json.Unmarshal([]byte(reportJSON(t, r)), &report); err != nil {
				t.Fatal(err)
			}
			withoutBytes(report)
			got, _ := json.MarshalIndent(report, "", " ")
			if form == 0 {
				want = string(got)
			} else if diff := cmp.Diff(want, string(got)); diff != "" {
				t.Fatalf("form %d: %s", form, diff)
			}
		}
	})
}

// deref is what a pointer points at, nil for nil.
func deref(s *string) any {
	if s == nil {
		return nil
	}
	return *s
}

// withoutBytes leaves out of a report how many bytes there were.
func withoutBytes(report any) {
	switch r := report.(type) {
	case map[string]any:
		for name := range r {
			if strings.Contains(name, "bytes") || name == "throughput" {
				delete(r, name)
			}
			withoutBytes(r[name])
		}
	case []any:
		for _, item := range r {
			withoutBytes(item)
		}
	}
}

// TestKeysOfSchemas: the system column of a record's key holds what the key means.
func TestKeysOfSchemas(t *testing.T) {
	key, err := registry.ReadFile(context.Background(), "testdata/key.avsc")
	if err != nil {
		t.Fatal(err)
	}
	source, err := registry.New(context.Background(), registry.Config{}, nil, key)
	if err != nil {
		t.Fatal(err)
	}
	l := &log{values: [][]string{{`{"a":1}`, `{"a":2}`, `{"a":3}`, `{"a":4}`}}} // with the keys 0, 1, 2 and 0 of one byte, which are the numbers 24, -25 and 25
	l.plan = l.Bounds()
	cfg := Config{Topic: l, Strategy: strategies.AlwaysHash, Partitions: 2, Keys: []scalar.Expr{scalar.System{Name: "_key"}}, KeyNames: []string{"_key"},
		Values: func(wanted [][]string, most int) (reading.Decoder, error) { return source.Decoder(wanted, most) }}
	r, err := Run(context.Background(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprintf("%d %v", r.Input.Records, r.HotKeys); !strings.Contains(got, "24") || strings.Contains(got, `"0"`) || r.Input.Rejected.Count != 0 {
		t.Error(got)
	}
}
