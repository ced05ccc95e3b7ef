package prove

import (
	"fmt"
	"slices"
	"strings"

	"github.com/velo-plan/velo-plan/planner/catalog"
	"github.com/velo-plan/velo-plan/planner/logical"
	"github.com/velo-plan/velo-plan/strategies/scalar"
)

// Refuted is something declared that given records show to be false.
type Refuted struct {
	Fact    string `json:"fact"`           // "topic trades is keyed by symbol (@source_key)"
	Line    int    `json:"line,omitempty"` // of the annotation that states it; 0 if none does
	Column  int    `json:"column,omitempty"`
	Because string `json:"because"` // "records with symbol \"A\" are in its partitions 0 and 1"
}

// Declared holds what is declared of the sources of a statement against records that are given one after the other.
type Declared struct {
	s       *Statement
	sources []*declaredOf
}

// maxRemembered is how many values are remembered of a key; a value that comes after so many others is not checked.
const maxRemembered = 1 << 20

// declaredOf is what is declared of one source, and what was seen of its records. Values are the bytes of a key.
type declaredOf struct {
	in      *logical.Scan
	at      map[string]int      // the partition in which a value of the topic's key was first seen
	wrong   map[string]bool     // values that are in others, too
	to      []map[string]string // by dependency: what a value determines
	primary map[string]bool
	refuted []Refuted
	once    map[string]bool // facts that are refuted
}

// NewDeclared returns what checks the declarations about the sources of a statement.
func NewDeclared(s *Statement) *Declared {
	d := &Declared{s: s}
	for i, in := range s.Job.Case.Tree.Scans {
		if slices.Index(s.sources(), in.Name) < i {
			continue // it is read twice
		}
		of := &declaredOf{in: in, at: map[string]int{}, wrong: map[string]bool{}, primary: map[string]bool{}, once: map[string]bool{}}
		for range in.Known.Determines {
			of.to = append(of.to, map[string]string{})
		}
		d.sources = append(d.sources, of)
	}
	return d
}

// Add takes in a record of a source. Its memory may be used again.
func (d *Declared) Add(source string, rec *Record) {
	for _, of := range d.sources {
		if of.in.Name == source {
			d.key(of, rec)
			d.count(of, rec)
			d.dependencies(of, rec)
			d.primaryKey(of, rec)
		}
	}
}

// Refuted returns the declarations that the records show to be false.
func (d *Declared) Refuted() []Refuted {
	out := []Refuted{}
	for i, of := range d.sources {
		for n := range of.refuted {
			r := of.refuted[n]
			if wrong := len(of.wrong); wrong > 1 && strings.HasPrefix(r.Fact, keyedFact(of.in)) {
				r.Because += fmt.Sprintf(", and %d of %d keys are so", wrong, len(of.at))
			}
			out = append(out, r)
		}
		for _, other := range d.sources[:i] {
			if r := d.pair(other, of); r != nil {
				out = append(out, *r)
			}
		}
	}
	return out
}

// note makes a false fact, with the place of the annotation that states it.
func (d *Declared) note(annotation, fact, because string) Refuted {
	out := Refuted{Fact: fact, Because: because}
	for _, a := range d.s.Job.Statement.Annotations {
		if strings.EqualFold(a.Name, annotation) {
			at := d.s.Job.Plan.Source.Position(a.Span().Start)
			out.Line, out.Column = at.Line, at.Column
		}
	}
	return out
}

// refute notes a false fact of a source, once.
func (d *Declared) refute(of *declaredOf, annotation, fact, because string) {
	if !of.once[fact] {
		of.once[fact] = true
		of.refuted = append(of.refuted, d.note(annotation, fact, because))
	}
}

// keyOf returns the bytes of some fields' values, and whether each has one.
func (r *Record) keyOf(names []string) (key string, whole bool) {
	var b []byte
	whole = true
	for _, n := range names {
		v := r.Field(catalog.Path(n))
		whole = whole && !v.IsNull()
		b = scalar.AppendKey(b, v)
	}
	return string(b), whole
}

