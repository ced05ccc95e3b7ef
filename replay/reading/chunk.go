package reading

import (
	"context"
	"math"
	"time"

	"github.com/velo-plan/velo-plan/replay/ndjson"
	"github.com/velo-plan/velo-plan/replay/topics"
	"github.com/velo-plan/velo-plan/strategies"
)

// Chunk is some whole lines of one input. It has one owner at a time, and with it all that it
// needs to read them, so nothing here is locked.
type Chunk struct {
	source       *Source
	scanner      ndjson.Scanner // of records, which may be in envelopes
	opener       *opener        // of those; nil: there are none
	openers      map[Envelope]*opener
	envelope     Envelope
	keys         *keys
	partitioners []strategies.Partitioner // by way

	buffer
	from       *blocks // whose block at fileAt it has yet to read; nil: it has been read
	fileAt     int64
	fetched    time.Duration // that reading it took in Load
	piece      topics.Piece  // of a topic, if that is the input: keys.piece is it then
	maker      maker         // of the lines of JSON that are read; nil: the lines are JSON
	text       []byte        // these lines
	made       []byte        // the memory of those that were made
	ofRows     *rowMaker     // the last one, for the next chunk of the same columns
	ofParquet  *parquetMaker // the last one, for the next chunk of the same file
	ofAvro     *avroMaker    // the last one, for the next chunk of the same file
	ofTopic    *valueMaker   // nil: the values of the topic are JSON
	units      []ndjson.Unit // what they were made of, by line
	flatValues               // instead of lines
	skipped    uint64        // lines of the file before the chunk's first that no chunk has
	file       int           // index of Inputs
	format     Format        // of that
	position   int64         // after it in all inputs, as far as their sizes are known

	Number     uint64 // of the chunk in the whole input, from 0
	records    []Record
	copies     []Record      // the records once for each way, if there are several
	times      []int64       // the event times, by place; empty if none is asked for, or none brought along
	groups     []uint64      // the hashes of the group keys, by place, if those that route are others
	keyBytes   []byte        // of the records' group keys and source keys
	kinds      []Kinds       // of the values of each part of the routing key
	sourceKeys []sourceKey   // the records' declared source keys, by place; empty if there is none
	rejected   []ndjson.Span // the rejected lines with their ends, in lines, if they are to be written
	unlined    []rejection   // the rejected records of a format without lines, likewise
	tally      tally
	wanted     wanted
	base       uint64 // ordinal of the first record in the whole input
	baseLine   uint64 // lines of the same file before the chunk's first
}

// newChunk returns an empty chunk with partitioners of its own.
func newChunk(s *Source) (*Chunk, error) {
	c := &Chunk{
		source: s, scanner: ndjson.NewScanner(s.columns.Fields),
		openers: make(map[Envelope]*opener), buffer: buffer{block: s.cfg.BlockBytes, maxLine: s.cfg.MaxLineBytes},
	}
	var err error
	if c.partitioners, err = s.cfg.Bind(); err != nil {
		return nil, err
	}
	c.keys = newKeys(&s.cfg, s.columns, &c.scanner)
	c.wanted = newWanted(s.fields)
	if s.cfg.Topic != nil {
		c.keys.piece = &c.piece
		if s.cfg.Values != nil {
			decoder, err := s.cfg.Values(s.wantedPaths(), s.cfg.MaxLineBytes)
			if err != nil {
				return nil, err
			}
			c.ofTopic, c.keys.decoder = &valueMaker{decoder: decoder}, decoder
		}
	}
	return c, nil
}

// reset empties the chunk for a piece of a file.
func (c *Chunk) reset(file int) {
	if path := c.source.cfg.Inputs[file]; path != c.keys.path {
		c.keys.open(path)
	}
	c.clear()
	c.buffer.reset()
	c.file, c.from, c.maker, c.skipped = file, nil, nil, 0
	c.free()
}

// clear forgets what was found in the lines.
func (c *Chunk) clear() {
	c.records, c.times, c.groups, c.keyBytes = c.records[:0], c.times[:0], c.groups[:0], c.keyBytes[:0]
	c.sourceKeys, c.rejected, c.unlined, c.kinds = c.sourceKeys[:0], c.rejected[:0], c.unlined[:0], c.kinds[:0]
	c.tally.clear()
	c.bytes = 0
}

