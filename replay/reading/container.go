package reading

import (
	"errors"
	"fmt"
	"math"
	"strings"

	"github.com/velo-plan/velo-plan/replay/avro"
	"github.com/velo-plan/velo-plan/replay/ndjson"
)

// blockCutter cuts what a stream brings into whole blocks of an Avro container file.
type blockCutter struct {
	container *avro.Container // nil: the header was not met yet
	blocks    uint64          // that were cut
}

func (b *blockCutter) lined() bool { return false }

func (b *blockCutter) cut(c *Chunk, ended bool) (tail []byte, enough bool, err error) {
	if b.container == nil {
		container, length, err := avro.NewContainer(c.buf[c.start:c.end])
		if err == avro.ErrMore && !ended {
			return nil, false, nil
		}
		if err != nil {
			return nil, false, err
		}
		b.container = container
		c.start += length
	}
	text := c.buf[c.start:c.end]
	m, err := c.avroMaker(b.container)
	if err != nil {
		return nil, false, err
	}
	m.first, m.blocks = b.blocks+1, m.blocks[:0]
	end := 0
	for end < len(text) {
		block, length, err := b.container.Block(text[end:])
		if err == avro.ErrMore && !ended {
			break
		}
		if err != nil {
			return nil, false, fmt.Errorf("block %d: %w", b.blocks+1, err)
		}
		m.blocks = append(m.blocks, block)
		b.blocks++
		end += length
	}
	if end == 0 {
		return nil, false, nil
	}
	c.maker = m
	c.cut(c.start, c.start+end)
	return text[end:], true, nil
}

// avroMaker makes JSON of the records of some blocks.
type avroMaker struct {
	container *avro.Container
	decoder   *avro.Decoder
	first     uint64 // number of the first block
	blocks    []avro.Block
	buffer    []byte
	faults    map[int]string // by unit
}

// avroMaker returns the chunk's maker for a file.
func (c *Chunk) avroMaker(container *avro.Container) (*avroMaker, error) {
	if c.ofAvro == nil || c.ofAvro.container != container {
		decoder, err := container.Schema.Decoder(c.source.wantedPaths(), c.maxLine)
		if err != nil {
			return nil, err
		}
		c.ofAvro = &avroMaker{container: container, decoder: decoder}
	}
	return c.ofAvro, nil
}

// errBlocksTooBig is the error of blocks that are more than a chunk can hold.
var errBlocksTooBig = errors.New("a block has more than 2 GiB of JSON")

func (m *avroMaker) make(c *Chunk) error {
	c.cut(0, 0) // no record lies in the lines
	m.faults = make(map[int]string)
	for i, block := range m.blocks {
		data, err := m.container.Inflate(block, m.buffer)
		if err != nil {
			return fmt.Errorf("block %d cannot be inflated: %w", m.first+uint64(i), err)
		}
		if cap(data) > cap(m.buffer) {
			m.buffer = data
		}
		if left := m.records(c, block, data); left > 0 {
			return fmt.Errorf("block %d has %d bytes more than records: it is damaged", m.first+uint64(i), left)
		}
		if len(c.made) > math.MaxInt32 {
			return errBlocksTooBig
		}
	}
	return nil
}

// records makes lines of the records of a block. After one that does not fit the schema, nothing tells where the next one
// begins. It returns how many bytes are left.
func (m *avroMaker) records(c *Chunk, block avro.Block, data []byte) (left int) {
	for n := range block.Records {
		made, rest, err := m.decoder.Next(c.made, data)
		u := ndjson.Unit{Length: uint32(len(data) - len(rest))}
		if err == nil {
			c.made, data = made, rest
		} else {
			u = ndjson.Unit{Why: ndjson.Undecodable, Length: uint32(len(data))}
			m.faults[len(c.units)] = strings.TrimPrefix(err.Error(), "expected ")
			data = nil
		}
		c.made = append(c.made, '\n')
		c.units = append(c.units, u)
		if err != nil {
			for range block.Records - n - 1 {
				m.faults[len(c.units)] = "a record before it in its block that fits the schema"
				c.made = append(c.made, '\n')
				c.units = append(c.units, ndjson.Unit{Why: ndjson.Undecodable})
			}
			return 0
		}
	}
	return len(data)
}

func (m *avroMaker) fault(_ *Chunk, n int) ndjson.Fault { return ndjson.Fault{Expected: m.faults[n]} }

func (m *avroMaker) place(_ *Chunk, n int, at *RejectedLine) {
	at.Block, at.Unit = m.first, UnitRecord
	for _, b := range m.blocks {
		if n < b.Records {
			break
		}
		n -= b.Records
		at.Block++
	}
	at.Line = uint64(n) + 1
}

func (m *avroMaker) names() []string {
	var names []string
	for _, c := range m.container.Schema.Columns() {
		names = append(names, c.Name)
	}
	return names
}
