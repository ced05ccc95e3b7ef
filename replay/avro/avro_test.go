package avro

import (
	"encoding/json"
	"math"
	"math/big"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/twmb/avro"

	"github.com/velo-plan/velo-plan/replay/jsonform"
)

// encode encodes a value by the library.
func encode(t testing.TB, schema string, value any) []byte {
	t.Helper()
	data, err := avro.MustParse(schema).Encode(value)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// newDecoder returns a decoder of a schema.
func newDecoder(schema string, references []string, fields [][]string, most int) (*Decoder, error) {
	s, err := Parse(schema, references)
	if err != nil {
		return nil, err
	}
	return s.Decoder(fields, most)
}

// decode decodes a value.
func decode(t testing.TB, schema string, data []byte, fields ...[]string) string {
	t.Helper()
	d, err := newDecoder(schema, nil, fields, 1<<20)
	if err != nil {
		t.Fatal(err)
	}
	out, err := d.Append(nil, data)
	if err != nil {
		t.Fatal(err)
	}
	if !json.Valid(out) {
		t.Fatalf("no JSON: %s", out)
	}
	return string(out)
}

// TestForms: what becomes of a value of each type.
func TestForms(t *testing.T) {
	at := time.Date(2024, 1, 31, 8, 0, 0, 123_456_789, time.UTC)
	for _, c := range []struct {
		schema string
		value  any
		want   string
	}{
		{`"null"`, nil, `null`},
		{`"boolean"`, true, `true`},
		{`"int"`, int32(-5), `-5`},
		{`"long"`, int64(math.MinInt64), `-9223372036854775808`},
		{`"float"`, float32(0.1), `0.10000000149011612`},
		{`"double"`, 1e21, `1e+21`},
		{`"double"`, math.NaN(), `"NaN"`},
		{`"double"`, math.Inf(1), `"inf"`},
		{`"double"`, math.Inf(-1), `"-inf"`},
		{`"string"`, "a\"b\\c\nd\x01é, and some more", `"a\"b\\c\u000ad\u0001é, and some more"`},
		{`"bytes"`, []byte{1, 2, 255}, `"AQL/"`},
		{`{"type":"fixed","name":"F","size":2}`, []byte{1, 2}, `"AQI="`},
		{`{"type":"fixed","name":"F","size":16,"logicalType":"uuid"}`, [16]byte{0: 0x12, 15: 0xff}, `"12000000-0000-0000-0000-0000000000ff"`},
		{`{"type":"string","logicalType":"uuid"}`, "12000000-0000-0000-0000-0000000000ff", `"12000000-0000-0000-0000-0000000000ff"`},
		{`{"type":"enum","name":"E","symbols":["A","B"]}`, "B", `"B"`},
		{`{"type":"array","items":"int"}`, []int32{1, 2}, `[1,2]`},
		{`{"type":"array","items":"null"}`, []any{nil, nil}, `[null,null]`},
		{`{"type":"map","values":"int"}`, map[string]int32{"x": 1}, `{"x":1}`},
		{`["null","string"]`, "x", `"x"`},
		{`["null","string"]`, nil, `null`},
		{`{"type":"bytes","logicalType":"decimal","precision":9,"scale":2}`, big.NewRat(-5, 100), `-0.05`},
		{`{"type":"bytes","logicalType":"decimal","precision":9,"scale":2}`, big.NewRat(12345, 100), `123.45`},
		{`{"type":"bytes","logicalType":"decimal","precision":40,"scale":1}`, new(big.Rat).SetFrac(new(big.Int).Neg(big10(30)), big.NewInt(10)), `-100000000000000000000000000000.0`},
		{`{"type":"fixed","name":"F","size":4,"logicalType":"decimal","precision":9,"scale":0}`, big.NewRat(7, 1), `7`},
		{`{"type":"int","logicalType":"date"}`, time.Date(1969, 12, 31, 0, 0, 0, 0, time.UTC), `"1969-12-31"`},
		{`{"type":"long","logicalType":"timestamp-millis"}`, at, `"2024-01-31 08:00:00.123"`},
		{`{"type":"long","logicalType":"timestamp-micros"}`, at, `"2024-01-31 08:00:00.123"`},
		{`{"type":"long","logicalType":"timestamp-micros"}`, time.UnixMicro(-1), `"1969-12-31 23:59:59.999"`},
		{`{"type":"long","logicalType":"local-timestamp-millis"}`, at, `"2024-01-31 08:00:00.123"`},
		{`{"type":"int","logicalType":"time-millis"}`, 1500 * time.Millisecond, `1500`},
	} {
		if got := decode(t, c.schema, encode(t, c.schema, c.value)); got != c.want {
			t.Errorf("%s: %s, want %s", c.schema, got, c.want)
		}
	}
	month := []byte{1, 0, 0, 0, 2, 0, 0, 0, 0xbc, 0x0b, 0, 0}
	if got := decode(t, `{"type":"fixed","name":"F","size":12,"logicalType":"duration"}`, month); got != `"P1M2DT3.004S"` {
		t.Error(got)
	}
	own := `{"type":"record","name":"R","fields":[{"name":"p","type":"bytes","decimalScale":3,"decimalPrecision":9}]}`
	if got := decode(t, own, []byte{4, 0x30, 0x39}); got != `{"p":12.345}` {
		t.Error(got)
	}
}

// big10 is a power of ten.
func big10(n int64) *big.Int { return new(big.Int).Exp(big.NewInt(10), big.NewInt(n), nil) }

// nested is a schema with a bit of all that has to be passed over.
const nested = `{"type":"record","name":"shop.Order","fields":[
	{"name":"id","type":"long"},
	{"name":"flag","type":"boolean"},
	{"name":"price","type":"double"},
	{"name":"who","type":["null",{"type":"record","name":"Who","fields":[{"name":"name","type":"string"},{"name":"age","type":["null","int"]}]}]},
	{"name":"tags","type":{"type":"array","items":"string"}},
	{"name":"by","type":{"type":"map","values":"Who"}},
	{"name":"state","type":{"type":"enum","name":"State","symbols":["NEW","DONE"]}},
	{"name":"parent","type":["null","Order"]},
	{"name":"tail","type":"float"}]}`

// order is a value of nested.
func order(id int64, parent any) map[string]any {
	who := func(name string, age any) map[string]any { return map[string]any{"name": name, "age": age} }
	return map[string]any{"id": id, "flag": true, "price": 1.5, "who": who("ann", int32(40)), "tags": []any{"x", "y"},
		"by": map[string]any{"b": who("bob", nil)}, "state": "DONE", "parent": parent, "tail": float32(2)}
}

// TestFields: only what is wanted is there, wherever it is.
func TestFields(t *testing.T) {
	data := encode(t, nested, order(7, order(6, nil)))
	for _, c := range []struct{ fields, want string }{
		{"id", `{"id":7}`},
		{"tail", `{"tail":2}`},
		{"tail id", `{"id":7,"tail":2}`},
		{"who.age state", `{"who":{"age":40},"state":"DONE"}`},
		{"who.age who", `{"who":{"name":"ann","age":40}}`},
		{"by.b.name by.c.name", `{"by":{"b":{"name":"bob"}}}`},
		{"parent.who.name parent.parent.id", `{"parent":{"who":{"name":"ann"},"parent":null}}`},
		{"tags", `{"tags":["x","y"]}`},
		{"nothing id.x tags.x who.nothing", `{"who":{}}`},
		{"parent", `{"parent":{"id":6,"flag":true,"price":1.5,"who":{"name":"ann","age":40},"tags":["x","y"],"by":{"b":{"name":"bob","age":null}},"state":"DONE","parent":null,"tail":2}}`},
	} {
		var fields [][]string
		for path := range strings.FieldsSeq(c.fields) {
			fields = append(fields, strings.Split(path, "."))
		}
		if got := decode(t, nested, data, fields...); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.fields, got, c.want)
		}
	}
}

