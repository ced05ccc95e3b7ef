// Package keyedby finds out, from a sample of a topic's records, which of their fields decides the
// partition that a record is in, and by which partitioner.
//
//	samples ─┬─ keys ──► hash(key) mod n == partition?  ──► the partitioner ─┐
//	         ├─ keys ──► forms (text, a|b, JSON, number) ──► fields equal ───┼──► Verdict
//	         └─ JSON ──► fields ──► one value, one partition? ──► conflicts ─┘
//
// It claims nothing that chance would bring about in more than one of a million cases, and nothing
// that a single record of the sample contradicts.
package keyedby

import (
	"slices"
	"strings"
)

// MaxChance is how likely the records may look as they do by mere chance, for anything to be claimed.
const MaxChance = 1e-6

// Sample is one record of a topic.
type Sample struct {
	Partition int32
	Offset    int64
	Key       []byte // nil if the record has no key
	Value     []byte // a JSON object; anything else has no fields
	// Text is what the key holds, as JSON, if its bytes are written by a schema; Schema names that, if the bytes begin
	// with it.
	Text   []byte
	Schema string
}

// The values of Verdict.Outcome.
const (
	Decided   = "decided"   // the fields decide the partition of every record of the sample
	None      = "none"      // the sample shows that its fields do not decide it
	Undecided = "undecided" // the sample is too small, or too uniform, to tell
)

// The values of Verdict.By.
const (
	ByKey    = "key"    // the partitioner hashes the record key
	ByField  = "field"  // the records have no such key, and the partitioner hashes the text of the fields
	ByCustom = "custom" // one value is always in one partition, by no partitioner that is known here
)

// Verdict is what a sample says.
type Verdict struct {
	Outcome string `json:"outcome"`
	// Fields are those that decide together, in the order of the key; empty if none are found. With the
	// outcome none they are the fields that the record key is made of.
	Fields []string `json:"fields"`
	// Same are further fields that equal one of Fields in every record.
	Same []string `json:"same,omitempty"`
	By   string   `json:"by,omitempty"`
	// Partitioner is murmur2 or crc32; "" if none of them fits. With exceptions it is the one that
	// places all other records.
	Partitioner string `json:"partitioner,omitempty"`
	Form        string `json:"form,omitempty"` // how the record key holds the fields: one of the forms
	// KeySchema is the schema that the bytes of all record keys begin with, which are hashed with it; "" if they do not.
	KeySchema string `json:"key_schema,omitempty"`

	Records    int `json:"records"`    // in the sample
	Distinct   int `json:"distinct"`   // keys, or values of the fields where the records have no keys
	Partitions int `json:"partitions"` // of the topic
	Seen       int `json:"seen"`       // partitions that the sample has records of
	Keyless    int `json:"keyless"`    // records without a key
	Fieldless  int `json:"fieldless"`  // records whose value is no JSON object: nothing, or something else

	Exceptions int      `json:"exceptions"` // records that are not where the rest says they should be
	Example    *Example `json:"example,omitempty"`
	// GrownFrom is the partition count that all exceptions fit; 0 if there is none: the topic was
	// enlarged, and they are older than that.
	GrownFrom int     `json:"grown_from,omitempty"`
	Chance    float64 `json:"chance,omitempty"` // a bound of how likely chance gives such a sample
	Because   string  `json:"because,omitempty"`
}

// Example is a record that contradicts, and where a record of the same key was seen before, if it was.
type Example struct {
	Partition int32  `json:"partition"`
	Offset    int64  `json:"offset"`
	Key       string `json:"key"`
	NoKey     bool   `json:"no_key,omitempty"`
	Other     *int32 `json:"other_partition,omitempty"`
}

// Analysis is a sample that was looked into.
type Analysis struct {
	Verdict Verdict
	samples []Sample
	columns []*column
	rows    []int // the samples whose values are JSON objects; columns have a cell for each
	slices  []uint8
}

// Analyze looks into a sample of a topic with that many partitions. Samples of one partition must be in
// the order of their offsets. It keeps the samples.
func Analyze(samples []Sample, partitions int) *Analysis {
	a := &Analysis{samples: samples}
	v := &a.Verdict
	v.Records, v.Partitions, v.Fields = len(samples), partitions, []string{}
	a.rows, a.columns = readColumns(samples)
	v.Fieldless = len(samples) - len(a.rows)
	for i := range samples {
		if samples[i].Key == nil {
			v.Keyless++
		}
	}
	v.KeySchema = keySchema(samples)
	a.slice()
	switch {
	case len(samples) == 0:
		v.undecided("the topic has no records")
	case partitions == 1:
		v.undecided("the topic has one partition, which holds all records whatever their keys")
	case v.Keyless == len(samples):
		a.byFields()
	default:
		a.byKeys()
	}
	return a
}

// keySchema is the schema that all keys name; several are one of their own.
func keySchema(samples []Sample) string {
	var names []string
	for i := range samples {
		if s := &samples[i]; s.Key != nil && !slices.Contains(names, s.Schema) {
			names = append(names, s.Schema)
		}
	}
	if len(names) == 1 {
		return names[0]
	}
	slices.Sort(names)
	return strings.TrimPrefix(strings.Join(names, ", "), ", ")
}

func (v *Verdict) undecided(because string) { v.Outcome, v.Because = Undecided, because }

func (v *Verdict) none(because string) { v.Outcome, v.Because = None, because }

// sliceCount is into how many parts the sampled records of a partition are divided, to see whether a value
// is met throughout: a producer that sends records without keys fills one partition for a while, so
// that neighbours are together by chance.
const sliceCount = 8

// enoughInPartition is how many records without keys in a partition are surely several batches of a
// producer. A partition with fewer of them is one slice: it shows no value that comes back.
const enoughInPartition = 400

// batchSlices is how many slices one batch can reach: up to enoughInPartition/sliceCount*2 records that
// begin in the middle of a slice.
const batchSlices = 3

// slice numbers the parts, and counts the partitions that have records.
func (a *Analysis) slice() {
	counts := map[int32]int{}
	for i := range a.samples {
		counts[a.samples[i].Partition]++
	}
	a.Verdict.Seen = len(counts)
	a.slices = make([]uint8, len(a.samples))
	seen := map[int32]int{}
	for i := range a.samples {
		p := a.samples[i].Partition
		if a.Verdict.Keyless < len(a.samples) || counts[p] >= enoughInPartition {
			a.slices[i] = uint8(seen[p] * sliceCount / counts[p])
		}
		seen[p]++
	}
}

// example is a sample as it is shown; other is one that contradicts it, if not below 0.
func (a *Analysis) example(i, other int, key string) *Example {
	s := &a.samples[i]
	e := &Example{Partition: s.Partition, Offset: s.Offset, Key: key, NoKey: s.Key == nil}
	if other >= 0 {
		p := a.samples[other].Partition
		e.Other = &p
	}
	return e
}

// keys are the record keys with the samples that they are of.
func (a *Analysis) keys() (texts [][]byte, at []int) {
	for i := range a.samples {
		if key := a.samples[i].Key; key != nil {
			texts, at = append(texts, key), append(at, i)
		}
	}
	return texts, at
}
