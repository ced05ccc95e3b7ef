package jsonform

import (
	"errors"
	"math"
	"math/big"
	"strconv"
)

// AppendFloat appends a number.
func AppendFloat(dst []byte, f float64) []byte {
	switch {
	case math.IsNaN(f):
		return append(dst, `"NaN"`...)
	case math.IsInf(f, 1):
		return append(dst, `"inf"`...)
	case math.IsInf(f, -1):
		return append(dst, `"-inf"`...)
	}
	return strconv.AppendFloat(dst, f, 'g', -1, 64)
}

const (
	// maxDecimalBytes is how long a decimal may be: some 2,400 digits. Writing longer ones takes time by more than
	// their length.
	maxDecimalBytes = 1 << 10
	// maxScale is the largest scale that is written by moving the point; others are written as exponents.
	maxScale = 64
)

// ErrLongDecimal is the error of a decimal that is longer than what is written.
var ErrLongDecimal = errors.New("expected a decimal of at most 1,024 bytes")

// AppendDecimal appends unscaled / 10^scale. Unscaled is a whole number in two's complement, its highest byte first;
// no byte is 0. The error is ErrLongDecimal.
func AppendDecimal(dst, unscaled []byte, scale int) ([]byte, error) {
	if len(unscaled) > maxDecimalBytes {
		return dst, ErrLongDecimal
	}
	at := len(dst)
	if len(unscaled) <= 8 {
		n := int64(0)
		if len(unscaled) > 0 {
			n = int64(int8(unscaled[0])) // which brings the sign
			for _, b := range unscaled[1:] {
				n = n<<8 | int64(b)
			}
		}
		dst = strconv.AppendInt(dst, n, 10)
	} else {
		n := new(big.Int).SetBytes(unscaled)
		if unscaled[0]&0x80 != 0 {
			n.Sub(n, new(big.Int).Lsh(big.NewInt(1), uint(8*len(unscaled))))
		}
		dst = n.Append(dst, 10)
	}
	return movePoint(dst, at, scale), nil
}

// movePoint divides the whole number that begins at a place by 10^scale.
func movePoint(dst []byte, at, scale int) []byte {
	if scale == 0 {
		return dst
	}
	if scale < 0 || scale > maxScale {
		return strconv.AppendInt(append(dst, 'e'), -int64(scale), 10)
	}
	if dst[at] == '-' {
		at++
	}
	for len(dst)-at <= scale {
		dst = append(dst, 0)
		copy(dst[at+1:], dst[at:])
		dst[at] = '0'
	}
	point := len(dst) - scale
	dst = append(dst, 0)
	copy(dst[point+1:], dst[point:])
	dst[point] = '.'
	return dst
}