// TestWrongValues: each has an error that says what is wrong, at every place where a value can be cut off.
func TestWrongValues(t *testing.T) {
	data := encode(t, nested, order(7, order(6, nil)))
	for _, fields := range [][][]string{nil, {{"id"}}, {{"tail"}}, {{"by", "b"}}} {
		d, err := newDecoder(nested, nil, fields, 1<<20)
		if err != nil {
			t.Fatal(err)
		}
		for n := range data {
			if out, err := d.Append([]byte("before"), data[:n]); err == nil || string(out) != "before" {
				t.Fatalf("%v: %d of %d bytes: %s, %v", fields, n, len(data), out, err)
			}
		}
		if _, err := d.Append(nil, append(data[:len(data):len(data)], 0)); err != errLeft {
			t.Errorf("%v: a byte too many: %v", fields, err)
		}
	}
	deep := strings.Repeat("\x02", maxDepth+1) // each is a list of one list
	for _, c := range []struct{ schema, data, want string }{
		{`"long"`, "\xff\xff\xff\xff\xff\xff\xff\xff\xff\x7f", errVarint.Error()},
		{`"string"`, "\x01", errNegative.Error()},
		{`"string"`, "\x7e", jsonform.ErrTruncated.Error()},
		{`"boolean"`, "\x02", errBoolean.Error()},
		{`["null","int"]`, "\x04", "number of a type below 2, found 2"},
		{`{"type":"enum","name":"E","symbols":["A"]}`, "\x02", "number of a name below 1, found 1"},
		{`{"type":"array","items":"null"}`, "\xfe\xff\xff\xff\xff\xff\xff\xff\xff\x01", errLong.Error()},
		{`{"type":"array","items":{"type":"record","name":"N","fields":[]}}`, "\xfe\xff\xff\xff\xff\xff\xff\xff\xff\x01", errLong.Error()},
		{`{"type":"record","name":"R","fields":[{"name":"r","type":{"type":"array","items":"R"}}]}`, deep, errDeep.Error()},
		{`{"type":"bytes","logicalType":"decimal","precision":9,"scale":2}`, "\xa0\x1f" + strings.Repeat("\x01", 2000), "a decimal of at most"},
	} {
		d, err := newDecoder(c.schema, nil, nil, 1<<20)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := d.Append(nil, []byte(c.data)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %s", c.schema, err, c.want)
		}
	}
	// What is passed over is no less bounded.
	d, err := newDecoder(`{"type":"record","name":"R","fields":[{"name":"a","type":{"type":"array","items":"null"}},{"name":"b","type":"int"}]}`, nil, [][]string{{"b"}}, 100)
	if err != nil {
		t.Fatal(err)
	}
	if out, err := d.Append(nil, []byte("\xfe\xff\xff\xff\xff\xff\xff\xff\xff\x01\x00\x0a")); err != nil || string(out) != `{"b":5}` {
		t.Errorf("%s %v", out, err)
	}
}

