package generate

import (
	"encoding/binary"
	"math/bits"
)

// pairs holds the texts of 00 to 99, two bytes each, the first digit in the lower one.
var pairs = func() (p [100]uint16) {
	for i := range p {
		p[i] = uint16('0'+i/10) | uint16('0'+i%10)<<8
	}
	return p
}()

// put2 writes a number below 100 with two digits.
func put2(out []byte, n uint64) { binary.LittleEndian.PutUint16(out, pairs[n]) }

// fourDigits returns the text of a number below 10,000 with leading zeros, its first byte lowest.
func fourDigits(n uint64) uint32 { return uint32(pairs[n/100]) | uint32(pairs[n%100])<<16 }

// put4 writes a number below 10,000 with four digits.
func put4(out []byte, n uint64) { binary.LittleEndian.PutUint32(out, fourDigits(n)) }

// putShort writes a number below 10,000 without leading zeros and returns how many digits it has. It
// writes four bytes all the same: that saves a branch that nobody can predict.
func putShort(out []byte, n uint64) int {
	text := fourDigits(n)
	zeros := bits.TrailingZeros32(text&0x0f0f0f0f|1<<24) / 8
	binary.LittleEndian.PutUint32(out, text>>(8*zeros))
	return 4 - zeros
}

// putNumber writes a number without leading zeros and returns how many digits it has. It may write
// three bytes more.
func putNumber(out []byte, n uint64) int {
	if n < 10_000 {
		return putShort(out, n)
	}
	end := putNumber(out, n/10_000)
	put4(out[end:], n%10_000)
	return end + 4
}
