package scalar

import (
	"bytes"
	"fmt"
)

// compare orders two values of one type: numbers by value, strings by code points, false before
// true. Other types have no order that all engines share, and types do not mix: whether '1' equals
// 1 is not the same everywhere.
func compare(a, b Value) (int, error) {
	if a.kind != b.kind || a.kind == KindJSON {
		return 0, fmt.Errorf("%s cannot be compared with %s", a.kind.indefinite(), b.kind.indefinite())
	}
	if a.kind == KindNumber {
		return parseDecimal(a.text).compare(parseDecimal(b.text)), nil
	}
	return bytes.Compare(a.text, b.text), nil // UTF-8 sorts by code point, "false" before "true"
}

// comparison compares two values that are not null and asks holds about the order.
func comparison(args []Value, holds func(order int) bool) (Value, error) {
	order, err := compare(args[0], args[1])
	if err != nil {
		return Value{}, err
	}
	return Bool(holds(order)), nil
}

func equal(args []Value) (Value, error) {
	return comparison(args, func(o int) bool { return o == 0 })
}

func notEqual(args []Value) (Value, error) {
	return comparison(args, func(o int) bool { return o != 0 })
}

func less(args []Value) (Value, error) {
	return comparison(args, func(o int) bool { return o < 0 })
}

func lessOrEqual(args []Value) (Value, error) {
	return comparison(args, func(o int) bool { return o <= 0 })
}

func greater(args []Value) (Value, error) {
	return comparison(args, func(o int) bool { return o > 0 })
}

func greaterOrEqual(args []Value) (Value, error) {
	return comparison(args, func(o int) bool { return o >= 0 })
}

// wantBool refuses what is neither a boolean nor null: engines differ on the truth of 1 and "t".
func wantBool(v Value) error {
	if v.kind != KindBool && v.kind != KindNull {
		return fmt.Errorf("%s is no condition", v.kind.indefinite())
	}
	return nil
}

func not(args []Value) (Value, error) {
	if err := wantBool(args[0]); err != nil {
		return Value{}, err
	}
	return Bool(!args[0].IsTrue()), nil
}

func and(args []Expr, eval evalFunc) (Value, error) { return decide(args, eval, false) }

func or(args []Expr, eval evalFunc) (Value, error) { return decide(args, eval, true) }

// decide is AND and OR in three-valued logic: the deciding value wins as soon as it is seen, else
// a null makes the result null.
func decide(args []Expr, eval evalFunc, deciding bool) (Value, error) {
	result := Bool(!deciding)
	for _, a := range args {
		v, err := eval(a)
		if err == nil {
			err = wantBool(v)
		}
		if err != nil {
			return Value{}, err
		}
		if v.IsNull() {
			result = Value{}
		} else if v.IsTrue() == deciding {
			return v, nil
		}
	}
	return result, nil
}

func isNull(args []Expr, eval evalFunc) (Value, error) {
	v, err := eval(args[0])
	return Bool(v.IsNull()), err
}

func isNotNull(args []Expr, eval evalFunc) (Value, error) {
	v, err := eval(args[0])
	return Bool(!v.IsNull()), err
}

// between is low <= value AND value <= high.
func between(args []Expr, eval evalFunc) (Value, error) {
	return decide([]Expr{
		Op{Name: ">=", Args: []Expr{args[0], args[1]}},
		Op{Name: "<=", Args: []Expr{args[0], args[2]}},
	}, eval, false)
}

// in reports whether the first value equals one of the others; if none does but one is null, nobody
// knows.
func in(args []Expr, eval evalFunc) (Value, error) {
	v, err := eval(args[0])
	if err != nil || v.IsNull() {
		return Value{}, err
	}
	result := Bool(false)
	for _, a := range args[1:] {
		other, err := eval(a)
		if err != nil {
			return Value{}, err
		}
		if other.IsNull() {
			result = Value{}
			continue
		}
		order, err := compare(v, other)
		if err != nil {
			return Value{}, err
		}
		if order == 0 {
			return Bool(true), nil
		}
	}
	return result, nil
}

// firstCase is CASE WHEN: pairs of condition and result, and an ELSE if one is left over.
func firstCase(args []Expr, eval evalFunc) (Value, error) {
	for ; len(args) >= 2; args = args[2:] {
		v, err := eval(args[0])
		if err == nil {
			err = wantBool(v)
		}
		if err != nil {
			return Value{}, err
		}
		if v.IsTrue() {
			return eval(args[1])
		}
	}
	if len(args) == 1 {
		return eval(args[0])
	}
	return Value{}, nil
}

func coalesce(args []Expr, eval evalFunc) (Value, error) {
	for _, a := range args {
		if v, err := eval(a); err != nil || !v.IsNull() {
			return v, err
		}
	}
	return Value{}, nil
}

// nullIf is null where both values are equal, and else the first.
func nullIf(args []Expr, eval evalFunc) (Value, error) {
	v, err := eval(args[0])
	if err != nil || v.IsNull() {
		return Value{}, err
	}
	other, err := eval(args[1])
	if err != nil || other.IsNull() {
		return v, err
	}
	order, err := compare(v, other)
	if err != nil || order == 0 {
		return Value{}, err
	}
	return v, nil
}
