package jsonform

import (
	"encoding/json"
	"math/big"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// TestStrings: a string is what encoding/json reads as that text.
func TestStrings(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(rapid.String(), rapid.StringOfN(rapid.RuneFrom([]rune("a\"\\\n\x1f é€")), 0, 40, -1)).Draw(t, "text")
		var back string
		if out := AppendString([]byte{}, []byte(text)); json.Unmarshal(out, &back) != nil || back != text {
			t.Fatalf("%q became %s", text, out)
		}
	})
}

// TestDecimals: a decimal is the number that it is, of any length and scale.
func TestDecimals(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		data := rapid.SliceOfN(rapid.Byte(), 0, 20).Draw(t, "unscaled")
		scale := rapid.IntRange(-3, maxScale+3).Draw(t, "scale")
		n := new(big.Int).SetBytes(data)
		if len(data) > 0 && data[0] >= 0x80 {
			n.Sub(n, new(big.Int).Lsh(big.NewInt(1), uint(8*len(data))))
		}
		power := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(max(scale, -scale))), nil)
		want := new(big.Rat).SetFrac(n, power)
		if scale < 0 {
			want.SetInt(n.Mul(n, power))
		}
		out, err := AppendDecimal(nil, data, scale)
		got, ok := new(big.Rat).SetString(string(out))
		if err != nil || !ok || got.Cmp(want) != 0 || !json.Valid(out) {
			t.Fatalf("%s, want %s", out, want)
		}
	})
	if _, err := AppendDecimal(nil, make([]byte, maxDecimalBytes+1), 0); err != ErrLongDecimal {
		t.Error(err)
	}
}

// TestTimes: times are what package time makes of them, and integers where the engine has none.
func TestTimes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		seconds := rapid.Int64Range(-62_167_219_200, 253_402_300_799).Draw(t, "seconds") // the years 0 to 9999
		nanos := rapid.Int32Range(0, 999_999_999).Draw(t, "nanos")
		at := time.Unix(seconds, int64(nanos)).UTC()
		want := at.Format(`"2006-01-02 15:04:05.000"`)
		if got := string(AppendSeconds(nil, seconds, nanos)); got != want {
			t.Fatalf("%s, want %s", got, want)
		}
		if got := string(AppendTimestamp(nil, at.UnixMicro(), 1e6)); got != want {
			t.Fatalf("%s, want %s", got, want)
		}
		days, _ := divide(seconds, secondsOfDay)
		if got, want := string(AppendDate(nil, days)), at.Format(`"2006-01-02"`); got != want {
			t.Fatalf("%s, want %s", got, want)
		}
	})
	for _, c := range []struct {
		days int64
		want string
	}{
		{firstDay, `"-262143-01-01"`}, {lastDay, `"+262142-12-31"`}, {firstDay - 1, `-96465293`}, {lastDay + 1, `95026237`}, {-719528, `"0000-01-01"`},
	} {
		if got := string(AppendDate(nil, c.days)); got != c.want {
			t.Errorf("%d: %s, want %s", c.days, got, c.want)
		}
	}
	if got := string(AppendSeconds(nil, 1<<62, 0)); got != "4611686018427387904" {
		t.Error(got)
	}
}

// TestDurations: their parts are kept apart.
func TestDurations(t *testing.T) {
	for _, c := range []struct {
		months, days, seconds int64
		nanos                 int32
		want                  string
	}{
		{0, 0, 0, 0, `"PT0S"`}, {1, 2, 3, 4_000_000, `"P1M2DT3.004S"`}, {0, 0, -1, -500_000_000, `"PT-1.5S"`}, {0, 0, 60, 1, `"PT60.000000001S"`},
	} {
		if got := string(AppendDuration(nil, c.months, c.days, c.seconds, c.nanos)); got != c.want {
			t.Errorf("%s, want %s", got, c.want)
		}
	}
}

// TestWant: the fields of paths, and all that is inside them.
func TestWant(t *testing.T) {
	w := NewWant([][]string{{"a", "b"}, {"c"}, {"c", "d"}, {"a", "e", "f"}})
	for _, c := range []struct {
		path         []string
		found, whole bool
	}{
		{[]string{"a"}, true, false}, {[]string{"a", "b"}, true, true}, {[]string{"a", "x"}, false, false},
		{[]string{"c", "anything"}, true, true}, {[]string{"a", "e"}, true, false}, {[]string{"x"}, false, false},
	} {
		at := w
		for _, name := range c.path {
			if at != nil {
				at = at.Find(name)
			}
		}
		if found := at != nil; found != c.found || found && at.Whole != c.whole {
			t.Errorf("%v: %+v", c.path, at)
		}
	}
	if !NewWant(nil).Find("x").Whole {
		t.Error("without a path everything is wanted")
	}
}
