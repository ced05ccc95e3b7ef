package delimited

import (
	"encoding/binary"
	"math/bits"

	"github.com/velo-plan/velo-plan/replay/ndjson"
)

const (
	lowBits  = ndjson.LowBits
	highBits = ndjson.HighBits
)

// pattern is a word of eight bytes that are all the same.
func pattern(b byte) uint64 { return lowBits * uint64(b) }

// zeros marks the bytes of x that are zero; above the lowest such byte it may mark others too.
func zeros(x uint64) uint64 { return (x - lowBits) &^ x & highBits }

// allZeros marks the bytes of x that are zero, and no others.
func allZeros(x uint64) uint64 {
	const others = ^uint64(highBits)
	return ^(x&others + others | x | others)
}

// stop returns the next place from i on that is a delimiter, whose pattern is given, a quote or a line end.
func stop(text []byte, i int, delimiter uint64) int {
	padded := text[:len(text)+Padding]
	for {
		word := binary.LittleEndian.Uint64(padded[i:])
		if m := zeros(word^delimiter) | zeros(word^lowBits*'\n') | zeros(word^lowBits*'"'); m != 0 {
			return i + bits.TrailingZeros64(m)/8
		}
		i += 8
	}
}
