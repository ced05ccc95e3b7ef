package reading

import (
	"math"
	"time"

	"github.com/velo-plan/velo-plan/replay/ndjson"
)

// Time says which time of a record is its event time, and what is counted by it.
type Time struct {
	Name string // of the field or column, for the report
	// Path is the record's field that holds the time; empty: it is the system column System, _TIMESTAMP or
	// _EVENT_TIME, the latter of which is the former where a record has none, as in the engine.
	Path   []string
	System string
	// Bundled says that nobody has asked for a time: it is counted only where an envelope or a topic brings it along, and
	// no field of a record is looked for.
	Bundled bool
	Format  string        // as CheckTimeFormat takes it
	Bucket  time.Duration // the length of a bucket, a millisecond at least
	// Lag is how far the watermark is behind the latest time of a source partition; nil: none is declared.
	Lag *time.Duration
}

// DefaultBucket is the length of a bucket where neither a flag nor a window of the job says another.
const DefaultBucket = time.Minute

// NoTime is the time of a record that has none that could be read.
const NoTime = math.MinInt64

// TimeKind is how a time was written.
type TimeKind uint8

// The kinds of times. Whole numbers are told apart by their size, unless the format is declared.
const (
	TimeUnread  TimeKind = iota // none, or none that could be read
	TimeMillis                  // milliseconds since 1970
	TimeSeconds                 // seconds since 1970
	TimeMicros                  // microseconds since 1970
	TimeNanos                   // nanoseconds since 1970
	TimeText                    // RFC 3339, or the pattern that is declared
	TimeKinds                   // how many there are
)

// String names a kind as a report shows it.
func (k TimeKind) String() string {
	return [TimeKinds]string{"unread", "epoch_millis", "epoch_seconds", "epoch_micros", "epoch_nanos", "text"}[k]
}

// clock reads the times of records.
type clock struct {
	bundled bool
	system  []string        // the columns to ask in turn; empty: fields are asked alone
	fields  []*ndjson.Field // of the record, to ask in turn
	read    instants
}

// newClock returns a clock over the columns that addTime has prepared; nil if no time is asked for.
func newClock(cfg *Config, c *columns) *clock {
	t := cfg.Time
	if t == nil {
		return nil
	}
	k := &clock{bundled: t.Bundled, read: newInstants(t.Format)}
	if len(t.Path) > 0 {
		k.fields = []*ndjson.Field{c.Find(t.Path)}
		return k
	}
	k.system = timeColumns(t)
	for _, name := range k.system {
		if !t.Bundled {
			k.fields = append(k.fields, c.system[name]...)
		}
	}
	return k
}

// timeColumns lists the system columns that may hold the time, the first one first.
func timeColumns(t *Time) []string {
	if t.System == "_EVENT_TIME" {
		return []string{"_EVENT_TIME", "_TIMESTAMP"}
	}
	return []string{"_TIMESTAMP"}
}

// addTime adds the fields that may hold the time of a record.
func (c *columns) addTime(t *Time) {
	if len(t.Path) > 0 {
		c.add(t.Path)
		return
	}
	for _, name := range timeColumns(t) {
		if t.Bundled {
			if _, asked := c.system[name]; !asked {
				c.system[name] = nil // envelopes are asked for it
			}
			continue
		}
		c.addColumn(name)
	}
}

// tell adds the time of the record that was scanned last to the chunk.
func (k *keys) tell(c *Chunk) {
	t := k.clock
	ms, kind := int64(NoTime), TimeUnread
	if len(t.fields) == 1 {
		text := k.scanner.Value(t.fields[0])
		if at, ok := t.read.sameMinute(text); ok {
			c.tally.times[TimeText]++
			c.times = append(c.times, at)
			return
		}
	}
	ms, kind = k.time()
	c.tally.times[kind]++
	c.times = append(c.times, ms)
}

// time returns the time of the record that was scanned last, in milliseconds since 1970.
func (k *keys) time() (ms int64, kind TimeKind) {
	t := k.clock
	for _, f := range t.fields {
		if ms, kind = t.read.read(k.scanner.Value(f)); kind != TimeUnread {
			return ms, kind
		}
	}
	if len(t.system) == 0 {
		return NoTime, TimeUnread
	}
	if k.piece != nil {
		if ms = k.piece.Records.At(k.place).Timestamp; readable(ms) {
			return ms, TimeMillis
		}
		return NoTime, TimeUnread
	}
	if k.envelope != nil {
		for _, name := range t.system {
			if f := k.envelope.byColumn[name]; f != nil {
				if ms, kind = t.read.read(k.envelope.scanner.Value(f)); kind != TimeUnread {
					return ms, kind
				}
			}
		}
	}
	return NoTime, TimeUnread
}

// Times returns the times of the records, by place, in milliseconds since 1970, NoTime where there is none. It is empty if none is
// asked for, or the chunk brings none along.
func (c *Chunk) Times() []int64 { return c.times }
