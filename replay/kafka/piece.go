package kafka

import (
	"slices"

	"github.com/twmb/franz-go/pkg/kgo"
	"github.com/velo-plan/velo-plan/replay/topics"
)

// pieceBytes is about how much of a partition goes into one piece: what replay reads of a file at once.
const pieceBytes = 256 << 10

// cut takes the next piece off what was fetched; false: that was not to be read.
func (r *Reader) cut() (topics.Piece, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	p := &r.fetched[0]
	at := r.positions[p.Partition]
	if at == nil || at.Begin >= at.End {
		r.fetched = r.fetched[1:]
		return topics.Piece{}, false
	}
	records, bytes := p.Records, 0
	n := 0
	for n < len(records) && bytes < pieceBytes && records[n].Offset < at.End {
		bytes += len(records[n].Value) + len(records[n].Key)
		n++
	}
	piece := topics.Piece{Partition: p.Partition, From: at.Begin}
	switch {
	case n < len(records) && records[n].Offset >= at.End:
		piece.To = at.End
	default:
		piece.To = records[n-1].Offset + 1
	}
	if part := readable(records[:n], at.Begin); len(part) > 0 {
		piece.Records = batch(part)
	}
	if p.Records = records[n:]; len(p.Records) == 0 || piece.To >= at.End {
		r.fetched = r.fetched[1:]
	}
	at.Begin = max(at.Begin, piece.To)
	return piece, piece.To > piece.From
}

// readable leaves out what comes before an offset and the markers of transactions.
func readable(records []*kgo.Record, from int64) []*kgo.Record {
	for i, rec := range records {
		if rec.Offset < from || rec.Attrs.IsControl() {
			var left []*kgo.Record
			left = append(left, records[:i]...)
			for _, rec := range records[i:] {
				if rec.Offset >= from && !rec.Attrs.IsControl() {
					left = append(left, rec)
				}
			}
			return left
		}
	}
	return records
}

// batch is records of one partition as replay.Records.
type batch []*kgo.Record

// Len implements replay.Records.
func (b batch) Len() int { return len(b) }

// Value implements replay.Records.
func (b batch) Value(i int) []byte { return b[i].Value }

// At implements replay.Records.
func (b batch) At(i int) topics.Record {
	r := b[i]
	return topics.Record{Key: r.Key, Value: r.Value, Offset: r.Offset, Timestamp: r.Timestamp.UnixMilli()}
}

// Header implements replay.Records.
func (b batch) Header(i int, name string) []byte {
	for _, h := range slices.Backward(b[i].Headers) {
		if h.Key == name {
			return h.Value
		}
	}
	return nil
}

// Free implements replay.Records.
func (b batch) Free() {
	for _, r := range b {
		r.Recycle()
	}
}
