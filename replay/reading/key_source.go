package reading

import (
	"encoding/binary"
	"math"

	"github.com/velo-plan/velo-plan/replay/ndjson"
	"github.com/velo-plan/velo-plan/strategies/scalar"
)

// sourcePartition returns the number of the partition that the record was read from. A field that
// holds anything but a whole number from 0 counts as missing.
func (k *keys) sourcePartition() (partition int32, named bool) {
	if k.piece != nil {
		return k.piece.Partition, true
	}
	k.source = nil
	if k.envelope != nil {
		text := k.envelope.scanner.Value(k.envelope.partition)
		if n, ok := partitionNumber(text); ok {
			k.source = text
			return n, true
		}
	}
	for _, f := range k.columns.source {
		text := k.scanner.Value(f)
		if n, ok := partitionNumber(text); ok {
			k.source = text
			return n, true
		}
	}
	if k.ofPath != nil {
		k.source = k.ofPath
		return k.numberOfPath, true
	}
	return 0, false
}

// open begins a file, whose path may name the source partition of records that name none.
func (k *keys) open(path string) {
	k.path, k.ofPath = path, partitionOfPath(path)
	v, _ := scalar.ParseNumber(k.ofPath)
	n, _ := v.Int64()
	k.numberOfPath = int32(n)
}

// partitionNumber returns the whole number that a JSON text is, if it is one from 0 to 2^31 - 1.
// Behind the text there are padding bytes.
//
// Up to eight digits are read at once, without a loop whose length varies: they are
// moved to where leading zeros make eight digits of them, and then neighbours are added up, by ones,
// twos and fours (Lemire, "Quickly parsing eight digits", 2018).
func partitionNumber(text []byte) (n int32, ok bool) {
	if len(text) == 0 {
		return 0, false
	}
	x, ok := eightDigits(text)
	if !ok {
		return anyPartitionNumber(text)
	}
	x = x * (1<<8*10 + 1) >> 8
	x = x & 0x00ff00ff00ff00ff * (1<<16*100 + 1) >> 16
	x = x & 0x0000ffff0000ffff * (1<<32*10000 + 1) >> 32
	return int32(x), true
}

// eightDigits returns the values of one to eight digits as the bytes of a word, leading zeros added; ok is false if the
// text is anything else. Behind the text there are padding bytes.
func eightDigits(text []byte) (x uint64, ok bool) {
	if len(text) > 8 {
		return 0, false
	}
	x = (binary.LittleEndian.Uint64(text[:8]) ^ ndjson.LowBits*'0') << (64 - 8*len(text))
	return x, ((x+ndjson.LowBits*0x76)|x)&ndjson.HighBits == 0
}

// anyPartitionNumber is partitionNumber for every spelling, as 1.0 or 12e3.
func anyPartitionNumber(text []byte) (n int32, ok bool) {
	v, ok := scalar.ParseNumber(text)
	if !ok {
		return 0, false
	}
	i, ok := v.Int64()
	return int32(i), ok && i >= 0 && i <= math.MaxInt32
}
