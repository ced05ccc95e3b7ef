package scalar

import (
	"bytes"
	"errors"
	"fmt"
	"math/big"
	"strconv"
)

const (
	// maxArithmetic bounds the digits and the exponent of a number in arithmetic, so that nothing
	// is expanded without end.
	maxArithmetic = 1000
	// floatDigits is the number of decimal digits that a 64-bit float carries safely (DBL_DIG).
	floatDigits = 15
)

var (
	errTooLong = fmt.Errorf("a number with more than %d digits", maxArithmetic)
	errRounded = fmt.Errorf("a decimal number beyond %d digits, which engines with floating point round", floatDigits)
	errZero    = errors.New("a division by zero, on which engines differ")
)

// scaled is a number as it was written: n x 10^exp, with its trailing zeros, so that a result has
// the decimal places that its operands give it.
type scaled struct {
	n     *big.Int
	exp   int64
	plain bool // written as an integer, without point and exponent
}

func wantNumber(v Value) error {
	if v.kind != KindNumber {
		return fmt.Errorf("%s is no number", v.kind.indefinite())
	}
	return nil
}

func parseScaled(v Value) (scaled, error) {
	if err := wantNumber(v); err != nil {
		return scaled{}, err
	}
	w, _ := splitNumber(v.text)
	exp := w.exp - int64(len(w.frac))
	if len(v.text) > maxArithmetic || exp > maxArithmetic || exp < -maxArithmetic {
		return scaled{}, errTooLong
	}
	n, _ := new(big.Int).SetString(string(w.whole)+string(w.frac), 10)
	if w.neg {
		n.Neg(n)
	}
	return scaled{n: n, exp: exp, plain: plainInteger(v.text)}, nil
}

// plainInteger reports whether a number is written as engines write integers. -0 is not: only a
// floating-point number has it.
func plainInteger(text []byte) bool {
	digits := bytes.TrimPrefix(text, []byte("-"))
	return countDigits(digits) == len(digits) && string(text) != "-0"
}

// at returns n for a smaller exponent.
func (s scaled) at(exp int64) *big.Int { return new(big.Int).Mul(s.n, pow10(s.exp-exp)) }

// floatLimit is the first integer that floatDigits digits do not hold.
var floatLimit = pow10(floatDigits)

// result makes the value n x 10^exp, computed from operands that were brought to the integers
// given. Where a point or an exponent is involved, engines compute with floats: as long as
// operands and result fit their digits, no two results that differ here are one number there.
func result(n *big.Int, exp int64, plain bool, operands ...*big.Int) (Value, error) {
	if !plain {
		for _, o := range append(operands, n) {
			if o.CmpAbs(floatLimit) >= 0 {
				return Value{}, errRounded
			}
		}
	}
	text := n.Append(nil, 10)
	if len(text) > maxArithmetic {
		return Value{}, errTooLong
	}
	switch {
	case exp > 0:
		text = strconv.AppendInt(append(text, 'e'), exp, 10)
	case exp < 0:
		text = withPoint(text, int(-exp))
	}
	return Value{kind: KindNumber, text: text}, nil
}

// withPoint writes an integer's text with its last places digits behind a point.
func withPoint(text []byte, places int) []byte {
	var sign []byte
	if text[0] == '-' {
		sign, text = text[:1], text[1:]
	}
	if missing := places + 1 - len(text); missing > 0 {
		text = append(bytes.Repeat([]byte{'0'}, missing), text...)
	}
	point := len(text) - places
	return bytes.Join([][]byte{sign, text[:point], {'.'}, text[point:]}, nil)
}

func both(args []Value) (a, b scaled, err error) {
	if a, err = parseScaled(args[0]); err == nil {
		b, err = parseScaled(args[1])
	}
	return a, b, err
}

// sum is a + sign x b in exact decimals.
func sum(args []Value, sign int64) (Value, error) {
	a, b, err := both(args)
	if err != nil {
		return Value{}, err
	}
	exp := min(a.exp, b.exp)
	x, y := a.at(exp), b.at(exp)
	y.Mul(y, big.NewInt(sign))
	return result(new(big.Int).Add(x, y), exp, a.plain && b.plain, x, y)
}

func add(args []Value) (Value, error) { return sum(args, 1) }

func subtract(args []Value) (Value, error) {
	if len(args) == 1 {
		args = []Value{Int(0), args[0]}
	}
	return sum(args, -1)
}

func multiply(args []Value) (Value, error) {
	a, b, err := both(args)
	if err != nil {
		return Value{}, err
	}
	return result(new(big.Int).Mul(a.n, b.n), a.exp+b.exp, a.plain && b.plain, a.n, b.n)
}

// remainder is % on whole numbers, with the sign of the dividend, as SQL's MOD. The usual operands
// are written as small integers and take a short way: bucketing an id is a common key.
func remainder(args []Value) (Value, error) {
	if args[0].kind == KindNumber && plainInteger(args[0].text) && args[1].kind == KindNumber && plainInteger(args[1].text) {
		a, aFits := args[0].Int64()
		if b, bFits := args[1].Int64(); aFits && bFits && b != 0 {
			return Int(a % b), nil
		}
	}
	return longRemainder(args)
}

func longRemainder(args []Value) (Value, error) {
	var whole [2]*big.Int
	for i, v := range args {
		if err := wantNumber(v); err != nil {
			return Value{}, err
		}
		d := parseDecimal(v.text)
		if d.exp < 0 {
			return Value{}, errors.New("a number that is not whole")
		}
		if !d.short(maxArithmetic) {
			return Value{}, errTooLong
		}
		whole[i] = d.unscaled()
		whole[i].Mul(whole[i], pow10(d.exp))
	}
	if whole[1].Sign() == 0 {
		return Value{}, errZero
	}
	n := new(big.Int).Rem(whole[0], whole[1])
	return result(n, 0, plainInteger(args[0].text) && plainInteger(args[1].text), whole[:]...)
}

func absolute(args []Value) (Value, error) {
	if err := wantNumber(args[0]); err != nil {
		return Value{}, err
	}
	return Value{kind: KindNumber, text: bytes.TrimPrefix(args[0].text, []byte("-"))}, nil
}

func castInteger(args []Value) (Value, error) {
	v := args[0]
	if v.kind == KindString {
		// The JSON form of an integer is the one that all engines read alike: no blanks, no plus.
		number, ok := ParseNumber(v.text)
		if !ok || !plainInteger(v.text) {
			return Value{}, fmt.Errorf("%.40q is not written as an integer", v.text)
		}
		v = number
	}
	if err := wantNumber(v); err != nil {
		return Value{}, err
	}
	i, ok := v.Int64()
	if !ok {
		return Value{}, errors.New("a number that is no 64-bit integer")
	}
	return Int(i), nil
}
