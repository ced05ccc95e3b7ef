package prove

import (
	"database/sql/driver"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"time"

	"modernc.org/sqlite"

	"github.com/velo-plan/velo-plan/strategies/scalar"
)

// windowFunction is SQLite's name for the function that gives the beginning of a window of a record, from its time, the
// size, the advance and the number of the window. It is NULL where the record is not in so many.
const windowFunction = "velo_window"

// timeFunction is SQLite's name for the function that gives a time in milliseconds since 1970.
const timeFunction = "velo_time"

// shiftFunction is SQLite's name for the function that adds milliseconds to a time.
const shiftFunction = "velo_shift"

// register makes the functions known to SQLite, once: at the first use and not at the start of the program.
var register = sync.OnceValue(func() error {
	for _, name := range computed {
		if err := sqlite.RegisterDeterministicScalarFunction(function(name), -1, func(_ *sqlite.FunctionContext, args []driver.Value) (driver.Value, error) {
			return compute(name, args)
		}); err != nil {
			return err
		}
	}
	return errors.Join(
		sqlite.RegisterDeterministicScalarFunction(windowFunction, -1, func(_ *sqlite.FunctionContext, args []driver.Value) (driver.Value, error) {
			return windowOf(args), nil
		}),
		sqlite.RegisterDeterministicScalarFunction(timeFunction, 1, func(_ *sqlite.FunctionContext, args []driver.Value) (driver.Value, error) {
			return timeOf(args[0])
		}),
		sqlite.RegisterDeterministicScalarFunction(shiftFunction, 2, func(_ *sqlite.FunctionContext, args []driver.Value) (driver.Value, error) {
			return shifted(args[0], args[1].(int64))
		}),
	)
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

// windowOf returns the beginning of a window of a size that a time falls into, all in milliseconds since 1970. Without an
// advance windows follow each other. A record is in several that overlap: the nth counts backwards from the latest.
func windowOf(args []driver.Value) driver.Value {
	at, size := args[0].(int64), args[1].(int64)
	advance, nth := size, int64(0)
	if len(args) > 2 {
		advance, nth = args[2].(int64), args[3].(int64)
	}
	start := at - ((at%advance)+advance)%advance - nth*advance
	if at >= start+size {
		return nil
	}
	return start
}

// timeOf returns a time in milliseconds since 1970.
func timeOf(at driver.Value) (driver.Value, error) {
	switch at := at.(type) {
	case int64:
		return at, nil
	case string:
		t, err := time.Parse(time.RFC3339, at)
		if err != nil {
			return nil, fmt.Errorf("the event time %q is neither milliseconds since 1970 nor a time as 2026-01-31T12:00:00Z", at)
		}
		return t.UnixMilli(), nil
	case nil:
		return nil, errors.New("a record has no event time: name its column in WINDOW, as in TUMBLING(ts, 1m); without one the time is _TIMESTAMP, which envelopes give")
	}
	return nil, fmt.Errorf("the event time %v is no whole number of milliseconds since 1970", at)
}

// shifted returns a time some milliseconds later, written as it was.
func shifted(at driver.Value, ms int64) (driver.Value, error) {
	switch at := at.(type) {
	case nil:
		return nil, nil
	case int64:
		return at + ms, nil
	case string:
		t, err := time.Parse(time.RFC3339Nano, at)
		if err != nil {
			return nil, fmt.Errorf("an INTERVAL beside %q, which is neither milliseconds since 1970 nor a time as 2026-01-31T12:00:00Z", at)
		}
		layout := time.RFC3339
		if _, fraction, ok := strings.Cut(at, "."); ok {
			layout = "2006-01-02T15:04:05." + strings.Repeat("0", len(fraction)-len(strings.TrimLeft(fraction, "0123456789"))) + "Z07:00"
		}
		return t.Add(time.Duration(ms) * time.Millisecond).Format(layout), nil
	}
	return nil, fmt.Errorf("an INTERVAL beside %v, which is no time", at)
}

// appendJSON writes a text as JSON.
func appendJSON(b []byte, s string) []byte {
	out, _ := json.Marshal(s)
	return append(b, out...)
}