// TestWrongSchemas: what is no schema of records is refused.
func TestWrongSchemas(t *testing.T) {
	for _, c := range []struct{ schema, want string }{
		{`{`, "unexpected"},
		{`{"type":"record","name":"R","fields":[{"name":"x","type":"Unknown"}]}`, "Unknown"},
		{`"string"`, errNoRecord.Error()},
		{`{"type":"array","items":"string"}`, errNoRecord.Error()},
		{strings.Repeat(" ", maxSchema) + `"string"`, "longer than"},
		{strings.Repeat(`{"type":"array","items":`, 20_000) + `"int"` + strings.Repeat("}", 20_000), "deep"},
	} {
		if _, err := newDecoder(c.schema, nil, [][]string{{"x"}}, 1<<20); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%.60s: %v, want %s", c.schema, err, c.want)
		}
	}
}

// TestReferences: a schema may name types of others.
func TestReferences(t *testing.T) {
	who := `{"type":"record","name":"Who","namespace":"a","fields":[{"name":"name","type":"string"}]}`
	team := `{"type":"record","name":"b.Team","fields":[{"name":"lead","type":"a.Who"},{"name":"n","type":"int"}]}`
	d, err := newDecoder(team, []string{who}, [][]string{{"lead", "name"}}, 100)
	if err != nil {
		t.Fatal(err)
	}
	out, err := d.Append(nil, []byte("\x06ann\x02"))
	if diff := cmp.Diff(`{"lead":{"name":"ann"}}`, string(out)); err != nil || diff != "" {
		t.Error(err, diff)
	}
}

// TestColumns: what a schema says of the columns of its records, and which fields they have.
func TestColumns(t *testing.T) {
	s, err := Parse(`["null",{"type":"record","name":"R","fields":[{"name":"id","type":"long"},{"name":"who","type":["null","string"]},
		{"name":"x","type":["int","string"]},{"name":"in","type":["null",{"type":"record","name":"I","fields":[{"name":"deep","type":"int"}]}]},
		{"name":"m","type":{"type":"map","values":"R"}},{"name":"d","type":["null",{"type":"bytes","logicalType":"decimal","precision":9,"scale":2}]},
		{"name":"at","type":{"type":"long","logicalType":"timestamp-millis"}},{"name":"day","type":{"type":"int","logicalType":"date"}}]}]`, nil)
	if err != nil {
		t.Fatal(err)
	}
	want := []jsonform.Column{{Name: "id", Type: "BIGINT"}, {Name: "who", Type: "STRING"}, {Name: "x"}, {Name: "in"}, {Name: "m"}, {Name: "d", Type: "DECIMAL(9, 2)"},
		{Name: "at", Type: "TIMESTAMP"}, {Name: "day", Type: "DATE"}}
	if diff := cmp.Diff(want, s.Columns()); diff != "" {
		t.Error(diff)
	}
	for path, known := range map[string]string{"id": "", "who": "", "in.deep": "", "m.any.id": "", "x.y": "", "orgin": "id who x in m d at day", "in.dep": "deep", "id.x": ""} {
		names, ok := s.Has(strings.Split(path, "."))
		if strings.Join(names, " ") != known || ok == (known != "" || path == "id.x") {
			t.Errorf("%s: %v %v", path, names, ok)
		}
	}
}
