package protobuf

import (
	"context"
	"encoding/json"
	"io/fs"
	"strings"
	"testing"

	"google.golang.org/protobuf/encoding/prototext"
	"google.golang.org/protobuf/encoding/protowire"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/dynamicpb"

	"github.com/velo-plan/velo-plan/replay/jsonform"
)

// shop is a schema with a bit of everything.
const shop = `syntax = "proto3";
package shop;
import "google/protobuf/timestamp.proto";
import "google/protobuf/duration.proto";
import "google/protobuf/wrappers.proto";
import "google/protobuf/struct.proto";
import "confluent/type/decimal.proto";
import "confluent/meta.proto";
import "who.proto";

enum State { NEW = 0; DONE = 1; }

message Order {
  message Line { string sku = 1; int32 n = 2; repeated Line parts = 3; }
  int64 id = 1 [(confluent.field_meta).doc = "its number"];
  string symbol = 2;
  double price = 3;
  State state = 4;
  optional int32 rank = 5;
  people.Who who = 6;
  repeated int32 sizes = 7;
  repeated string tags = 8;
  map<string, int64> counts = 9;
  map<int32, Line> lines = 10;
  oneof pay { string card = 11; int64 cash = 12; }
  google.protobuf.Timestamp at = 13;
  google.protobuf.Duration took = 14;
  google.protobuf.StringValue note = 15;
  google.protobuf.Value any = 16;
  confluent.type.Decimal total = 17;
  bytes raw = 18;
  bool ok = 19;
  sint32 s32 = 20; sint64 s64 = 21; uint32 u32 = 22; uint64 u64 = 23; float f = 24;
  fixed32 f32 = 25; fixed64 f64 = 26; sfixed32 sf32 = 27; sfixed64 sf64 = 28;
  Order parent = 1000;
}
`

// people is a schema that shop imports.
const people = `syntax = "proto2"; package people; message Who { optional string name = 1 [default = "nobody"]; optional group Home = 2 { optional string city = 1; } }`

// texts are schemas by path.
type texts map[string]string

func (t texts) open(path string) (string, error) {
	if text, ok := t[path]; ok {
		return text, nil
	}
	return "", fs.ErrNotExist
}

