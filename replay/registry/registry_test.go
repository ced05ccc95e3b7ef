package registry

import (
	"context"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/twmb/franz-go/pkg/sr"
	"github.com/twmb/franz-go/pkg/sr/srfake"

	"github.com/velo-plan/velo-plan/replay/ndjson"
	"github.com/velo-plan/velo-plan/replay/topics"
)

// one is a record by itself.
type one struct {
	key, value []byte
	headers    map[string]string
}

func (o one) Len() int             { return 1 }
func (o one) Value(int) []byte     { return o.value }
func (o one) At(int) topics.Record { return topics.Record{Key: o.key, Value: o.value} }
func (o one) Header(_ int, name string) []byte {
	return []byte(o.headers[name])[:len(o.headers[name]):len(o.headers[name])]
}
func (o one) Free() {}

const (
	tradeV1 = `{"type":"record","name":"Trade","fields":[{"name":"symbol","type":"string"},{"name":"price","type":"double"}]}`
	tradeV2 = `{"type":"record","name":"Trade","fields":[{"name":"origin","type":["null","string"],"default":null},{"name":"symbol","type":"string"},{"name":"price","type":"double"}]}`
	proto   = `syntax = "proto3"; package p; message Other { int32 x = 1; } message Trade { message Leg { string venue = 1; } string symbol = 1; }`
)

// stand is a registry with schemas: the ids are 1 and 2 for versions of trades-value, 3 Protobuf, 4 JSON Schema,
// 5 a key of Avro, 6 one that is none.
func stand(t testing.TB) *srfake.Registry {
	t.Helper()
	r := srfake.New()
	t.Cleanup(r.Close)
	r.SeedSchema("trades-value", 1, 1, sr.Schema{Schema: tradeV1})
	r.SeedSchema("trades-value", 2, 2, sr.Schema{Schema: tradeV2})
	r.SeedSchema("proto-value", 1, 3, sr.Schema{Schema: proto, Type: sr.TypeProtobuf})
	r.SeedSchema("json-value", 1, 4, sr.Schema{Schema: `{"properties":{"symbol":{"type":"string"},"n":{"oneOf":[{"type":"null"},{"type":"integer"}]}}}`, Type: sr.TypeJSON})
	r.SeedSchema("trades-key", 1, 5, sr.Schema{Schema: `"string"`})
	r.SeedSchema("odd-value", 1, 6, sr.Schema{Schema: `{"type":"record","name":"R","fields":[{"name":"x","type":"Nothing"}]}`})
	r.SeedSchema("text-value", 1, 7, sr.Schema{Schema: `"string"`})
	return r
}

// guid is the GUID that the registry gave to an id.
func guid(t testing.TB, r *srfake.Registry, subject string, version int) string {
	t.Helper()
	s, ok := r.GetSchema(subject, version)
	if !ok {
		t.Fatal("no schema")
	}
	raw, err := hex.DecodeString(strings.ReplaceAll(s.GUID, "-", ""))
	if err != nil {
		t.Fatal(err)
	}
	return "\x01" + string(raw)
}

