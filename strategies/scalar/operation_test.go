package scalar

import (
	"os"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// call evaluates an operation on constants given as JSON, with a record that has no fields.
func call(t testing.TB, op string, args ...string) (Value, error) {
	t.Helper()
	build, ok := Lookup(op, len(args))
	if !ok {
		t.Fatalf("no operation %s with %d arguments", op, len(args))
	}
	list := make([]Expr, len(args))
	for i, a := range args {
		list[i] = constant(t, a)
	}
	return Eval(build(list...), record{})
}

// outcome is a result as JSON, or "error: " and the message.
func outcome(v Value, err error) string {
	if err != nil {
		return "error: " + err.Error()
	}
	switch v.Kind() {
	case KindNull:
		return "null"
	case KindString:
		return string(appendQuoted(nil, v.Text()))
	}
	return v.String()
}

func TestOperations(t *testing.T) {
	calls, err := os.ReadFile("testdata/operations.txt")
	if err != nil {
		t.Fatal(err)
	}
	tested := map[string]bool{}
	for line := range strings.Lines(string(calls)) {
		if line = strings.TrimRight(line, "\n"); line == "" || line[0] == '#' {
			continue
		}
		end := strings.LastIndex(line, " = ")
		text, want := line[:end], line[end+len(" = "):]
		op, arguments, _ := strings.Cut(text, " ")
		op = strings.ReplaceAll(op, "~", " ")
		got := outcome(call(t, op, splitArguments(arguments)...))
		wantError, isError := strings.CutPrefix(want, "error: ")
		if isError && !(strings.HasPrefix(got, "error: ") && strings.Contains(got, wantError)) || !isError && got != want {
			t.Errorf("%s: got %s, want %s", text, got, want)
		}
		if alias, ok := aliases[op]; ok {
			op = alias
		}
		tested[op] = true
	}
	for op := range operations {
		if !tested[op] {
			t.Errorf("%s has no case", op)
		}
	}
}

// splitArguments splits at the blanks outside of quotes.
func splitArguments(text string) []string {
	var list []string
	quoted, start := false, 0
	for i := range len(text) {
		switch {
		case text[i] == '"' && (i == 0 || text[i-1] != '\\' || i > 1 && text[i-2] == '\\'):
			quoted = !quoted
		case text[i] == ' ' && !quoted:
			list = append(list, text[start:i])
			start = i + 1
		}
	}
	return append(list, text[start:])
}

func TestLongResultsAreRefused(t *testing.T) {
	long := "1" + strings.Repeat("0", 600)
	for op, want := range map[string]bool{"+": true, "-": true, "*": false} {
		if v, err := call(t, op, long, long); (err == nil) != want {
			t.Errorf("%s on numbers of 601 digits is %.20s, %v", op, v, err)
		}
	}
}

func TestShortRemainder(t *testing.T) {
	numbers := []string{
		"0", "1", "-1", "2", "-3", "7", "10", "9223372036854775807", "-9223372036854775808", "9223372036854775808", "-0", "7.0", "1e2", "2.5",
	}
	for _, a := range numbers {
		for _, b := range numbers {
			args := []Value{number(t, a), number(t, b)}
			if got, want := outcome(remainder(args)), outcome(longRemainder(args)); got != want {
				t.Errorf("%s %% %s = %s, the long way %s", a, b, got, want)
			}
		}
	}
}

// Values that are equal must have equal results, whatever their spelling: else one group has two
// keys. An operation may refuse one spelling and take the other.
func TestEqualArgumentsGiveEqualResults(t *testing.T) {
	spellings := func(n Value) []string {
		d := parseDecimal(n.Text())
		plain, form := string(d.appendPlain(nil)), string(appendDecimal(nil, n.Text()))
		list := []string{string(n.Text()), plain, form}
		if !strings.ContainsAny(plain, ".") {
			list = append(list, plain+".0", plain+"e0")
		}
		return list
	}
	var names []string
	for op := range operations {
		names = append(names, op)
	}
	rapid.Check(t, func(t *rapid.T) {
		op := rapid.SampledFrom(names).Draw(t, "op")
		o := operations[op]
		n := rapid.IntRange(o.min, max(o.max, o.min+2)).Draw(t, "n")
		first, second := make([]Expr, n), make([]Expr, n)
		for i := range first {
			v := genValue.Draw(t, "argument")
			first[i], second[i] = Const{v}, Const{v}
			if v.Kind() == KindNumber {
				other, _ := ParseNumber([]byte(rapid.SampledFrom(spellings(v)).Draw(t, "spelling")))
				second[i] = Const{other}
			}
		}
		a, errA := Eval(Op{Name: op, Args: first}, record{})
		b, errB := Eval(Op{Name: op, Args: second}, record{})
		if errA == nil && errB == nil && !sameValue(a, b) {
			t.Fatalf("%s%v = %v, but %v for %v", op, first, a, b, second)
		}
	})
}
