package scalar

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
)

// record is a Record of JSON values by their path joined by dots, and of system columns by name.
type record map[string]Value

func (r record) Field(path []string) Value  { return r[strings.Join(path, ".")] }
func (r record) System(name string) Value   { return r[name] }
func field(path string) Expr                { return Field{Path: strings.Split(path, ".")} }
func constant(t testing.TB, j string) Const { return Const{Value: value(t, j)} }

func TestLookup(t *testing.T) {
	for _, c := range []struct {
		op    string
		nargs int
		ok    bool
	}{
		{"UPPER", 1, true}, {"UPPER", 0, false}, {"UPPER", 2, false}, {"upper", 1, false}, {"CONCAT", 1, true}, {"||", 1, false},
		{"||", 1000, true}, {"NOW", 0, false}, {"RANDOM", 0, false}, {"-", 1, true}, {"-", 3, false}, {"CASE", 2, true}, {"", 0, false},
	} {
		if build, ok := Lookup(c.op, c.nargs); ok != c.ok || (build != nil) != c.ok {
			t.Errorf("Lookup(%q, %d) = %v", c.op, c.nargs, ok)
		}
	}
	build, _ := Lookup("MOD", 2)
	if got, want := build(field("a"), field("b")), (Op{Name: "%", Args: []Expr{field("a"), field("b")}}); !reflect.DeepEqual(got, want) {
		t.Errorf("MOD is %v", got)
	}
	for alias, op := range aliases {
		if _, ok := operations[op]; !ok {
			t.Errorf("%s leads to %s, which is no operation", alias, op)
		}
	}
}

func TestEval(t *testing.T) {
	r := record{"a": String("x"), "m.v": Int(7), "_PARTITION": Int(3)}
	for _, c := range []struct {
		e    Expr
		want string
	}{
		{field("a"), `"x"`},
		{field("m.v"), `7`},
		{field("m"), `null`},
		{System{Name: "_PARTITION"}, `3`},
		{System{Name: "_OFFSET"}, `null`},
		{constant(t, `[1]`), `[1]`},
		{Op{Name: "||", Args: []Expr{field("a"), Op{Name: "+", Args: []Expr{field("m.v"), constant(t, "1")}}}}, `"x8"`},
		{Op{Name: "UPPER", Args: []Expr{Op{Name: "ABS", Args: []Expr{field("a")}}}}, `error: UPPER: ABS: a string is no number`},
		{Op{Name: "NOW"}, `error: NOW with 0 arguments is no operation of a router`},
		{Op{Name: "UPPER"}, `error: UPPER with 0 arguments is no operation of a router`},
		{Op{Name: "COALESCE", Args: []Expr{field("a"), Op{Name: "ABS", Args: []Expr{field("a")}}}}, `"x"`},
		{Op{Name: "COALESCE", Args: []Expr{nil}}, `error: COALESCE: <nil> is no expression of a router`},
		{nil, `error: <nil> is no expression of a router`},
	} {
		if got := outcome(Eval(c.e, r)); got != c.want {
			t.Errorf("%v = %s, want %s", c.e, got, c.want)
		}
	}
}

func TestErrorsAreNotSwallowed(t *testing.T) {
	bad := Op{Name: "ABS", Args: []Expr{constant(t, `"x"`)}}
	for op, o := range operations {
		for at := range max(o.min, 1) {
			args := make([]Expr, max(o.min, 1))
			for i := range args {
				args[i] = constant(t, map[bool]string{true: "null", false: "false"}[op == "COALESCE" || op == "OR" && i < at])
			}
			if op == "AND" {
				args[0] = constant(t, "true")
			}
			if op == "CASE" {
				args[0] = constant(t, "true")
			}
			if op == "IN" || op == "NULLIF" || op == "BETWEEN" {
				args[0] = constant(t, "true")
			}
			args[at] = bad
			if v, err := Eval(Op{Name: op, Args: args}, record{}); err == nil || !strings.Contains(err.Error(), "no number") {
				t.Errorf("%s with an error in argument %d is %v, %v", op, at+1, v, err)
			}
		}
	}
}

func TestFields(t *testing.T) {
	e := Op{Name: "||", Args: []Expr{
		field("b"), Op{Name: "UPPER", Args: []Expr{field("a.c")}}, field("b"), System{Name: "_OFFSET"}, constant(t, "1"), field("a"),
	}}
	if got := fmt.Sprint(Fields(e)); got != "[[b] [a c] [a]]" {
		t.Errorf("fields %s", got)
	}
	if got := Fields(constant(t, "1")); got != nil {
		t.Errorf("fields of a constant: %v", got)
	}
}

func TestSystemName(t *testing.T) {
	for name, want := range map[string]string{
		"_partition": "_PARTITION", "_Offset": "_OFFSET", "_TIMESTAMP": "_TIMESTAMP", "_event_time": "_EVENT_TIME", "_topic": "_topic", "_key": "_key",
		"_TOPIC": "", "_Key": "", "partition": "", "": "", "_WINDOW_START": "",
	} {
		if got, ok := SystemName(name); ok != (want != "") || ok && got != want {
			t.Errorf("SystemName(%q) = %q, %v", name, got, ok)
		}
	}
}

func BenchmarkEval(b *testing.B) {
	r := record{"symbol": String("aapl"), "price": Int(12), "meta.venue": String("XNAS")}
	for name, e := range map[string]Expr{
		"field":  field("symbol"),
		"UPPER":  Op{Name: "UPPER", Args: []Expr{field("symbol")}},
		"concat": Op{Name: "||", Args: []Expr{field("symbol"), constant(b, `"-"`), field("meta.venue")}},
		"modulo": Op{Name: "%", Args: []Expr{field("price"), constant(b, `10`)}},
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if v, err := Eval(e, r); err != nil || v.IsNull() {
					b.Fatal(v, err)
				}
			}
		})
	}
}