// shows writes fields with the values of a key: symbol "A".
func shows(names []string, key string) string {
	var out []string
	rest := []byte(key)
	for _, n := range names {
		var v scalar.Value
		v, rest, _ = scalar.CutKey(rest)
		text := string(v.Text())
		switch {
		case v.IsNull():
			text = "null"
		case v.Kind() == scalar.KindString:
			text = string(appendJSON(nil, text))
		}
		out = append(out, n+" "+text)
	}
	return strings.Join(out, ", ")
}

func keyedFact(in *logical.Scan) string {
	return fmt.Sprintf("topic %s is keyed by %s", in.Name, strings.Join(in.Known.Key, ", "))
}

// key looks for a value of the topic's key that is in several partitions. Records without a key are spread.
func (d *Declared) key(of *declaredOf, rec *Record) {
	names := of.in.Known.Key
	if len(names) == 0 {
		return
	}
	value, whole := rec.keyOf(names)
	before, known := of.at[value]
	switch {
	case !whole:
	case !known && len(of.at) < maxRemembered:
		of.at[value] = rec.Partition
	case known && before != rec.Partition:
		of.wrong[value] = true
		d.refute(of, "source_key."+of.in.Name, keyedFact(of.in)+" ("+of.in.Known.KeyBy+")",
			fmt.Sprintf("records with %s are in its partitions %d and %d", shows(names, value), before, rec.Partition))
	}
}

// count looks for a record from a partition that the topic has not.
func (d *Declared) count(of *declaredOf, rec *Record) {
	if n := of.in.Known.Partitions; n > 0 && rec.Partition >= n {
		noun := "partitions"
		if n == 1 {
			noun = "partition"
		}
		d.refute(of, "source_partitions."+of.in.Name, fmt.Sprintf("topic %s has %d %s (%s)", of.in.Name, n, noun, of.in.Known.PartBy),
			fmt.Sprintf("a record is from partition %d, and the first one is 0", rec.Partition))
	}
}

// dependencies looks for records that agree on the columns of a dependency and differ in what these determine.
func (d *Declared) dependencies(of *declaredOf, rec *Record) {
	for i, dep := range of.in.Known.Determines {
		from, _ := rec.keyOf(dep.From)
		to, _ := rec.keyOf(dep.To)
		before, known := of.to[i][from]
		switch {
		case !known && len(of.to[i]) < maxRemembered:
			of.to[i][from] = to
		case known && before != to:
			d.refute(of, "", fmt.Sprintf("%s determines %s in %s (%s)", strings.Join(dep.From, ", "), strings.Join(dep.To, ", "), of.in.Name, of.in.Known.DependsBy),
				fmt.Sprintf("there are records with %s that have %s and %s", shows(dep.From, from), shows(dep.To, before), shows(dep.To, to)))
		}
	}
}

// primaryKey looks for two rows of a table with one primary key.
func (d *Declared) primaryKey(of *declaredOf, rec *Record) {
	key := of.in.Known.PrimaryKey
	if len(key) == 0 || !of.in.IsTable() {
		return
	}
	value, _ := rec.keyOf(key)
	if of.primary[value] {
		d.refute(of, "", strings.Join(key, ", ")+" is the primary key of table "+of.in.Name, "several records have "+shows(key, value))
	} else if len(of.primary) < maxRemembered {
		of.primary[value] = true
	}
}

// pair looks for a value that is the key of two topics, which the plan takes to be partitioned alike, and is in different partitions of
// them. Which columns of longer keys belong together is not looked at.
func (d *Declared) pair(a, b *declaredOf) *Refuted {
	left, right := a.in.Known, b.in.Known
	if len(left.Key) != 1 || len(right.Key) != 1 || left.Partitions != right.Partitions || left.Partitioner != right.Partitioner || !d.s.Job.Case.Aligned {
		return nil
	}
	least := ""
	for value, at := range b.at {
		if other, both := a.at[value]; both && other != at && (least == "" || value < least) {
			least = value
		}
	}
	if least == "" {
		return nil
	}
	r := d.note("source_key."+b.in.Name, fmt.Sprintf("topics %s and %s are partitioned alike, by %s and %s", a.in.Name, b.in.Name, left.Key[0], right.Key[0]),
		fmt.Sprintf("records with %s are in partition %d of %s, and with %s in partition %d of %s",
			shows(left.Key, least), a.at[least], a.in.Name, shows(right.Key, least), b.at[least], b.in.Name))
	return &r
}