// open returns a source of a registry.
func open(t testing.TB, c Config) *Source {
	t.Helper()
	if c.Timeout == 0 {
		c.Timeout = 10 * time.Second
	}
	s, err := New(context.Background(), c, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// id is the header of an id.
func id(n uint32) string { return string(binary.BigEndian.AppendUint32([]byte{0}, n)) }

// price is 1.5 in Avro.
const price = "\x00\x00\x00\x00\x00\x00\xf8\x3f"

func TestValues(t *testing.T) {
	r := stand(t)
	d, err := open(t, Config{URL: r.URL()}).Decoder([][]string{{"symbol"}, {"origin"}, {"venue"}}, 1000)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, value, header, want string
		reason                    ndjson.Reason
	}{
		{"Avro", id(1) + "\x04AB" + price, "", `{"symbol":"AB"}`, 0},
		{"Avro of another version", id(2) + "\x02\x02x\x04AB" + price, "", `{"origin":"x","symbol":"AB"}`, 0},
		{"and the first again", id(1) + "\x04AC" + price, "", `{"symbol":"AC"}`, 0},
		{"Avro by GUID", guid(t, r, "trades-value", 2) + "\x00\x04AB" + price, "", `{"origin":null,"symbol":"AB"}`, 0},
		{"Avro by a header", "\x04AB" + price, id(1), `{"symbol":"AB"}`, 0},
		{"Avro by a header with a GUID", "\x00\x04AB" + price, guid(t, r, "trades-value", 2), `{"origin":null,"symbol":"AB"}`, 0},
		{"Protobuf, the first message", id(3) + "\x00\x08\x05", "", `{}`, 0},
		{"Protobuf, the second", id(3) + "\x02\x02\x0a\x02AB", "", `{"symbol":"AB"}`, 0},
		{"Protobuf, one inside another", id(3) + "\x04\x02\x00\x0a\x02AB", "", `{"venue":"AB"}`, 0},
		{"Protobuf by a header", "\x0a\x02AB", id(3) + "\x02\x02", `{"symbol":"AB"}`, 0},
		{"Protobuf by a header without indexes", "\x08\x05", guid(t, r, "proto-value", 1), `{}`, 0},
		{"JSON Schema", id(4) + "{\n\"symbol\": \"AB\"}", "", `{ "symbol": "AB"}`, 0},
		{"cut off", id(1) + "\x04A", "", "expected more of the value", ndjson.Truncated},
		{"Protobuf cut off", id(3) + "\x02\x02\x0a\x05AB", "", "expected more of the value", ndjson.Truncated},
		{"indexes cut off", id(3), "", "expected more of the value", ndjson.Truncated},
		{"bytes left over", id(1) + "\x04AB" + price + "x", "", "expected the end of the value", ndjson.Undecodable},
		{"no header", `{"symbol":"AB"}`, "", "a zero byte and the id of a schema, found '{'", ndjson.Unframed},
		{"half a header", "\x00\x00", "", "found the byte 0x00", ndjson.Unframed},
		{"another magic byte", "\x02" + id(1)[1:] + "\x04AB" + price, "", "found the byte 0x02", ndjson.Unframed},
		{"an unknown id", id(99) + "x", "", "found the id 99, which it does not have", ndjson.UnknownSchema},
		{"an unknown GUID", "\x01" + strings.Repeat("\xab", 16), "", "found the GUID abababab-abab-abab-abab-abababababab", ndjson.UnknownSchema},
		{"a message that there is not", id(3) + "\x02\x0a", "", "no message at the indexes [5]", ndjson.BadSchema},
		{"no schema", id(6) + "x", "", "Nothing", ndjson.BadSchema},
		{"no record", id(7) + "\x02x", "", "no records", ndjson.BadSchema},
	} {
		out, err := d.Append([]byte("before"), one{value: []byte(c.value), headers: map[string]string{valueHeader: c.header}}, 0)
		if c.reason == 0 {
			if err != nil || string(out) != "before"+c.want {
				t.Errorf("%s: %s %v, want %s", c.name, out, err, c.want)
			}
			continue
		}
		reason := ndjson.Undecodable
		var p *problem
		if errors.As(err, &p) {
			reason = p.Reason()
		}
		if err == nil || reason != c.reason || !strings.Contains(err.Error(), c.want) || string(out) != "before" {
			t.Errorf("%s: %s %v %v, want %v %s", c.name, out, reason, err, c.reason, c.want)
		}
	}
}

// TestKeys: keys with headers are decoded, and those without are texts.
func TestKeys(t *testing.T) {
	r := stand(t)
	d, err := open(t, Config{URL: r.URL()}).Decoder(nil, 1000)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, key, header, want string }{
		{"framed", id(5) + "\x04AB", "", `"AB"`},
		{"a record", id(1) + "\x04AB" + price, "", `{"symbol":"AB","price":1.5}`},
		{"by a header", "\x04AB", id(5), `"AB"`},
		{"a text", "AB", "", `"AB"`},
		{"empty", "", "", `""`},
		{"a number of eight bytes", "\x00\x00\x00\x00\x00\x00\x00\x01", "", `"\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0001"`},
	} {
		out, err := d.AppendKey(nil, one{key: []byte(c.key), headers: map[string]string{keyHeader: c.header}}, 0)
		if err != nil || string(out) != c.want {
			t.Errorf("%s: %s %v, want %s", c.name, out, err, c.want)
		}
	}
}

// TestOnce: a registry is asked once for each schema, and not for ever for ids that are none.
func TestOnce(t *testing.T) {
	r := stand(t)
	var asked atomic.Int32
	r.Intercept(func(http.ResponseWriter, *http.Request) bool { asked.Add(1); return false })
	s := open(t, Config{URL: r.URL()})
	for range 3 {
		d, err := s.Decoder(nil, 1000)
		if err != nil {
			t.Fatal(err)
		}
		for i := range uint32(maxUnknown + 50) {
			d.Append(nil, one{value: []byte(id(1) + "\x04AB" + price)}, 0)
			if _, err := d.Append(nil, one{value: []byte(id(1000 + i))}, 0); err == nil {
				t.Fatal("no error")
			}
		}
	}
	if n := asked.Load(); n != maxUnknown+1 {
		t.Errorf("asked %d times", n)
	}
}

