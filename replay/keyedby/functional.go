package keyedby

import (
	"math"
	"math/bits"
	"strconv"
	"strings"
)

// minRecurring is how many values must be met throughout the sample, before they are taken to decide
// without a known partitioner.
const minRecurring = 5

// mapping is what a sample says of "one value, one partition" for some fields.
type mapping struct {
	distinct  int
	conflicts int // records in another partition than the first one of their values
	at, first int // rows of the first conflict: the record, and the first one of its values
	recurring int // values that come back, after others, in more slices than one batch can reach
	visits    int // slices in which a value came back, beyond those that one batch can reach
}

// holds says whether every value is in one partition, and often enough for that to be no chance.
func (m *mapping) holds(seen int, tries float64) (chance float64, ok bool) {
	chance = tries * math.Pow(float64(seen), -float64(m.visits))
	return chance, m.conflicts == 0 && seen > 1 && m.recurring >= minRecurring && m.recurring > seen && chance <= MaxChance
}

// valuePlace is where a value was met.
type valuePlace struct {
	row    int
	slices uint8 // a bit for each in which it follows another value: what stays there is one batch
}

// mapped looks at the partitions of each value of the fields; a record without a field has a value too.
func (a *Analysis) mapped(fields []*column) mapping {
	var m mapping
	places := map[string]*valuePlace{}
	last := map[int32]*valuePlace{} // by partition
	for row, i := range a.rows {
		id := identities(fields, row)
		p := places[id]
		if p == nil {
			p = &valuePlace{row: row}
			places[id] = p
		}
		if a.samples[a.rows[p.row]].Partition != a.samples[i].Partition {
			if m.conflicts++; m.conflicts == 1 {
				m.at, m.first = row, p.row
			}
		}
		if last[a.samples[i].Partition] != p {
			p.slices |= 1 << a.slices[i]
			last[a.samples[i].Partition] = p
		}
	}
	m.distinct = len(places)
	for _, p := range places {
		if n := bits.OnesCount8(p.slices) - batchSlices; n > 0 {
			m.visits += n
			m.recurring++
		}
	}
	return m
}

// identities is the value of several fields in a row.
func identities(fields []*column, row int) string {
	if len(fields) == 1 {
		return fields[0].identity(row)
	}
	var b strings.Builder
	for _, c := range fields {
		id := c.identity(row)
		b.WriteString(strconv.Itoa(len(id)))
		b.WriteByte(' ')
		b.WriteString(id)
	}
	return b.String()
}

// shown is the value of several fields in a row as messages show it.
func shown(fields []*column, row int) string {
	texts := make([]string, len(fields))
	for i, c := range fields {
		if texts[i] = c.texts[row]; c.kinds[row] == absent {
			texts[i] = "NULL"
		}
	}
	return strings.Join(texts, "|")
}

// named are the columns of names; a field that no record has is absent everywhere.
func (a *Analysis) named(names []string) []*column {
	columns := make([]*column, len(names))
	for i, name := range names {
		for _, c := range a.columns {
			if c.name == name {
				columns[i] = c
			}
		}
		if columns[i] == nil {
			columns[i] = &column{name: name}
			columns[i].fill(len(a.rows))
		}
	}
	return columns
}

// Refutes says how many records contradict that the fields decide the partition, with the first of
// them; nil if none does.
func (a *Analysis) Refutes(fields []string) (conflicts int, example *Example) {
	columns := a.named(fields)
	m := a.mapped(columns)
	if m.conflicts == 0 {
		return 0, nil
	}
	return m.conflicts, a.example(a.rows[m.at], a.rows[m.first], shown(columns, m.at))
}
