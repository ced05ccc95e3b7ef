package counting

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"github.com/velo-plan/velo-plan/strategies/scalar"
)

func keyOfJSON(t testing.TB, parts ...string) []byte {
	var key []byte
	for _, p := range parts {
		v, err := scalar.FromJSON([]byte(p))
		if err != nil {
			t.Fatal(err)
		}
		key = scalar.AppendKey(key, v)
	}
	return key
}

func TestKeyText(t *testing.T) {
	for _, c := range []struct {
		parts []string
		want  string
	}{
		{nil, ``},
		{[]string{`"AAPL"`}, `"AAPL"`},
		{[]string{`null`, `true`, `false`, `""`}, `null, true, false, ""`},
		{[]string{`1`, `"1"`}, `1, "1"`},
		{[]string{`1200`, `-0.00012`, `12.5`, `-1e3`, `0`, `1e20`, `1e21`, `1e999999999`, `1e-30`}, `1200, -0.00012, 12.5, -1000, 0, 100000000000000000000, 1e21, 1e999999999, 1e-30`},
		{[]string{`"a\"b\\\n\u0000\u001b[31m"`}, `"a\"b\\\u000a\u0000\u001b[31m"`},
		{[]string{`"é日 \u202e\u00a0\ud83d\ude00"`}, `"é日 \u202e\u00a0😀"`},
		{[]string{`{"b":[1,"x\n"],"a":null}`}, `{"a":null,"b":[1,"x\u000a"]}`},
		{[]string{`"` + strings.Repeat("x", 200) + `"`}, `"` + strings.Repeat("x", 119) + "…"},
		{[]string{`"\udb40\udc01"`}, `"\U000e0001"`},
	} {
		if got := KeyText(keyOfJSON(t, c.parts...)); got != c.want {
			t.Errorf("%v: %s, want %s", c.parts, got, c.want)
		}
	}
	if got := KeyText(keyOfJSON(t, `"abcdef"`)[:5]); got != `"abc…` {
		t.Errorf("a key that was cut off: %s", got)
	}
}

// TestKeyTextOfAnything: any bytes make one printable line of bounded length.
func TestKeyTextOfAnything(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		key := rapid.SliceOf(rapid.Byte()).Draw(t, "key")
		text := KeyText(key)
		if !utf8.ValidString(text) || utf8.RuneCountInString(text) > keyTextRunes+1 {
			t.Fatalf("%q", text)
		}
		for _, r := range text {
			if r < ' ' || r >= 0x7f && r < 0xa0 || r == 0x202e {
				t.Fatalf("%q", text)
			}
		}
	})
}

func TestHasNull(t *testing.T) {
	for _, c := range []struct {
		parts []string
		want  bool
	}{
		{[]string{"null"}, true}, {[]string{`"null"`, "1"}, false}, {[]string{`"a"`, "null"}, true}, {[]string{"true", "false", "1.5", `{"a":null}`}, false}, {nil, false},
	} {
		if key := keyOfJSON(t, c.parts...); HasNull(key) != c.want {
			t.Errorf("%v: %v", c.parts, !c.want)
		}
	}
	if HasNull(keyOfJSON(t, `"a long text"`)[:5]) {
		t.Error("a key that is cut off")
	}
}
