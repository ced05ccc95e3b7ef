package scalar

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// value reads a JSON value that the test knows to be one.
func value(t testing.TB, json string) Value {
	t.Helper()
	v, err := FromJSON([]byte(json))
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// The format is a contract: these bytes must not change.
func TestKeyBytes(t *testing.T) {
	for json, want := range map[string]string{
		`null`:                            "\x00",
		`false`:                           "\x01",
		`true`:                            "\x02",
		`0`:                               "\x03\x010",
		`-12.50`:                          "\x03\x07-125e-1",
		`1000`:                            "\x03\x031e3",
		`"1"`:                             "\x04\x011",
		`""`:                              "\x04\x00",
		`"\u0041\n"`:                      "\x04\x02A\n",
		`"Zürich"`:                        "\x04\x07Z\xc3\xbcrich",
		`{}`:                              "\x05\x02{}",
		`[ ]`:                             "\x05\x02[]",
		`{"b":[1.0,null],"a":"\/","b":2}`: "\x05\x0f" + `{"a":"/","b":2}`,
	} {
		if got := string(AppendKey([]byte("x"), value(t, json))); got != "x"+want {
			t.Errorf("key of %s = %q, want %q", json, got, "x"+want)
		}
	}
	for _, n := range []int{127, 128, 300, 20_000} {
		long := strings.Repeat("7", n)
		for tag, json := range map[string]string{"\x03": long, "\x04": `"` + long + `"`} {
			want := string(binary.AppendUvarint([]byte(tag), uint64(n))) + long
			if got := string(AppendKey([]byte("before"), value(t, json))); got != "before"+want {
				t.Errorf("the key of %d digits is wrong", n)
			}
		}
	}
}

// sameValue reports whether a and b have the same type and value; null equals null here, as in a key.
func sameValue(a, b Value) bool {
	if a.kind == KindNumber && b.kind == KindNumber {
		return parseDecimal(a.text).compare(parseDecimal(b.text)) == 0
	}
	return a.kind == b.kind && bytes.Equal(a.text, b.text)
}

func TestEqualSpellings(t *testing.T) {
	classes := [][]string{
		{`1`, `1.0`, `1e0`, `10E-1`, ` 1 `}, {`"1"`, `"\u0031"`}, {`0`, `-0`, `0.0e5`}, {`null`}, {`""`}, {`"null"`}, {`"NULL"`},
		{`9007199254740993`, `9007199254740993.0`}, {`9007199254740992`}, {`true`}, {`"true"`}, {`false`}, {`[]`, `[ ]`}, {`{}`}, {`[null]`}, {`[[]]`},
		{`"A"`, `"\u0041"`}, {`"a"`}, {`"😀"`, `"\ud83d\ude00"`, `"\uD83D\uDE00"`}, {`"\ufffd"`, `"\ud83d"`},
		{`{"a":1,"b":2}`, `{"b":2.0,"a":1e0}`, `{ "a" : 7 , "b":2, "a":1}`, `{"\u0061":1,"b":2}`}, {`{"a":2,"b":1}`}, {`{"a":"1","b":2}`},
		{`[1,2]`, `[1.0, 2]`}, {`[2,1]`}, {`["a,b"]`}, {`["a","b"]`}, {`"[1,2]"`}, {`["\""]`, `["\u0022"]`}, {`["\\"]`}, {`["\u001f"]`, `["\u001F"]`}, {`["/"]`, `["\/"]`},
	}
	for i, class := range classes {
		for j, other := range classes {
			for _, a := range class {
				for _, b := range other {
					v, w := value(t, a), value(t, b)
					same := bytes.Equal(AppendKey(nil, v), AppendKey(nil, w))
					if same != (i == j) || sameValue(v, w) != (i == j) {
						t.Errorf("%s and %s: same key %v, equal %v", a, b, same, sameValue(v, w))
					}
				}
			}
		}
	}
}

// genValue draws values that are easily confused.
var genValue = rapid.Custom(func(t *rapid.T) Value {
	text := rapid.OneOf(
		genNumber,
		rapid.SampledFrom([]string{`null`, `true`, `false`, `[]`, `{}`, `[1,"1"]`, `{"a":1}`, `""`, `"null"`, `"true"`}),
		rapid.Map(rapid.StringOfN(rapid.SampledFrom([]rune("01\x00\x01\x03\x04ab|,é")), 0, 4, -1), func(s string) string {
			return string(appendQuoted(nil, []byte(s)))
		}),
	).Draw(t, "json")
	v, err := FromJSON([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return v
})

// Bytes that are no key are told, wherever they end.
func TestCutKeyOfNoKey(t *testing.T) {
	for _, key := range []string{"", "\x06", "\x03", "\x04\x05abcd", "\x04\xff", "\x05\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"} {
		if v, _, ok := CutKey([]byte(key)); ok {
			t.Errorf("%q is %v", key, v)
		}
	}
}

// Two keys have the same bytes exactly when they have the same number of parts and equal parts.
func TestKeysAreFramed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		keys := rapid.SliceOfN(genValue, 0, 4)
		a, b := keys.Draw(t, "a"), keys.Draw(t, "b")
		join := func(key []Value) (bytes []byte) {
			for _, v := range key {
				bytes = AppendKey(bytes, v)
			}
			return bytes
		}
		if same := bytes.Equal(join(a), join(b)); same != slices.EqualFunc(a, b, sameValue) {
			t.Fatalf("%v and %v have the same bytes: %v", a, b, same)
		}
		rest := join(a)
		for i, v := range a {
			var got Value
			var ok bool
			if got, rest, ok = CutKey(rest); !ok || !sameValue(got, v) {
				t.Fatalf("part %d of %v is cut as %v", i, a, got)
			}
		}
		if _, _, ok := CutKey(rest); ok || len(rest) > 0 {
			t.Fatalf("%d bytes are left of %v", len(rest), a)
		}
		// However the parts are taken together, the bytes are those of the whole.
		cut := rapid.IntRange(0, len(a)).Draw(t, "cut")
		if !bytes.Equal(append(join(a[:cut]), join(a[cut:])...), join(a)) {
			t.Fatalf("the bytes of %v change when it is cut at %d", a, cut)
		}
	})
}

