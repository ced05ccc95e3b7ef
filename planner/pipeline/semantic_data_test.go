//go:build !race

package pipeline_test

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/cespare/xxhash/v2"
	"github.com/velo-plan/velo-plan/planner/catalog"
	"github.com/velo-plan/velo-plan/planner/logical"
	"github.com/velo-plan/velo-plan/planner/prove"
	"github.com/velo-plan/velo-plan/strategies/scalar"
)

// semSource is a source of the cases.
type semSource struct {
	name   string
	kind   string
	pk     []string
	cols   []semColumn
	hidden bool // the planner does not know its columns
	// determines is declared of the columns.
	determines []catalog.Dependency
	loads      *prove.Table
}

// semColumn is a column with the values that its data takes.
type semColumn struct {
	name, typ string
	values    semValues
}

type semValues int

const (
	small    semValues = iota // a few whole numbers, NULL among them
	wide                      // more of them
	unique                    // whole numbers from 0, each once
	text                      // a few words that differ in case
	digits                    // texts that hold a number; each number has one, or SQLite takes 1 and 01 for one key
	mixed                     // 1 and 1.0, which are equal
	clock                     // whole seconds, never NULL
	decided                   // by the column before, NULL or not
	mirrored                  // the same, and the other way round
)

// semSources are read by all cases; t and u share a, u and z share c.
var semSources = []*semSource{
	{name: "t", kind: catalog.KindStream, cols: []semColumn{{"id", "INT", unique}, {"a", "INT", small}, {"b", "INT", small}, {"v", "INT", wide},
		{"s", "STRING", text}, {"f", "", mixed}, {"ts", "TIMESTAMP", clock}, {"nv", "STRING", digits}}},
	{name: "u", kind: catalog.KindStream, cols: []semColumn{{"uid", "INT", unique}, {"a", "INT", small}, {"c", "INT", small}, {"w", "INT", wide}}},
	{name: "z", kind: catalog.KindStream, cols: []semColumn{{"zid", "INT", unique}, {"c", "INT", small}, {"d", "INT", small}}},
	{name: "o", hidden: true, cols: []semColumn{{"oid", "", unique}, {"a", "", small}, {"b", "", small}, {"v", "", wide}}},
	{name: "dim", kind: catalog.KindTable, pk: []string{"k"}, cols: []semColumn{{"k", "INT", unique}, {"n", "INT", small}}},
	{name: "g", kind: catalog.KindStream, cols: []semColumn{{"gid", "INT", unique}, {"a", "INT", small}, {"r", "INT", decided}, {"v", "INT", small}},
		determines: []catalog.Dependency{{From: []string{"a"}, To: []string{"r"}}}},
	{name: "h", kind: catalog.KindStream, cols: []semColumn{{"hid", "INT", unique}, {"a", "INT", small}, {"r", "INT", mirrored}, {"v", "INT", small}},
		determines: []catalog.Dependency{{From: []string{"a"}, To: []string{"r"}}, {From: []string{"r"}, To: []string{"a"}}}},
	{name: "e", kind: catalog.KindStream, cols: []semColumn{{"eid", "INT", unique}, {"k.a", "INT", small}, {"k.b", "INT", small}}},
	{name: "rate", kind: catalog.KindTable, cols: []semColumn{{"a", "INT", small}, {"r", "INT", wide}}},
}

// sources are those that the case may read.
func (c *semCase) sources() []*semSource {
	if c.stage != nil {
		return append([]*semSource{c.stage}, semSources...)
	}
	return semSources
}

// source finds a source by its name; nil if there is none.
func (c *semCase) source(name string) *semSource {
	for _, s := range c.sources() {
		if s.name == strings.ToLower(name) {
			return s
		}
	}
	return nil
}

// table is the source as records are loaded.
func (s *semSource) table() *prove.Table {
	if s.loads == nil {
		s.loads = &prove.Table{}
		for _, c := range s.cols {
			s.loads.Columns = append(s.loads.Columns, prove.Column{Path: []string{c.name}, Type: c.typ})
		}
	}
	return s.loads
}

// semData is the content of every source that a case reads, and how its keys are hashed.
type semData struct {
	rows    map[string][]*prove.Record
	random  *rand.Rand
	repeats bool
	salt    string // comes before the key bytes, so that few values fall into other partitions in every data set
}

// shape is what makes one data set unlike the next.
type shape struct {
	rows, domain int
	repeats      bool // values that are unique else are not
	nulls        float64
	skew         bool
}

// makeData makes the data set of a seed for a plan.
func (c *semCase) makeData(t testing.TB, p *planned, seed uint64) *semData {
	t.Helper()
	d := &semData{rows: map[string][]*prove.Record{}, repeats: c.repeats && seed%2 == 1, random: rand.New(rand.NewPCG(seed, xxhash.Sum64String(c.text)))}
	if seed > 0 {
		d.salt = string(rune('a' + d.random.IntN(26)))
	}
	d.add(t, c, p)
	return d
}