// compile compiles shop.
func compile(t testing.TB) *Schema {
	t.Helper()
	s, err := Compile(context.Background(), "shop.proto", texts{"shop.proto": shop, "who.proto": people}.open)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// order is the message type.
func orderType(t testing.TB) protoreflect.MessageDescriptor {
	t.Helper()
	m, err := compile(t).Message("Order")
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// encode encodes an order in text format.
func encode(t testing.TB, m protoreflect.MessageDescriptor, text string) []byte {
	t.Helper()
	msg := dynamicpb.NewMessage(m)
	if err := (prototext.UnmarshalOptions{}).Unmarshal([]byte(text), msg); err != nil {
		t.Fatal(err)
	}
	data, err := proto.Marshal(msg)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// paths splits paths.
func paths(text string) (fields [][]string) {
	for path := range strings.FieldsSeq(text) {
		fields = append(fields, strings.Split(path, "."))
	}
	return fields
}

// TestFields: what becomes of each field, set and not.
func TestFields(t *testing.T) {
	m := orderType(t)
	for _, c := range []struct{ message, fields, want string }{
		{``, "id symbol price state rank who sizes tags counts lines card cash at took note any total raw ok",
			`{"id":0,"symbol":"","price":0,"state":"NEW","rank":null,"who":null,"sizes":[],"tags":[],"counts":{},"lines":{},"card":null,"cash":null,"at":null,"took":null,"note":null,"any":null,"total":null,"raw":"","ok":false}`},
		{`id: -1 symbol: "a\"b" price: 1.5 state: DONE rank: 0`, "rank state price symbol id", `{"id":-1,"symbol":"a\"b","price":1.5,"state":"DONE","rank":0}`},
		{`state: 7`, "state", `{"state":7}`},
		{`who { name: "ann" Home { city: "x" } }`, "who", `{"who":{"name":"ann","home":{"city":"x"}}}`},
		{`who { }`, "who.name who.home", `{"who":{"name":null,"home":null}}`},
		{``, "who.name", `{"who":null}`},
		{`sizes: [1, -2, 3] tags: ["a", "b"]`, "sizes tags", `{"sizes":[1,-2,3],"tags":["a","b"]}`},
		{`counts { key: "x" value: 3 } lines { key: -1 value { sku: "s" parts { n: 1 } } }`, "counts lines", `{"counts":{"x":3},"lines":{"-1":{"sku":"s","n":0,"parts":[{"sku":"","n":1,"parts":[]}]}}}`},
		{`card: "c"`, "card cash", `{"card":"c","cash":null}`},
		{`at { seconds: 1706688000 nanos: 123456789 } took { seconds: -1 nanos: -500000000 }`, "at took", `{"at":"2024-01-31 08:00:00.123","took":"PT-1.5S"}`},
		{`at { seconds: 5 }`, "at.seconds", `{"at":{"seconds":5}}`},
		{`note { } any { struct_value { fields { key: "k" value { list_value { values { null_value: NULL_VALUE } values { number_value: 2 } } } } } }`, "note any", `{"note":"","any":{"k":[null,2]}}`},
		{`note { value: "n" } any { }`, "note any", `{"note":"n","any":null}`},
		{`total { value: "\377\177" scale: 2 } raw: "\001"`, "total raw", `{"total":-1.29,"raw":"AQ=="}`},
		{`s32: -3 s64: -4 u32: 4294967295 u64: 18446744073709551615 f: 0.1 f32: 1 f64: 2 sf32: -1 sf64: -2`, "s32 s64 u32 u64 f f32 f64 sf32 sf64",
			`{"s32":-3,"s64":-4,"u32":4294967295,"u64":18446744073709551615,"f":0.10000000149011612,"f32":1,"f64":2,"sf32":-1,"sf64":-2}`},
		{`parent { parent { id: 3 } }`, "parent.parent.id parent.symbol", `{"parent":{"symbol":"","parent":{"id":3}}}`},
		{`id: 3`, "nothing", `{}`},
	} {
		out, err := New(m, paths(c.fields), 1<<20).Append(nil, encode(t, m, c.message))
		if err != nil || string(out) != c.want {
			t.Errorf("%s: %v\n got %s\nwant %s", c.message, err, out, c.want)
		}
	}
}

// TestOrder: fields may come in any order and more than once.
func TestOrder(t *testing.T) {
	m := orderType(t)
	for _, c := range []struct {
		parts        []string
		fields, want string
	}{
		{[]string{`id: 1`, `symbol: "b"`, `id: 2`}, "id symbol", `{"id":2,"symbol":"b"}`},
		{[]string{`who { name: "x" Home { city: "c" } }`, `id: 1`, `who { name: "y" }`, `who { }`}, "who", `{"who":{"name":"y","home":{"city":"c"}}}`},
		{[]string{`card: "x"`, `cash: 1`}, "card cash", `{"card":null,"cash":1}`},
		{[]string{`card: "x"`, `cash: 1`}, "card", `{"card":null}`},
		{[]string{`sizes: 1`, `id: 1`, `sizes: [2, 3]`}, "sizes", `{"sizes":[1,2,3]}`},
		{[]string{"raw:\x3a\x02\x01\x02", "raw:\x38\x03"}, "sizes", `{"sizes":[1,2,3]}`},      // packed, and then not
		{[]string{"raw:\x0a\x01x", "raw:\xd2\x3f\x01z"}, "id symbol", `{"id":0,"symbol":""}`}, // of another type, and unknown
	} {
		var data []byte
		for _, part := range c.parts {
			if raw, ok := strings.CutPrefix(part, "raw:"); ok {
				data = append(data, raw...)
			} else {
				data = append(data, encode(t, m, part)...)
			}
		}
		out, err := New(m, paths(c.fields), 1<<20).Append(nil, data)
		if err != nil || string(out) != c.want {
			t.Errorf("%q: %v\n got %s\nwant %s", c.parts, err, out, c.want)
		}
	}
}

// TestWrongMessages: what is cut off or too deep is an error, and leaves nothing behind.
func TestWrongMessages(t *testing.T) {
	m := orderType(t)
	for _, c := range []struct {
		data []byte
		most int
		want string
	}{
		{[]byte{0x12, 5, 'a'}, 1 << 20, jsonform.ErrTruncated.Error()},
		{[]byte{0x08}, 1 << 20, jsonform.ErrTruncated.Error()},
		{[]byte{0x00, 0x01}, 1 << 20, "invalid field number"},
		{[]byte{0x0c}, 1 << 20, "end group"},
		{encode(t, m, `symbol: "abcdefgh"`), 5, errLong.Error()},
	} {
		out, err := New(m, nil, c.most).Append([]byte("before"), c.data)
		if err == nil || !strings.Contains(err.Error(), c.want) || string(out) != "before" {
			t.Errorf("%x: %s, %v, want %s", c.data, out, err, c.want)
		}
	}
	// A chain of parents is as deep as it is long; put together from the inside it takes time by the square of that.
	sizes := []int{0}
	for range maxDepth {
		n := sizes[len(sizes)-1]
		sizes = append(sizes, 2+protowire.SizeBytes(n))
	}
	deep := []byte{}
	for i := len(sizes) - 2; i >= 0; i-- {
		deep = protowire.AppendVarint(append(deep, 0xc2, 0x3e), uint64(sizes[i]))
	}
	if _, err := New(m, paths("parent"), 1<<30).Append(nil, deep); err != errDeep {
		t.Error(err)
	}
}

// FuzzAppend: whatever the bytes, what the library takes as a message is taken here, what comes out is JSON, and its
// fields are those that reading some fields gives.
func FuzzAppend(f *testing.F) {
	m := orderType(f)
	f.Add(encode(f, m, `id: 3 symbol: "x" sizes: [1,2] who { name: "n" Home { city: "c" } } counts { key: "x" value: 3 } cash: 2 at { seconds: 3 } any { list_value { } } parent { u32: 3 }`))
	all, some := New(m, nil, 1<<20), New(m, paths("id sizes counts card parent.u32 who.home f"), 1<<20)
	f.Fuzz(func(t *testing.T, data []byte) {
		theirs := proto.Unmarshal(data, dynamicpb.NewMessage(m))
		whole, err := all.Append(nil, data)
		if theirs == nil && err != nil && err != errLong {
			t.Fatalf("%x: refused: %v", data, err)
		}
		part, partly := some.Append(nil, data)
		if err != nil {
			return
		}
		if partly != nil {
			t.Fatalf("%x: some fields: %v", data, partly)
		}
		var full, picked map[string]any
		if json.Unmarshal(whole, &full) != nil || json.Unmarshal(part, &picked) != nil {
			t.Fatalf("no JSON: %s, %s", whole, part)
		}
		for _, name := range []string{"id", "sizes", "counts", "card", "f"} {
			a, _ := json.Marshal(full[name])
			if b, _ := json.Marshal(picked[name]); string(a) != string(b) {
				t.Fatalf("%s: %s and %s", name, a, b)
			}
		}
	})
}