func TestEngineText(t *testing.T) {
	for json, want := range map[string]string{
		`null`: "NULL", `true`: "true", `false`: "false", `"a b"`: "a b", `""`: "",
		`1`: "1", `-5`: "-5", `1.0`: "1", `1e0`: "1", `12.50`: "12.5", `0.1`: "0.1", `-0.5`: "-0.5", `1e21`: "1000000000000000000000",
		`1e-7`: "0.0000001", `0`: "0", `-0`: "-0", `-0.0`: "-0", `9007199254740993`: "9007199254740993", `9007199254740993.0`: "9007199254740992",
		`9223372036854775807`: "9223372036854775807", `9223372036854775808`: "9223372036854776000", `18446744073709551615`: "18446744073709552000",
		`1e400`: "inf", `-1e400`: "-inf", `1e-400`: "0", `0.30000000000000004`: "0.30000000000000004",
		`[]`: "[]", `[1, "a", null, 100]`: "[1, a, NULL, 100]", `{"b":1,"a":[true]}`: "{a: [true], b: 1}",
	} {
		if got := string(AppendEngineText([]byte("x"), value(t, json))); got != "x"+want {
			t.Errorf("the engine's text of %s = %s, want %s", json, got[1:], want)
		}
	}
}

func TestRawText(t *testing.T) {
	for json, want := range map[string]string{
		`null`: "", `true`: "true", `"a|b"`: "a|b", `42`: "42", `-42`: "-42", `100`: "100", `1e2`: "100", `1.0`: "1", `2.50`: "2.5", `-0.050`: "-0.05",
		`0`: "0", `-0`: "0", `9007199254740993`: "9007199254740993", `1e1001`: "1e1001", `12e-1001`: "12e-1001", `[1.0, "a"]`: `[1,"a"]`,
	} {
		if got := string(AppendRawText([]byte("x"), value(t, json))); got != "x"+want {
			t.Errorf("the raw text of %s = %s, want %s", json, got[1:], want)
		}
	}
	if got := len(AppendRawText(nil, value(t, "1e1000"))); got != 1001 {
		t.Errorf("1e1000 has %d digits", got)
	}
}

func TestValueTexts(t *testing.T) {
	for _, c := range []struct {
		v    Value
		kind Kind
		text string
	}{
		{Null(), KindNull, "NULL"}, {Value{}, KindNull, "NULL"}, {Bool(true), KindBool, "true"}, {Bool(false), KindBool, "false"},
		{Int(-7), KindNumber, "-7"}, {number(t, "1.50"), KindNumber, "1.50"}, {String("a\"b"), KindString, `a"b`}, {StringBytes([]byte("x")), KindString, "x"},
		{value(t, `{"b":1, "a":2.0}`), KindJSON, `{"a":2,"b":1}`},
	} {
		if c.v.Kind() != c.kind || c.v.String() != c.text || c.v.IsNull() != (c.kind == KindNull) || c.v.IsTrue() != (c.text == "true") {
			t.Errorf("%s %q, want %s %q", c.v.Kind(), c.v, c.kind, c.text)
		}
		if c.kind != KindNull && string(c.v.Text()) != c.text || c.kind == KindNull && c.v.Text() != nil {
			t.Errorf("the text of %s is %q", c.v, c.v.Text())
		}
	}
	if got := fmt.Sprint(KindNull, KindBool, KindNumber, KindString, KindJSON); got != "null boolean number string object or array" {
		t.Errorf("kinds are %s", got)
	}
}

func BenchmarkAppendKey(b *testing.B) {
	for _, json := range []string{`"AAPL"`, `123456`, `12.50`, `null`, `{"a":1,"b":"x"}`} {
		b.Run(json, func(b *testing.B) {
			v := value(b, json)
			want, buffer := AppendKey(nil, v), make([]byte, 0, 64)
			b.ReportAllocs()
			for b.Loop() {
				buffer = AppendKey(buffer[:0], v)
			}
			if !bytes.Equal(buffer, want) {
				b.Fatal("the bytes change")
			}
		})
	}
}
