package scalar

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

func TestWhatIsNoJSON(t *testing.T) {
	for text, want := range map[string]string{
		``:                           "ends where a value",
		`  `:                         "ends where a value",
		`nul`:                        "null was expected",
		`truE`:                       "true was expected",
		`1 2`:                        "'2' at byte 2 where end of the value",
		`01`:                         "a value",
		`.5`:                         "a value",
		`"abc`:                       "ends where the closing quote",
		`"a` + "\n" + `"`:            "a character of a string",
		`"\x"`:                       `unknown escape \x`,
		`"\u12g4"`:                   "four hex digits",
		`"\`:                         "closing quote",
		"\"\xff\"":                   "not UTF-8",
		`[1,]`:                       "']' at byte 3 where a value",
		`[1 2]`:                      "',' or ']'",
		`[`:                          "ends where a value",
		`[1`:                         "ends where ',' or ']'",
		`{"a"}`:                      "where ':'",
		`{"a":}`:                     "a value",
		`{a:1}`:                      "a name",
		`{"a":1,}`:                   "a name",
		`{"a":1`:                     "',' or '}'",
		`{"\q":1}`:                   "unknown escape",
		`[1e9999999999999999999]`:    "beyond 10^18",
		strings.Repeat("[", 10_001):  "deeper than 10000",
		strings.Repeat("[", 500_000): "deeper than 10000",
	} {
		v, err := FromJSON([]byte(text))
		if err == nil {
			t.Errorf("%.40q is %s", text, v)
		} else if !strings.Contains(err.Error(), want) {
			t.Errorf("%.40q: %v, want %s", text, err, want)
		}
	}
}

func TestDeepestJSON(t *testing.T) {
	const depth = 10_000
	text := strings.Repeat("[", depth) + strings.Repeat("]", depth)
	if got := value(t, text).String(); got != text {
		t.Error("the deepest array is changed")
	}
}

func TestManySiblingsAreNotDeep(t *testing.T) {
	text := "[" + strings.Repeat("[],", 20_000) + "{}]"
	if got := value(t, text).String(); got != text {
		t.Error("a long array is changed")
	}
}

func TestEveryCharacterOfAString(t *testing.T) {
	for c := range rune(0x300) {
		quoted, _ := json.Marshal(string(c))
		checkJSON(t, quoted)
		checkJSON(t, fmt.Appendf(nil, `[%s,{%s:"\u%04x"}]`, quoted, quoted, c))
	}
}

// A canonical form that is put in order anew on each level would take minutes here.
func TestCanonicalFormIsLinear(t *testing.T) {
	const depth = 5_000
	text := strings.Repeat(`{"b":1,"a":`, depth) + `"` + strings.Repeat("x", 4<<20) + `"` + strings.Repeat("}", depth)
	start := time.Now()
	value(t, text)
	if took := time.Since(start); took > time.Minute {
		t.Errorf("took %v", took)
	}
}

// decode is the slow twin: what encoding/json makes of a text, with numbers by their value.
func decode(text []byte) (any, error) {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		return nil, err
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, errors.New("more than one value")
	}
	if !utf8.Valid(text) {
		return nil, errors.New("not UTF-8")
	}
	return byValue(v), nil
}

func byValue(v any) any {
	switch v := v.(type) {
	case json.Number:
		return string(appendDecimal(nil, []byte(v)))
	case []any:
		for i := range v {
			v[i] = byValue(v[i])
		}
	case map[string]any:
		for k := range v {
			v[k] = byValue(v[k])
		}
	}
	return v
}

// plainOf turns a value into what decode makes of its text.
func plainOf(t testing.TB, v Value) any {
	switch v.Kind() {
	case KindNull:
		return nil
	case KindBool:
		return v.IsTrue()
	case KindNumber:
		return string(appendDecimal(nil, v.Text()))
	case KindString:
		return string(v.Text())
	}
	decoded, err := decode(v.Text())
	if err != nil {
		t.Fatalf("the canonical form %s is no JSON: %v", v, err)
	}
	return decoded
}

func checkJSON(t testing.TB, text []byte) {
	want, wantErr := decode(text)
	v, err := FromJSON(text)
	if err != nil && strings.Contains(err.Error(), "beyond 10^18") {
		return // encoding/json has no bound
	}
	if (err == nil) != (wantErr == nil) {
		t.Fatalf("%q: %v, encoding/json says %v", text, err, wantErr)
	}
	if err != nil {
		return
	}
	if got := plainOf(t, v); !reflect.DeepEqual(got, want) {
		t.Fatalf("%q is %v, encoding/json says %v", text, got, want)
	}
	got, all, err := FromWellFormed(bytes.TrimSpace(text), []byte("before"))
	if err != nil || got.Kind() != v.Kind() || !bytes.Equal(got.Text(), v.Text()) || !bytes.HasPrefix(all, []byte("before")) {
		t.Fatalf("%q is %v when known to be well-formed, and %v when not (%v)", text, got, v, err)
	}
	if v.Kind() != KindJSON {
		return
	}
	again, err := FromJSON(v.Text())
	if err != nil || !bytes.Equal(again.Text(), v.Text()) {
		t.Fatalf("the canonical form of %q is %s and then %s (%v)", text, v, again, err)
	}
}

// Every text of up to seven characters of a small alphabet, against encoding/json.
func TestJSONAgainstEncodingJSON(t *testing.T) {
	var all func(text []byte, alphabet string, left int)
	all = func(text []byte, alphabet string, left int) {
		checkJSON(t, text)
		for i := 0; left > 0 && i < len(alphabet); i++ {
			all(append(text, alphabet[i]), alphabet, left-1)
		}
	}
	all(nil, `{"a:1,}`, 6)
	all(nil, `[-0.1e,]`, 6)
	all([]byte(`"`), "\"\\u0d8\x1f\xc3\xa9", 4)
	all([]byte(`{"a":1,`), `"ab:2}`, 6)
}

func FuzzFromJSON(f *testing.F) {
	for _, text := range []string{
		`{"b":[1.0,null,true],"a":"\u0041","b":{"x":-0}}`, `"\ud83d\ude00\ud800x"`, `[[],{},"",0]`, "\"\xff\"", `{"a":1,"\u0061":2}`, ` 1e5 `,
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) { checkJSON(t, text) })
}

func BenchmarkFromJSON(b *testing.B) {
	for _, text := range []string{`"AAPL"`, `"\u0041APL"`, `12.50`, `{"b":[1,2,3],"a":{"x":"y"}}`} {
		b.Run(text, func(b *testing.B) {
			raw := []byte(text)
			b.SetBytes(int64(len(raw)))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := FromJSON(raw); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// TestNumberThatDoesNotCount: a number beyond all bounds is no fault where another member takes its place.
func TestNumberThatDoesNotCount(t *testing.T) {
	v, err := FromJSON([]byte(`{"a":1e9999999999999999999,"a":1}`))
	want, _ := FromJSON([]byte(`{"a":1}`))
	if err != nil || !bytes.Equal(AppendKey(nil, v), AppendKey(nil, want)) {
		t.Errorf("error %v, %q", err, AppendKey(nil, v))
	}
	for _, text := range []string{`1e9999999999999999999`, `{"a":1,"a":1e9999999999999999999}`, `[{"b":[1e9999999999999999999]}]`} {
		if _, err := FromJSON([]byte(text)); err == nil || !strings.Contains(err.Error(), "beyond 10^18") {
			t.Errorf("%s: %v", text, err)
		}
	}
}
