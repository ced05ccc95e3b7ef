package scalar

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/big"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// number parses a number that the test knows to be one.
func number(t testing.TB, text string) Value {
	t.Helper()
	v, ok := ParseNumber([]byte(text))
	if !ok {
		t.Fatalf("%q is no number", text)
	}
	return v
}

func TestNumbersInCanonicalForm(t *testing.T) {
	for text, want := range map[string]string{
		"0": "0", "-0": "0", "0.0": "0", "-0.00e7": "0", "0e99999999999999999999": "0",
		"1": "1", "1.0": "1", "1e0": "1", "10e-1": "1", "0.1e1": "1", "1.000E+00": "1",
		"-1": "-1", "100": "1e2", "1e2": "1e2", "0.01": "1e-2", "12.50": "125e-1", "-120.0": "-12e1",
		"9007199254740993": "9007199254740993", "18446744073709551616": "18446744073709551616",
		"1e999999999": "1e999999999", "10e999999998": "1e999999999", "0.00001e999999999999999999": "1e999999999999999994",
		"123456789012345678901234567890.123": "123456789012345678901234567890123e-3",
	} {
		if got := string(appendDecimal(nil, number(t, text).text)); got != want {
			t.Errorf("%s in canonical form is %s, want %s", text, got, want)
		}
	}
}

func TestWhatIsNoNumber(t *testing.T) {
	for _, text := range []string{
		"", "-", "+1", "01", "-01", "1.", ".5", "1e", "1e+", "1 ", " 1", "1x", "0x1", "NaN", "Infinity", "1e1.5", "--1",
		"1e1000000000000000001", "-1e-1000000000000000001", "1e99999999999999999999",
	} {
		if v, ok := ParseNumber([]byte(text)); ok {
			t.Errorf("%q is the number %s", text, v)
		}
	}
}

func TestCompareNumbers(t *testing.T) {
	ordered := []string{
		"-1e999999999", "-1e99", "-100.5", "-100", "-99", "-1", "-0.5", "-5e-999999999", "0",
		"5e-999999999", "0.05", "0.5", "0.51", "1", "1.5", "2", "10", "99", "100", "1e99", "1.1e99", "1e999999999",
	}
	for i, a := range ordered {
		for j, b := range ordered {
			x, y := parseDecimal([]byte(a)), parseDecimal([]byte(b))
			want := min(max(i-j, -1), 1)
			if got := x.compare(y); got != want {
				t.Errorf("compare(%s, %s) = %d, want %d", a, b, got, want)
			}
		}
	}
}

func TestInt64(t *testing.T) {
	for text, want := range map[string]string{
		"7": "7", "-7": "-7", "-0": "0", "7.0": "7", "1.2e3": "1200", "9223372036854775807": "9223372036854775807",
		"-9223372036854775808": "-9223372036854775808", "9223372036854775807.0": "9223372036854775807",
		"9223372036854775808": "no", "9223372036854775808.0": "no", "7.5": "no", "1e19": "no", "1e999999999": "no", "-1e18": "-1000000000000000000",
	} {
		i, ok := number(t, text).Int64()
		if got := fmt.Sprint(i); ok && got != want || ok == (want == "no") {
			t.Errorf("%s as an integer is %s %v, want %s", text, got, ok, want)
		}
	}
	for _, v := range []Value{Null(), Bool(true), String("7")} {
		if _, ok := v.Int64(); ok {
			t.Errorf("the %s %s is an integer", v.Kind(), v)
		}
	}
}

// genNumber draws a number in any spelling.
var genNumber = rapid.StringMatching(`-?(0|[1-9][0-9]{0,4})(\.[0-9]{1,4})?([eE][+-]?[0-9]{1,2})?`)

func rat(text string) *big.Rat {
	r, _ := new(big.Rat).SetString(text)
	return r
}

func TestNumbersAgreeWithRationals(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := genNumber.Draw(t, "a"), genNumber.Draw(t, "b")
		checkNumbers(t, a, b)
	})
}

// checkNumbers compares two numbers with big.Rat: canonical form, order and equality.
func checkNumbers(t rapid.TB, a, b string) {
	for _, text := range []string{a, b} {
		form := string(appendDecimal(nil, []byte(text)))
		if rat(form).Cmp(rat(text)) != 0 {
			t.Fatalf("%s became %s", text, form)
		}
		if again := string(appendDecimal(nil, []byte(form))); again != form {
			t.Fatalf("%s became %s and then %s", text, form, again)
		}
		if plain := string(AppendRawText(nil, Value{kind: KindNumber, text: []byte(text)})); rat(plain).Cmp(rat(text)) != 0 || strings.Contains(plain, "e") {
			t.Fatalf("%s in plain decimals is %s", text, plain)
		}
	}
	want := rat(a).Cmp(rat(b))
	if got := parseDecimal([]byte(a)).compare(parseDecimal([]byte(b))); got != want {
		t.Fatalf("compare(%s, %s) = %d, want %d", a, b, got, want)
	}
	same := bytes.Equal(appendDecimal(nil, []byte(a)), appendDecimal(nil, []byte(b)))
	if same != (want == 0) {
		t.Fatalf("%s and %s have the same form: %v", a, b, same)
	}
}

func FuzzNumber(f *testing.F) {
	f.Add("1.0", "1e0")
	f.Add("-0", "0.000")
	f.Add("120e-3", "0.12")
	f.Add("1e1000000000000000001", "9007199254740993")
	f.Fuzz(func(t *testing.T, a, b string) {
		for _, text := range []string{a, b} {
			_, ok := ParseNumber([]byte(text))
			isJSON := json.Valid([]byte(text)) && text != "" && strings.Trim(text, "0123456789+-.eE") == ""
			if ok && !isJSON {
				t.Fatalf("%q is taken for a number", text)
			}
			if _, exp, _ := strings.Cut(strings.ToLower(text), "e"); isJSON && !ok && len(exp) < 18 {
				t.Fatalf("%q is not taken for a number", text)
			}
			if _, exp, _ := strings.Cut(strings.ToLower(text), "e"); !ok || len(exp) > 3 || len(text) > 500 {
				return // too large for big.Rat, or for plain decimals
			}
		}
		checkNumbers(t, a, b)
	})
}