// TestReferences: schemas may refer to others, which may be gone.
func TestReferences(t *testing.T) {
	r := stand(t)
	r.SeedSchema("who", 1, 20, sr.Schema{Schema: `{"type":"record","name":"a.Who","fields":[{"name":"symbol","type":"string"}]}`})
	r.SeedSchema("avro-value", 1, 21, sr.Schema{Schema: `{"type":"record","name":"T","fields":[{"name":"who","type":"a.Who"}]}`, References: []sr.SchemaReference{{Name: "a.Who", Subject: "who", Version: 1}}})
	r.SeedSchema("who-proto", 1, 22, sr.Schema{Schema: `syntax = "proto3"; message Who { string symbol = 1; }`, Type: sr.TypeProtobuf})
	r.SeedSchema("of-proto", 1, 23, sr.Schema{Schema: `syntax = "proto3"; import "lib/who.proto"; message T { Who who = 1; }`, Type: sr.TypeProtobuf, References: []sr.SchemaReference{{Name: "lib/who.proto", Subject: "who-proto", Version: 1}}})
	r.SeedSchema("nobody", 3, 25, sr.Schema{Schema: `"int"`})
	r.SeedSchema("lost", 1, 24, sr.Schema{Schema: tradeV1, References: []sr.SchemaReference{{Name: "x", Subject: "nobody", Version: 3}}})
	r.Intercept(func(w http.ResponseWriter, r *http.Request) bool {
		gone := strings.Contains(r.URL.Path, "nobody")
		if gone {
			w.WriteHeader(404)
			w.Write([]byte(`{"error_code":40401,"message":"gone"}`))
		}
		return gone
	})
	d, err := open(t, Config{URL: r.URL()}).Decoder([][]string{{"who", "symbol"}}, 1000)
	if err != nil {
		t.Fatal(err)
	}
	for value, want := range map[string]string{id(21) + "\x04AB": `{"who":{"symbol":"AB"}}`, id(23) + "\x00\x0a\x04\x0a\x02AB": `{"who":{"symbol":"AB"}}`} {
		if out, err := d.Append(nil, one{value: []byte(value)}, 0); err != nil || string(out) != want {
			t.Errorf("%s %v", out, err)
		}
	}
	if _, err := d.Append(nil, one{value: []byte(id(24))}, 0); err == nil || !strings.Contains(err.Error(), "version 3 of nobody, which the registry does not have") {
		t.Error(err)
	}
}

// TestCheck: a field that no version of a schema has is named, with what was probably meant.
func TestCheck(t *testing.T) {
	r := stand(t)
	s := open(t, Config{URL: r.URL()})
	r.SeedSchema("gone-value", 1, 30, sr.Schema{Schema: tradeV2})
	r.SeedSchema("gone-value", 2, 31, sr.Schema{Schema: tradeV1})
	for _, c := range []struct{ topic, path, want string }{
		{"trades", "symbol", ""}, {"trades", "origin", ""}, {"unknown", "x", ""}, {"json", "whatever", ""}, {"proto", "x", ""},
		{"gone", "origin", ""}, // only older records have it
		{"trades", "orgin", "no field orgin in schema trades-value v2; did you mean origin?"},
		{"trades", "Symbol", "no field Symbol in schema trades-value v2; did you mean symbol?"},
		{"trades", "venue", "no field venue in schema trades-value v2; there it has origin, symbol, price"},
		{"trades", "symbol.x", "no field symbol.x in schema trades-value v2: what it would be in has no fields"},
		{"proto", "y", "no field y in schema proto-value v1; did you mean x?"},
	} {
		err := s.Check(context.Background(), c.topic, [][]string{{}, strings.Split(c.path, ".")})
		if c.want == "" && err != nil || c.want != "" && (err == nil || err.Error() != c.want) {
			t.Errorf("%s %s: %v", c.topic, c.path, err)
		}
	}
}

// FuzzValue: whatever bytes a value or a key is of, it becomes JSON or an error, and nothing else is touched.
func FuzzValue(f *testing.F) {
	r := stand(f)
	d, err := open(f, Config{URL: r.URL()}).Decoder([][]string{{"symbol"}}, 1000)
	if err != nil {
		f.Fatal(err)
	}
	for _, value := range []string{id(1) + "\x04AB" + price, id(3) + "\x04\x02\x00\x0a\x02AB", id(3) + "\x02\x02\x0a\x02AB", id(4) + "{}", id(5) + "\x04AB", "AB", id(99)} {
		f.Add([]byte(value), "")
		f.Add([]byte(value), id(3)+"\x02\x02")
	}
	f.Fuzz(func(t *testing.T, value []byte, header string) {
		records := one{key: value, value: value, headers: map[string]string{valueHeader: header, keyHeader: header}}
		out, err := d.Append([]byte("before"), records, 0)
		if !strings.HasPrefix(string(out), "before") || err != nil && string(out) != "before" {
			t.Fatalf("%q %v", out, err)
		}
		if ref, _, _ := readRef(value); err == nil && ref.id != 4 && header == "" && !json.Valid(out[6:]) && utf8.Valid(out) {
			t.Fatalf("no JSON: %q", out)
		}
		if key, err := d.AppendKey(nil, records, 0); err != nil || len(key) == 0 && len(value) == 0 {
			t.Fatalf("%q %v", key, err)
		}
	})
}
