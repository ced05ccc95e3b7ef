package replay

import (
	"math"

	"github.com/velo-plan/velo-plan/strategies"
	"github.com/velo-plan/velo-plan/strategies/scalar"
)

// keys makes a record of what the scanner found in a line: it evaluates the key and hashes it. It
// is the scalar.Record of that line.
type keys struct {
	columns *columns
	scanner *scanner
	exprs   []scalar.Expr
	hasher  *strategies.KeyHasher

	values []scalar.Value // of the key, used again for every record
	source scalar.Value   // the partition that the record was read from
	err    error          // a field of the record that has no value
}

// newKeys returns a keys that reads from scanner.
func newKeys(j *job, s *scanner) *keys {
	return &keys{
		columns: j.columns, scanner: s, exprs: j.Keys,
		hasher: strategies.NewKeyHasher(j.Hash), values: make([]scalar.Value, len(j.Keys)),
	}
}

// zero is the source partition of a record that names none.
var zero = scalar.Int(0)

// record returns the record of the line that was scanned last, and counts what it lacks.
func (k *keys) record(t *tally) (r record, why reason) {
	k.err = nil
	source, found := k.sourcePartition()
	anyNull := false
	for i, e := range k.exprs {
		v, err := scalar.Eval(e, k)
		if err != nil || k.err != nil {
			return record{}, keyNotEvaluable
		}
		k.values[i] = v
		anyNull = anyNull || v.IsNull()
	}
	if anyNull {
		t.nullKeys++
	}
	if !found {
		t.missingSources++
	}
	if len(k.values) > 0 {
		r.hash = k.hasher.Sum(k.values)
	}
	r.source = source
	return r, accepted
}

// sourcePartition returns the number of the partition that the record was read from. A field that
// holds anything else than a whole number from 0 is as good as missing.
func (k *keys) sourcePartition() (partition int32, found bool) {
	k.source = zero
	for _, f := range k.columns.source {
		v, ok := scalar.ParseNumber(k.scanner.value(f))
		if !ok {
			continue
		}
		if n, ok := v.Int64(); ok && n >= 0 && n <= math.MaxInt32 {
			k.source = v
			return int32(n), true
		}
	}
	return 0, false
}

// Field returns the value of a field.
func (k *keys) Field(path []string) scalar.Value {
	f := k.columns.root.find(path)
	if f == nil {
		return scalar.Null()
	}
	return k.read(f)
}

// System returns the value of a system column.
func (k *keys) System(name string) scalar.Value {
	if name == sourceColumn {
		return k.source
	}
	for _, f := range k.columns.system[name] {
		if v := k.read(f); !v.IsNull() {
			return v
		}
	}
	return scalar.Null()
}

// read returns the value of a field in the tree. The text is JSON, so only a number whose exponent
// no number here can have is an error.
func (k *keys) read(f *field) scalar.Value {
	text := k.scanner.value(f)
	if len(text) == 0 {
		return scalar.Null()
	}
	v, err := scalar.FromJSON(text)
	if err != nil {
		k.err = err
	}
	return v
}
