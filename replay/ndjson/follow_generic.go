//go:build !amd64 || purego

package ndjson

import (
	"encoding/binary"
	"math/bits"
)

// follow goes along a line at i by the layouts that begin with n, as long as it finds their texts
// and between them plain scalars: strings of printable ASCII without escapes, numbers without exponents, and words. It notes the places of the scalars in spans and returns where it stopped, and after
// which node: at another kind of scalar, or after the line end, or, then the node is nil, at a
// text that no layout has.
//
// Behind the line there are padding bytes in text. It reads no further than that, as each step ends
// at a line end at the latest.
func follow(text []byte, i int, n *node, spans []Span) (at int, stopped *node) {
	for n != nil {
		here := (*[nodeBytes]byte)(text[i:])
		low, high := binary.LittleEndian.Uint64(here[:8]), binary.LittleEndian.Uint64(here[8:])
		if (low^n.low)&n.lowMask|(high^n.high)&n.highMask != 0 {
			n = n.other
			continue
		}
		i += int(n.length)
		if n.kind != scalarBehind {
			if n.kind == nothingBehind {
				return i, n
			}
			n = n.next
			continue
		}
		end := plainScalar(text, i)
		if end == bad {
			return i, n
		}
		spans[n.slot] = Span{uint32(i), uint32(end)}
		// Scalars at one place are often of one length. Where this one is, it is not its end but the
		// guess that the processor can go on with, before the bytes of the scalar are there.
		if end == i+int(n.last) {
			i += int(n.last)
		} else {
			n.last = int32(end - i)
			i = end
		}
		n = n.next
	}
	return i, nil
}

// plainScalar returns the place after the plain scalar at i, bad if there is none.
func plainScalar(text []byte, i int) int {
	if text[i] == '"' {
		if i = plainString(text, i+1); text[i] == '"' {
			return i + 1
		}
		return bad
	}
	for _, word := range [...]string{"true", "false", "null"} {
		if text[i] == word[0] && string(text[i:i+len(word)]) == word {
			return i + len(word)
		}
	}
	if text[i] == '-' {
		i++
	}
	end := digits(text, i)
	if end == i || text[i] == '0' && end != i+1 {
		return bad
	}
	if text[end] == '.' {
		frac := end + 1
		if end = digits(text, frac); end == frac {
			return bad
		}
	}
	if text[end]|0x20 == 'e' {
		return bad
	}
	return end
}

// plainString returns the next place at which a string ends or is no longer plain ASCII. As no
// byte is passed that has its high bit set, what specials does about such bytes is not needed.
func plainString(text []byte, i int) int {
	for {
		x := binary.LittleEndian.Uint64(text[i:])
		quote, backslash := (x^LowBits*'"')-LowBits, (x^LowBits*'\\')-LowBits
		if marks := (quote | backslash | (x - LowBits*' ') | x) & HighBits; marks != 0 {
			return i + bits.TrailingZeros64(marks)/8
		}
		i += 8
	}
}
