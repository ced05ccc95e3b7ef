package parquet

import (
	"encoding/binary"
	"errors"
	"math/bits"
)

var errRuns = errors.New("its runs of values end too early")

// hybrid decodes n numbers of a width in bits from runs, each of one number repeated or of some packed bit by bit, into
// dst. The width is at most 32.
func hybrid(dst []uint32, src []byte, width int) error {
	if width > 32 {
		return errRuns
	}
	size := (width + 7) / 8
	for len(dst) > 0 {
		head, n := binary.Uvarint(src)
		if n <= 0 {
			return errRuns
		}
		src = src[n:]
		if head&1 == 0 {
			if len(src) < size {
				return errRuns
			}
			value := uint32(0)
			for i := range size {
				value |= uint32(src[i]) << (8 * i)
			}
			src = src[size:]
			run := dst[:min(head>>1, uint64(len(dst)))]
			if len(run) == 0 {
				continue
			}
			for i := range run {
				run[i] = value
			}
			dst = dst[len(run):]
			continue
		}
		// Groups of eight numbers are as many bytes as a number has bits. The last group may lack what is not needed.
		count := int(min(head>>1*8, uint64(len(dst))))
		if (count*width+7)/8 > len(src) {
			return errRuns
		}
		unpack(dst[:count], src, width)
		dst = dst[count:]
		if whole := head >> 1 * uint64(width); whole < uint64(len(src)) {
			src = src[whole:]
		} else {
			src = nil
		}
	}
	return nil
}

// unpack decodes numbers that are packed bit by bit, the lowest bit first.
func unpack(dst []uint32, src []byte, width int) {
	mask := uint64(1)<<width - 1
	window, have := uint64(0), 0
	for i := range dst {
		for have < width {
			window |= uint64(src[0]) << have
			src, have = src[1:], have+8
		}
		dst[i] = uint32(window & mask)
		window >>= width
		have -= width
	}
}

// widthOf returns how many bits a number up to most takes.
func widthOf(most int) int { return bits.Len(uint(most)) }
