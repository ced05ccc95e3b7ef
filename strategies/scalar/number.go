package scalar

import (
	"bytes"
	"math/big"
	"strconv"
)

// maxExponent bounds the written exponent of a number, so that exponents can be added without
// overflow. Numbers are never expanded: 1e999999999 is kept as 1 and 999999999.
const maxExponent = 1_000_000_000_000_000_000

// ParseNumber reads json as one JSON number (RFC 8259), which the value then refers to. ok is
// false if it is not exactly that, or if its exponent is beyond 10^18 and its digits are not zero.
func ParseNumber(json []byte) (v Value, ok bool) {
	n := scanNumber(json)
	if n == 0 || n != len(json) {
		return Value{}, false
	}
	if _, ok := splitNumber(json); !ok {
		return Value{}, false
	}
	return Value{kind: KindNumber, text: json}, true
}

// scanNumber returns the length of the JSON number at the start of text, 0 if there is none.
func scanNumber(text []byte) int {
	i := 0
	if i < len(text) && text[i] == '-' {
		i++
	}
	switch digits := countDigits(text[i:]); {
	case digits == 0, digits > 1 && text[i] == '0':
		return 0
	default:
		i += digits
	}
	if i < len(text) && text[i] == '.' {
		digits := countDigits(text[i+1:])
		if digits == 0 {
			return 0
		}
		i += 1 + digits
	}
	if i < len(text) && text[i]|0x20 == 'e' {
		i++
		if i < len(text) && (text[i] == '+' || text[i] == '-') {
			i++
		}
		digits := countDigits(text[i:])
		if digits == 0 {
			return 0
		}
		i += digits
	}
	return i
}

func countDigits(text []byte) int {
	n := 0
	for n < len(text) && text[n]-'0' <= 9 {
		n++
	}
	return n
}

// written is a JSON number taken apart as it stands; whole and frac are parts of the text.
type written struct {
	neg         bool
	whole, frac []byte
	exp         int64 // of the written "e" part
}

// splitNumber takes a valid JSON number apart. ok is false if its exponent is out of bounds.
func splitNumber(text []byte) (w written, ok bool) {
	if text[0] == '-' {
		w.neg, text = true, text[1:]
	}
	n := countDigits(text)
	w.whole, text = text[:n], text[n:]
	if len(text) > 0 && text[0] == '.' {
		n = 1 + countDigits(text[1:])
		w.frac, text = text[1:n], text[n:]
	}
	if len(text) == 0 {
		return w, true
	}
	exp, err := strconv.ParseInt(string(text[1:]), 10, 64)
	if err != nil || exp > maxExponent || exp < -maxExponent {
		zero := len(bytes.Trim(w.whole, "0")) == 0 && len(bytes.Trim(w.frac, "0")) == 0
		return w, zero
	}
	w.exp = exp
	return w, true
}

// decimal is a number by sign, digits and exponent: neg, digits x 10^exp. The digits have no zero
// at either end, so each number has one form; zero has no digits, no sign and exponent 0.
type decimal struct {
	neg    bool
	digits []byte
	exp    int64
}

// parseDecimal reads a number that ParseNumber accepted.
func parseDecimal(text []byte) decimal {
	w, _ := splitNumber(text)
	digits := w.whole
	if len(w.frac) > 0 {
		digits = append(append(make([]byte, 0, len(w.whole)+len(w.frac)), w.whole...), w.frac...)
	}
	digits = bytes.TrimLeft(digits, "0")
	trimmed := bytes.TrimRight(digits, "0")
	if len(trimmed) == 0 {
		return decimal{}
	}
	return decimal{neg: w.neg, digits: trimmed, exp: w.exp - int64(len(w.frac)) + int64(len(digits)-len(trimmed))}
}

// compare orders two numbers without expanding them: by sign, then by the place of the first
// digit, then digit by digit.
func (d decimal) compare(e decimal) int {
	if s := d.sign() - e.sign(); s != 0 || d.sign() == 0 {
		return min(max(s, -1), 1)
	}
	order := 0
	switch dTop, eTop := d.exp+int64(len(d.digits)), e.exp+int64(len(e.digits)); {
	case dTop < eTop:
		order = -1
	case dTop > eTop:
		order = 1
	default:
		order = bytes.Compare(d.digits, e.digits) // a prefix is smaller, and so is the number
	}
	return order * d.sign()
}

func (d decimal) sign() int {
	switch {
	case len(d.digits) == 0:
		return 0
	case d.neg:
		return -1
	}
	return 1
}

// short reports whether the number, written out as a whole number, has at most n digits.
func (d decimal) short(n int64) bool { return int64(len(d.digits))+max(d.exp, 0) <= n }

// unscaled returns the digits with their sign as an integer, without the exponent.
func (d decimal) unscaled() *big.Int {
	n := new(big.Int)
	if len(d.digits) > 0 {
		n.SetString(string(d.digits), 10)
	}
	if d.neg {
		n.Neg(n)
	}
	return n
}

func pow10(n int64) *big.Int { return new(big.Int).Exp(big.NewInt(10), big.NewInt(n), nil) }

// appendDecimal appends the canonical form of a number's text: "0", or the sign if negative, the
// digits without zeros at either end, and "e" with the exponent if it is not 0. It allocates
// nothing beyond dst.
func appendDecimal(dst, text []byte) []byte {
	if text[len(text)-1] != '0' && plainInteger(text) {
		return append(dst, text...) // the usual number is in this form already
	}
	w, _ := splitNumber(text)
	start := len(dst)
	if w.neg {
		dst = append(dst, '-')
	}
	digits := len(dst)
	dst = append(dst, bytes.TrimLeft(w.whole, "0")...)
	if len(dst) == digits {
		dst = append(dst, bytes.TrimLeft(w.frac, "0")...)
	} else {
		dst = append(dst, w.frac...)
	}
	end := len(dst)
	for end > digits && dst[end-1] == '0' {
		end--
	}
	if end == digits {
		return append(dst[:start], '0')
	}
	exp := w.exp - int64(len(w.frac)) + int64(len(dst)-end)
	dst = dst[:end]
	if exp != 0 {
		dst = strconv.AppendInt(append(dst, 'e'), exp, 10)
	}
	return dst
}
