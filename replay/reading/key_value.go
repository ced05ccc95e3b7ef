package reading

import (
	"github.com/velo-plan/velo-plan/replay/ndjson"
	"github.com/velo-plan/velo-plan/strategies/scalar"
)

// Field returns the value of a field.
func (k *keys) Field(path []string) scalar.Value {
	return k.read(k.columns.Find(path))
}

// zero is the source partition of a record that names none.
var zero = scalar.Int(0)

// System returns the value of a system column.
func (k *keys) System(name string) scalar.Value {
	if k.piece != nil {
		if v := k.ofTopic(name); !v.IsNull() {
			return v
		}
	}
	if name == sourceColumn {
		if v, ok := scalar.ParseNumber(k.source); ok {
			return v
		}
		return zero
	}
	if k.envelope != nil {
		if v := k.readFrom(&k.envelope.scanner, k.envelope.byColumn[name]); !v.IsNull() {
			return v
		}
	}
	for _, f := range k.columns.system[name] {
		if v := k.read(f); !v.IsNull() {
			return v
		}
	}
	return scalar.Null()
}

// read returns the value of a field of the record.
func (k *keys) read(f *ndjson.Field) scalar.Value { return k.readFrom(k.scanner, f) }

// readFrom returns the value of a field that the scanner looks for, null if it is nil. The text is
// JSON, so only a number whose exponent no number here can have is an error.
func (k *keys) readFrom(s *ndjson.Scanner, f *ndjson.Field) scalar.Value {
	if f == nil {
		return scalar.Null()
	}
	text := s.Value(f)
	if len(text) == 0 {
		return scalar.Null()
	}
	v, texts, err := scalar.FromWellFormed(text, k.texts)
	k.texts = texts
	if err != nil {
		k.err = err
	}
	return v
}
