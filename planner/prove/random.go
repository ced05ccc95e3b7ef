package prove

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"time"

	"github.com/cespare/xxhash/v2"

	"github.com/velo-plan/velo-plan/planner/catalog"
	"github.com/velo-plan/velo-plan/planner/logical"
	"github.com/velo-plan/velo-plan/strategies/scalar"
)

// maker makes random records for a statement, of which all holds that is declared.
type maker struct {
	s       *Statement
	domains *domains
	random  *rand.Rand
	nulls   float64
	number  int // of the data set
	few     int // how many values a column takes
	from    int // where its usual values begin, and how many there are
	usual   int
	// alike are the columns that have one value in all records, by their names; nil unless the records shall be so many
	// that a count reaches what the statement asks of it. Others have as many values as there are records.
	alike map[string]int
}

// mostRecords is how many random records a source has.
const mostRecords = 60

// plainSets is how many data sets have the usual values that are the easiest to read.
const plainSets = 20

// mostWanted is the most records that a source has so that a LIMIT or a count is reached.
const mostWanted = 1000

// usualPartitions is the number of partitions of a topic of which nothing is known.
const usualPartitions = 5

// Random makes a data set. The same statement, seed and number give the same one; those of low numbers are small.
func (s *Statement) Random(seed uint64, number int) Data {
	if s.domains == nil {
		s.domains = newDomains(s.Job)
	}
	m := &maker{s: s, number: number, domains: s.domains, usual: fewUsual, random: rand.New(rand.NewPCG(seed, uint64(number)))}
	m.nulls = []float64{0, 0, 0.2}[m.random.IntN(3)]
	m.few = 1 + m.random.IntN(5)
	if number > plainSets && number%3 == 2 {
		m.from = m.random.IntN(lastUsual + 1)
		if m.random.IntN(2) == 0 {
			m.usual, m.few = manyUsual, manyUsual
		}
	}
	// All sources together make no more than 20,000 rows, even where nothing joins them.
	most := min(3+number/2, mostRecords, int(math.Pow(20_000, 1/float64(max(1, len(s.Tables))))))
	reach := -1 // the source that has as many records as the statement asks for, where that is many
	if number%4 == 3 && s.domains.most > 2 {
		reach = m.random.IntN(len(s.Tables))
		m.alike, m.nulls = map[string]int{}, 0
		most = min(most, 4)
	}
	made := map[string][]*Record{}
	var out Data
	for i, in := range s.Job.Case.Tree.Scans {
		if _, done := made[in.Name]; !done {
			n := m.random.IntN(most + 1)
			if i == reach {
				n = s.domains.most + 1 + m.random.IntN(s.domains.most)
			} else if reach >= 0 {
				n = max(n, 1)
			}
			made[in.Name] = m.records(s.Tables[i], in, n)
		}
		out = append(out, made[in.Name])
	}
	return out
}

// records makes at most n records of one source.
func (m *maker) records(t *Table, in *logical.Scan, n int) []*Record {
	out := []*Record{}
	facts := newFacts(in)
	for range n {
		r := &Record{Table: t, Ordinal: m.random.Uint64N(1 << 32)}
		for _, c := range t.Columns {
			r.Values = append(r.Values, m.value(c, len(out)))
		}
		if facts.hold(r) && m.place(r, in) {
			out = append(out, r)
		}
	}
	return out
}

// value draws a value of a column for the nth record. A time is never NULL.
func (m *maker) value(c Column, n int) scalar.Value {
	list := m.domains.of(c, m.from, m.usual)
	if m.s.isTime(c) {
		list = m.domains.moments()
	} else if m.random.Float64() < m.nulls {
		return scalar.Null()
	}
	if first := min(len(list), m.few); m.random.IntN(4) > 0 {
		list = list[:first]
	}
	v := list[m.random.IntN(len(list))]
	if m.alike != nil {
		v = m.alikeValue(c, n)
	}
	if ms, ok := v.Int64(); ok && c.affinity() == " TEXT" && m.s.isTime(c) {
		return scalar.String(time.UnixMilli(ms).UTC().Format(time.RFC3339Nano))
	}
	return v
}

// alikeValue is a value of a column that has the same one in all records, or another one in each.
func (m *maker) alikeValue(c Column, n int) scalar.Value {
	list := m.domains.of(c, m.from, m.usual)
	if m.s.isTime(c) {
		list = m.domains.moments()
	}
	at, drawn := m.alike[c.name()]
	if !drawn {
		if at = m.random.IntN(len(list)); m.random.IntN(3) == 0 {
			at = -1
		}
		m.alike[c.name()] = at
	}
	if at < 0 {
		return m.numbered(c, n)
	}
	return list[at]
}

// numbered is a value of a column that no other record has, if its values are so many.
func (m *maker) numbered(c Column, n int) scalar.Value {
	if c.System != "" {
		return scalar.Int(int64(n))
	}
	root := m.domains.root(c.Path[len(c.Path)-1])
	switch {
	case m.s.isTime(c):
	case m.domains.bools[root]:
		return scalar.Bool(n%2 == 0)
	case m.domains.texts[root] && m.domains.digits[root]:
		return scalar.String(strconv.Itoa(n))
	case m.domains.texts[root]:
		return scalar.String(fmt.Sprint("n", n))
	}
	return scalar.Int(int64(n))
}

// isTime reports whether a column gives the event time.
func (s *Statement) isTime(c Column) bool {
	return c.System != "" || slices.Contains(s.query.Times, columnName(c.Path)) || s.domains.times[s.domains.root(c.Path[len(c.Path)-1])]
}

// place puts a record into a partition of its topic: a function of the declared key, another one in each data set, or
// else a random one. It says
// whether all of the key has values: the producer spreads records without, so nothing is promised of them.
func (m *maker) place(r *Record, in *logical.Scan) bool {
	partitions := in.Known.Partitions
	if partitions == 0 {
		partitions = usualPartitions
	}
	if len(in.Known.Key) == 0 {
		r.Partition = m.random.IntN(partitions)
		return true
	}
	key := fmt.Appendf(nil, "topic %s %d ", in.Known.Partitioner, m.number)
	for _, k := range in.Known.Key {
		v := r.Field(catalog.Path(k))
		if v.IsNull() {
			return false
		}
		key = scalar.AppendKey(key, v)
	}
	r.Partition = int(xxhash.Sum64(key) % uint64(partitions))
	return true
}

// facts are what is declared of the values of a source, and the values that were seen.
type facts struct {
	in   *logical.Scan
	seen []map[string]string // by dependency; the last one is the primary key of a table
}

func newFacts(in *logical.Scan) *facts {
	f := &facts{in: in}
	for range len(in.Known.Determines) + 1 {
		f.seen = append(f.seen, map[string]string{})
	}
	return f
}

// hold reports whether what is declared holds of a record and of those before it, and takes it in if so.
func (f *facts) hold(r *Record) bool {
	key := func(names []string) string {
		var b []byte
		for _, n := range names {
			b = scalar.AppendKey(b, r.Field(catalog.Path(n)))
		}
		return string(b)
	}
	var from, to []string
	for i, d := range f.in.Known.Determines {
		from, to = append(from, key(d.From)), append(to, key(d.To))
		if before, known := f.seen[i][from[i]]; known && before != to[i] {
			return false
		}
	}
	if pk := f.in.Known.PrimaryKey; len(pk) > 0 && f.in.IsTable() {
		last := f.seen[len(f.seen)-1]
		if _, known := last[key(pk)]; known {
			return false
		}
		last[key(pk)] = ""
	}
	for i := range from {
		f.seen[i][from[i]] = to[i]
	}
	return true
}
