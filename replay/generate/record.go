package generate

import "math/bits"

const (
	firstTrade = 1_000_000_001
	traders    = 100_000
	traderSize = len("T04711")
	// start is the time of the first record, 2024-05-13 09:30:00 UTC in milliseconds; a millisecond
	// passes from record to record.
	start             = 1_715_592_600_000
	minute, hour, day = 60 * 1000, 60 * minute, 24 * hour
	// With Config.Drift one record in coolOneIn is not of the minute's symbol.
	coolOneIn = 5
	// hotApart is how many symbols the hot one of a minute is from that of the minute before.
	hotApart = 31
	// One record in lateOneIn is late, by less than latest milliseconds.
	lateOneIn, latest = 32, 2048
)

// record is what is drawn of a record.
type record struct {
	ordinal     uint64
	symbol      [16]byte // as it stands in the line
	symbolSize  int
	trader      [8]byte
	price       uint64 // in cents
	quantity    uint64
	side, venue uint64
	time        uint64 // in milliseconds
	key         []byte // of the message; empty: null
	partition   uint64
	layout      uint64
}

// below maps a number that is drawn evenly from all of 64 bits to 0..n-1.
func below(n, random uint64) uint64 {
	high, _ := bits.Mul64(random, n)
	return high
}

// below32 maps a number whose low 32 bits are drawn evenly to 0..n-1.
func below32(n, random uint64) uint64 { return random & 0xffff_ffff * n >> 32 }

// draw draws a record. It takes as many random bits whatever the settings, each for the same purpose,
// so that a setting leaves alone what it is not about.
func (b *builder) draw(ordinal uint64, rank uint32) {
	r := &b.record
	trade, details, message := b.random.Uint64(), b.random.Uint64(), b.random.Uint64()
	r.ordinal = ordinal
	r.price, r.quantity = 1000+below32(99_000, trade>>32), 1+below32(9999, trade)
	r.side, r.venue = details&1, details>>1&3
	r.time = b.time(ordinal)
	if details>>3&(lateOneIn-1) == 0 {
		r.time -= details >> 8 & (latest - 1)
	}
	r.layout = below32(uint64(len(b.layouts)), details>>19<<19)
	if b.Drift && ordinal%coolOneIn > 0 {
		rank = uint32(r.time / minute * hotApart % uint64(b.Keys))
	}
	symbol := b.drawSymbol(rank, message>>32 < b.nulls)
	trader := b.drawTrader(below32(traders, details>>32))
	switch b.KeyedBy {
	case KeyedBySymbol:
		r.key = symbol
	case KeyedByTrader:
		r.key = trader
	}
	if len(r.key) > 0 {
		r.partition = uint64(b.hash.Partition(b.hash.Sum(r.key), b.SourcePartitions))
	} else {
		r.partition = below32(uint64(b.SourcePartitions), message)
	}
}

// drawSymbol writes the text of a symbol for the line and returns it without quotes; nil for null.
func (b *builder) drawSymbol(rank uint32, null bool) []byte {
	r := &b.record
	if null {
		r.symbolSize = copy(r.symbol[:], "null")
		return nil
	}
	begin := copy(r.symbol[:], b.quote)
	end := begin + copy(r.symbol[begin:], "SYM")
	if rank < 10_000 {
		put4(r.symbol[end:], uint64(rank))
		end += 4
	} else {
		end += putNumber(r.symbol[end:], uint64(rank))
	}
	r.symbolSize = end + copy(r.symbol[end:], b.quote)
	return r.symbol[begin:end]
}

// drawTrader writes the text of a trader and returns it.
func (b *builder) drawTrader(n uint64) []byte {
	r := &b.record
	r.trader[0], r.trader[1] = 'T', '0'+byte(n/10_000)
	put4(r.trader[2:], n%10_000)
	return r.trader[:traderSize]
}
