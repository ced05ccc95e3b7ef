package syntax

import (
	"runtime/debug"
	"slices"
	"testing"
)

func TestOperands(t *testing.T) {
	tests := []struct {
		op, expr string
		want     []string
	}{
		{"AND", "a", []string{"a"}},
		{"AND", "a AND b AND c", []string{"a", "b", "c"}},
		{"AND", "a AND (b AND (c AND d)) AND e", []string{"a", "b", "c", "d", "e"}},
		{"AND", "a AND (b OR c AND d)", []string{"a", "b OR c AND d"}},
		{"AND", "NOT (a AND b)", []string{"NOT (a AND b)"}},
		{"OR", "a OR b AND c OR d", []string{"a", "b AND c", "d"}},
		{"+", "a + b - c", []string{"a + b - c"}},
	}
	for _, test := range tests {
		var got []string
		for _, e := range Operands(test.op, parseExpr(t, test.expr)) {
			got = append(got, Format(e))
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("%s in %s: got %q, want %q", test.op, test.expr, got, test.want)
		}
	}
	if got := Operands("AND", nil); got != nil {
		t.Errorf("nil has the operands %v", got)
	}
}

// TestConjunctsOfLongChains reads chains that are longer than any that a text may hold, on a stack
// that a call for every operator would overflow.
func TestConjunctsOfLongChains(t *testing.T) {
	defer debug.SetMaxStack(debug.SetMaxStack(1 << 20))
	const n = 100_000
	leaf := &Literal{Kind: Bool, Value: "TRUE"}
	var left, right Expr = leaf, leaf
	for range n {
		left = &Binary{Op: "AND", Left: left, Right: leaf}
		right = &Binary{Op: "AND", Left: leaf, Right: right}
	}
	if got := len(Conjuncts(left)); got != n+1 {
		t.Errorf("%d conjuncts of a chain to the left, want %d", got, n+1)
	}
	if got := len(Conjuncts(right)); got != n+1 {
		t.Errorf("%d conjuncts of a chain to the right, want %d", got, n+1)
	}
}
