package scalar

import (
	"fmt"
	"slices"
	"strings"
)

// Expr is an expression that a router can evaluate for a record: a Field, System, Const or Op.
// The set is closed. Trees are plain data, never changed once made, and safe for concurrent use.
type Expr interface{ expr() }

// Field is a field of the record, or a field inside nested objects: its names from the outermost
// to the innermost, in their exact spelling.
type Field struct{ Path []string }

// System is a system column, by its canonical name (SystemName).
type System struct{ Name string }

// Const is a literal.
type Const struct{ Value Value }

// Op is an operation on the values of its arguments. Lookup knows the names and makes them.
type Op struct {
	Name string
	Args []Expr
}

func (Field) expr()  {}
func (System) expr() {}
func (Const) expr()  {}
func (Op) expr()     {}

// Record is what an expression reads.
type Record interface {
	// Field returns the value at the path, null if there is none.
	Field(path []string) Value
	// System returns the value of a system column by its canonical name, null if there is none.
	System(name string) Value
}

// Eval returns the value of e for r. The error says which operation has no defined value for
// which kind of argument; such a record has no key.
func Eval(e Expr, r Record) (Value, error) {
	switch e := e.(type) {
	case Field:
		return r.Field(e.Path), nil
	case System:
		return r.System(e.Name), nil
	case Const:
		return e.Value, nil
	case Op:
		o, ok := operations[e.Name]
		if !ok || !o.takes(len(e.Args)) {
			return Value{}, fmt.Errorf("%s with %d arguments is no operation of a router", e.Name, len(e.Args))
		}
		v, err := o.apply(e.Args, func(a Expr) (Value, error) { return Eval(a, r) })
		if err != nil {
			return Value{}, fmt.Errorf("%s: %w", e.Name, err)
		}
		return v, nil
	}
	return Value{}, fmt.Errorf("%T is no expression of a router", e)
}

// Fields returns the distinct paths that e reads, in the order of first reading.
func Fields(e Expr) [][]string {
	var paths [][]string
	var walk func(Expr)
	walk = func(e Expr) {
		switch e := e.(type) {
		case Field:
			if !slices.ContainsFunc(paths, func(p []string) bool { return slices.Equal(p, e.Path) }) {
				paths = append(paths, e.Path)
			}
		case Op:
			for _, a := range e.Args {
				walk(a)
			}
		}
	}
	walk(e)
	return paths
}

// SystemName returns the canonical name of a system column. _PARTITION, _OFFSET, _TIMESTAMP and
// _EVENT_TIME are recognised in any case, _topic and _key exactly so, as in the engine.
func SystemName(name string) (canonical string, ok bool) {
	switch upper := strings.ToUpper(name); upper {
	case "_PARTITION", "_OFFSET", "_TIMESTAMP", "_EVENT_TIME":
		return upper, true
	}
	return name, name == "_topic" || name == "_key"
}
