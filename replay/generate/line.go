package generate

import (
	"encoding/binary"
	"time"
)

// The names of what there are few of, four bytes each, the first one lowest.
var (
	venues = [4]uint32{fourBytes("XNAS"), fourBytes("XNYS"), fourBytes("ARCX"), fourBytes("BATS")}
	sides  = [2]uint32{fourBytes("BUY\""), fourBytes("SELL")}
)

func fourBytes(text string) uint32 { return binary.LittleEndian.Uint32([]byte(text)) }

// write writes the line of the record and returns its size.
func (b *builder) write(out []byte) int {
	at := 0
	list := b.layouts[b.record.layout]
	for i := range list {
		p := &list[i]
		*(*[literal]byte)(out[at:]) = p.text
		at += p.size
		at += b.fill(p.then, out[at:])
	}
	return at
}

// fill writes what a placeholder stands for and returns its size.
func (b *builder) fill(place placeholder, to []byte) int {
	r := &b.record
	switch place {
	case placeSymbol:
		*(*[16]byte)(to) = r.symbol
		return r.symbolSize
	case placeDollars:
		return putShort(to, r.price/100)
	case placeCents:
		put2(to, r.price%100)
		return 2
	case placeQuantity:
		return putShort(to, r.quantity)
	case placeSide:
		binary.LittleEndian.PutUint32(to, sides[r.side])
		return 3 + int(r.side)
	case placeVenue:
		binary.LittleEndian.PutUint32(to, venues[r.venue])
		return 4
	case placeTrader:
		*(*[8]byte)(to) = r.trader
		return traderSize
	case placeDate:
		return b.putDate(to)
	case placeTime:
		return putTime(to, r.time%day)
	case placePartition:
		return putNumber(to, r.partition)
	case placeTradeID:
		return putNumber(to, firstTrade+r.ordinal)
	case placeOffset:
		return putNumber(to, r.ordinal)
	case placeTimestamp:
		return putNumber(to, b.time(r.ordinal))
	case placeKey:
		return putKey(to, r.key)
	}
	return 0
}

// putDate writes the date of the record.
func (b *builder) putDate(to []byte) int {
	if n := b.record.time / day; n != b.day {
		b.day = n
		time.UnixMilli(int64(b.record.time)).UTC().AppendFormat(b.date[:0], time.DateOnly)
	}
	*(*[16]byte)(to) = b.date
	return len(time.DateOnly)
}

// putTime writes milliseconds of a day as 11:22:33.123.
func putTime(to []byte, ms uint64) int {
	seconds := ms / 1000
	put2(to, seconds/3600)
	to[2] = ':'
	put2(to[3:], seconds/60%60)
	to[5] = ':'
	put4(to[8:], ms%1000) // the first digit, a zero, is written over
	put2(to[6:], seconds%60)
	to[8] = '.'
	return len("11:22:33.123")
}

// putKey writes the key of a message.
func putKey(to []byte, key []byte) int {
	if len(key) == 0 {
		return copy(to, "null")
	}
	to[0] = '"'
	end := 1 + copy(to[1:], key)
	to[end] = '"'
	return end + 1
}