// unwrap says in which envelope the records of the chunk are.
func (c *Chunk) unwrap(name Envelope) {
	c.envelope, c.opener = name, nil
	if in, ok := envelopes[name]; ok {
		if c.opener = c.openers[name]; c.opener == nil {
			c.opener = newOpener(in, c.source.columns)
			c.openers[name] = c.opener
		}
	}
	c.keys.envelope = c.opener
	clock := c.keys.clock
	c.keys.timed = clock != nil && (!clock.bundled || c.opener != nil || c.keys.piece != nil)
}

// fetch reads the chunk's block or piece, if it was not read yet.
func (c *Chunk) fetch() error {
	if c.keys.piece != nil {
		return c.fill()
	}
	from := c.from
	if from == nil {
		return nil
	}
	c.from = nil
	return from.read(&c.buffer, c.fileAt)
}

// Load reads the lines, checks them, and finds the keys of the records.
func (c *Chunk) Load(context.Context) error {
	start := time.Now()
	err := c.fetch()
	c.fetched = time.Since(start)
	if err == nil {
		err = c.remake()
	}
	if err != nil {
		return c.source.cfg.inputError(c.file, err)
	}
	c.scan(math.MaxInt, false)
	return nil
}

// lineLength is the length of a line without the carriage return that its end may have.
func lineLength(line []byte) int {
	if n := len(line); n > 0 && line[n-1] == '\r' {
		return n - 1
	}
	return len(line)
}

// scan reads the lines until it has a number of records or, if it is to stop at one, a rejected
// line. It returns how many bytes of the input it has come through.
func (c *Chunk) scan(most int, stop bool) (through uint64) {
	bytes := c.bytes
	c.clear()
	c.bytes = bytes
	c.wanted.begin()
	lines := &c.scanner
	if c.opener != nil {
		lines = &c.opener.scanner
	}
	defer c.keys.finish(c)
	lines.Reset(c.text)
	for i, value := 0, 0; c.maker == nil && i < len(c.text) || int(c.tally.lines) < len(c.units); {
		n := int(c.tally.lines)
		c.keys.place = n
		end, why := i, ndjson.Accepted
		switch {
		case c.maker != nil && c.units[n].Why != ndjson.Accepted:
			why = c.units[n].Why
		case c.flat != nil:
			lines.Set(c.flat, c.spans[value:], c.escapes)
			value += len(c.flat)
		default:
			end, why = lines.Line(i)
		}
		var length int
		if c.maker != nil {
			length = int(c.units[n].Length)
		} else if length = lineLength(c.text[i:end]); length > c.maxLine {
			why = ndjson.LineTooLong
		}
		if why == ndjson.Accepted && c.opener != nil {
			why = c.opener.open(&c.scanner)
		}
		c.add(why, ndjson.Span{Start: uint32(i), End: uint32(end + 1)}, length)
		if i = end + 1; c.flat != nil {
			i = end // no line ends there
		}
		if len(c.records) == most || stop && c.tally.firsts > 0 {
			c.isLong = false // that line is after the end
			if c.maker != nil {
				return c.bytesOf(n + 1)
			}
			return c.bytesUpTo(i)
		}
	}
	if c.isLong {
		c.tally.reject(ndjson.LineTooLong, ndjson.Span{})
	}
	return c.bytesUpTo(len(c.lines))
}

// add counts the line at a place, which was just read and is of a length without its end, and keeps
// the record that it is.
func (c *Chunk) add(why ndjson.Reason, line ndjson.Span, length int) {
	if why == ndjson.Accepted {
		// The record is made where it stays: copying what was just written piece by piece would wait
		// for all of the pieces.
		n := len(c.records)
		c.records = append(c.records, Record{offset: line.Start, Length: uint32(length)})
		if why = c.keys.record(c, &c.records[n]); why == ndjson.Accepted {
			c.tally.lines++
			if len(c.wanted.left) > 0 {
				c.wanted.look(&c.scanner)
			}
			return
		}
		c.records = c.records[:n]
	}
	if why == ndjson.Blank && c.keys.piece != nil {
		why = ndjson.NullValue
	}
	if why == ndjson.Blank {
		c.tally.lines++
		c.tally.blank++
		return
	}
	if c.maker != nil {
		line = c.original(int(c.tally.lines))
	}
	c.tally.reject(why, ndjson.Span{Start: line.Start, End: line.Start + uint32(length)})
	switch {
	case c.source.rejects == nil:
	case c.maker != nil && len(c.lines) == 0:
		c.unlined = append(c.unlined, rejection{line: c.tally.lines - 1, why: why})
	default:
		c.rejected = append(c.rejected, line)
	}
}