// add makes rows for the sources of a plan that have none.
func (d *semData) add(t testing.TB, c *semCase, p *planned) {
	t.Helper()
	most := []int{60, 60, 40, 20, 12, 8}[min(len(p.Tree.Scans), 5)]
	for _, in := range p.Tree.Scans {
		src := c.source(in.Name)
		if src == nil {
			t.Fatalf("there is no source %s", in.Name)
		}
		if d.rows[src.name] != nil {
			continue
		}
		sh := shape{rows: most/3 + d.random.IntN(most-most/3+1), domain: d.domain(), nulls: []float64{0, 0.1, 0.3}[d.random.IntN(3)], skew: d.random.IntN(3) == 0,
			repeats: d.repeats && len(src.pk) == 0}
		switch {
		case len(src.pk) > 0:
			sh.rows = 3 + d.random.IntN(4)
		case d.random.IntN(4) == 0:
			sh.rows = 1 + d.random.IntN(4) // few enough for partitions without any
		}
		d.rows[src.name] = c.makeRows(d, src, in, sh)
	}
}

// domain draws how many values a column takes: few, so that they meet, or now and then more than a LIMIT lets
// through.
func (d *semData) domain() int {
	if d.random.IntN(8) == 0 {
		return 9
	}
	return 2 + d.random.IntN(4)
}

// makeRows makes the rows of one source. Those without a value in the declared key are left out:
// the producer spreads them, so nothing is promised of them.
func (c *semCase) makeRows(d *semData, src *semSource, in *logical.Scan, sh shape) []*prove.Record {
	out := []*prove.Record{}
	order := d.random.Perm(sh.rows + 4)
	for n := 0; n < sh.rows; n++ {
		r := &prove.Record{Table: src.table(), Ordinal: d.random.Uint64()}
		for _, col := range src.cols {
			v := value(d.random, col.values, sh, order[n])
			if col.values == decided || col.values == mirrored {
				v = determined(col.values, r.Values[len(r.Values)-1])
			}
			for slices.Contains(c.notNull, src.name+"."+col.name) && v.IsNull() {
				v = value(d.random, col.values, sh, order[n])
			}
			r.Values = append(r.Values, v)
		}
		if d.place(r, in) {
			out = append(out, r)
		}
	}
	return out
}

// place puts a row into a partition of its topic: a function of the declared key, else a random
// one. It says whether all of the key has values.
func (d *semData) place(r *prove.Record, in *logical.Scan) bool {
	partitions := in.Known.Partitions
	if partitions == 0 {
		partitions = 5
	}
	if len(in.Known.Key) == 0 {
		r.Partition = d.random.IntN(partitions)
		return true
	}
	key, whole := []byte("topic "+d.salt+in.Known.Partitioner), true
	for _, k := range in.Known.Key {
		v := r.Field(catalog.Path(k))
		whole = whole && !v.IsNull()
		key = scalar.AppendKey(key, v)
	}
	r.Partition = int(xxhash.Sum64(key) % uint64(partitions))
	return whole
}

// determined is a function of the value before: one that folds values, or one that does not.
func determined(kind semValues, before scalar.Value) scalar.Value {
	n, there := before.Int64()
	switch {
	case kind == mirrored && there:
		return scalar.Int(4 - n)
	case kind == mirrored:
		return scalar.Int(7)
	case there:
		return scalar.Int(n % 2)
	}
	return scalar.Int(1)
}

// value draws a value of a column; one of unique values is n.
func value(random *rand.Rand, kind semValues, sh shape, n int) scalar.Value {
	switch kind {
	case unique:
		if !sh.repeats {
			return scalar.Int(int64(n))
		}
	case clock:
		return scalar.Int(int64(random.IntN(40)))
	}
	if random.Float64() < sh.nulls {
		return scalar.Null()
	}
	pick := random.IntN(sh.domain)
	if sh.skew && random.IntN(3) > 0 {
		pick = 1
	}
	switch kind {
	case text:
		return scalar.String([]string{"x", "X", "y", "xy", "Xy"}[pick%5])
	case digits:
		return scalar.String([]string{"1", "2", "3", "0", "4"}[pick%5])
	case mixed:
		v, _ := scalar.ParseNumber([]byte([]string{"1", "1.0", "2", "2.5", "1e0"}[pick%5]))
		return v
	case wide:
		return scalar.Int(int64(random.IntN(8) - 2))
	}
	if pick == 8 {
		pick = -1
	}
	return scalar.Int(int64(pick))
}
