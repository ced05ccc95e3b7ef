package prove

import (
	"database/sql/driver"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"sync"
	"time"

	"modernc.org/sqlite"

	"github.com/velo-plan/velo-plan/strategies/scalar"
)

// windowFunction is SQLite's name for the function that gives the beginning of a record's window.
const windowFunction = "velo_window"

// register makes the functions known to SQLite, once: at the first use and not at the start of the program.
var register = sync.OnceValue(func() error {
	for _, name := range computed {
		if err := sqlite.RegisterDeterministicScalarFunction(function(name), -1, func(_ *sqlite.FunctionContext, args []driver.Value) (driver.Value, error) {
			return compute(name, args)
		}); err != nil {
			return err
		}
	}
	return sqlite.RegisterDeterministicScalarFunction(windowFunction, 2, func(_ *sqlite.FunctionContext, args []driver.Value) (driver.Value, error) {
		return windowOf(args[0], args[1].(int64))
	})
})

// compute computes a function as the router does.
func compute(name string, args []driver.Value) (driver.Value, error) {
	build, ok := scalar.Lookup(name, len(args))
	if !ok {
		return nil, fmt.Errorf("%s with %d arguments", name, len(args))
	}
	exprs := make([]scalar.Expr, len(args))
	for i, a := range args {
		exprs[i] = scalar.Const{Value: ValueOf(a)}
	}
	v, err := scalar.Eval(build(exprs...), nil)
	if err != nil {
		return nil, err
	}
	switch v.Kind() {
	case scalar.KindNull:
		return nil, nil
	case scalar.KindNumber:
		if i, ok := v.Int64(); ok {
			return i, nil
		}
		return strconv.ParseFloat(v.String(), 64)
	}
	return v.String(), nil
}

// ValueOf returns what SQLite gives as a value.
func ValueOf(v any) scalar.Value {
	switch v := v.(type) {
	case int64:
		return scalar.Int(v)
	case float64:
		n, _ := scalar.ParseNumber(strconv.AppendFloat(nil, v, 'g', -1, 64))
		return n
	case string:
		return scalar.String(v)
	case []byte:
		return scalar.StringBytes(v)
	}
	return scalar.Null()
}

// windowOf returns the beginning of the window of a size that a time falls into, all in milliseconds since 1970.
func windowOf(at driver.Value, size int64) (driver.Value, error) {
	var ms int64
	switch at := at.(type) {
	case int64:
		ms = at
	case string:
		t, err := time.Parse(time.RFC3339, at)
		if err != nil {
			return nil, fmt.Errorf("the event time %q is neither milliseconds since 1970 nor a time as 2026-01-31T12:00:00Z", at)
		}
		ms = t.UnixMilli()
	case nil:
		return nil, errors.New("a record has no event time: name its column in WINDOW, as in TUMBLING(ts, 1m); without one the time is _TIMESTAMP, which envelopes give")
	default:
		return nil, fmt.Errorf("the event time %v is no whole number of milliseconds since 1970", at)
	}
	return ms - ((ms%size)+size)%size, nil
}

// appendJSON writes a text as JSON.
func appendJSON(b []byte, s string) []byte {
	out, _ := json.Marshal(s)
	return append(b, out...)
}
