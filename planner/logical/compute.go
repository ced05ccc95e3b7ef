package logical

import (
	"fmt"
	"slices"
	"strings"

	"github.com/velo-plan/velo-plan/planner/syntax"
	"github.com/velo-plan/velo-plan/strategies/scalar"
)

// Operation is one operator or function over columns, before it becomes a column.
type Operation struct {
	Op      string // its identity, and the name by which scalar.Lookup knows it
	Args    []ID
	Written syntax.Expr           // as written in the statement, for people
	Below   map[*syntax.Column]ID // what the names in Written stand for
	Type    Type
	Nulls   [][]ID
	Pure    bool   // equal arguments give equal values
	Textual bool   // it sees how a value is spelled
	Window  bool   // it assigns records to a window, or gives a bound of one
	Inverse ID     // the argument that the value determines; 0 if there is none
	Refused string // why no router can evaluate it, although it has an operation of that name; "" if none
}

// Compute returns the column of an operation. Operations of one Op over the same columns are one column.
func (cs *Columns) Compute(op Operation) *Column {
	identity := make([]byte, 0, len(op.Op)+8*len(op.Args))
	identity = append(append(identity, "op "...), op.Op...)
	for _, a := range op.Args {
		identity = fmt.Appendf(identity, " %d", a)
	}
	return cs.intern(string(identity), func() Column {
		cs.collate(&op)
		c := Column{op: op.Op, Args: op.Args, Type: op.Type, Nulls: op.Nulls, Window: op.Window, Inverse: op.Inverse, written: op.Written, below: op.Below, size: 1}
		c.Const = op.Pure && !op.Window
		c.Determined = op.Pure
		scans := 0
		for _, id := range op.Args {
			a := cs.list[id]
			c.size = min(c.size+a.size, maxSize+1)
			c.Window = c.Window || a.Window
			c.Const = c.Const && a.Const
			if op.Textual && !a.Const && !a.Type.oneSpelling() {
				c.Determined = false
			}
			switch {
			case a.Const:
			case a.Scan == nil:
				scans = 2
			case c.Scan != nil && c.Scan != a.Scan:
				scans = 2
			default:
				c.Scan, scans = a.Scan, max(scans, 1)
			}
		}
		if scans != 1 {
			c.Scan = nil
		}
		cs.lower(&c, op)
		return c
	})
}

// collate gives what is computed from text under a collation that collation too. A router compares bytes, so it
// computes nothing from such text.
func (cs *Columns) collate(op *Operation) {
	if !slices.ContainsFunc(op.Args, func(id ID) bool { return cs.list[id].Type.Class == Collated }) {
		return
	}
	op.Refused = "text that a collation compares"
	if op.Type.Class == Text || op.Type.Class == Mixed || !op.Type.Known() {
		op.Type = Type{Class: Collated}
	}
}

// lower fills in what a router evaluates to compute an operation, or the reason that it cannot.
func (cs *Columns) lower(c *Column, op Operation) {
	c.eval, c.stuck = cs.build(op)
	switch {
	case c.Const:
		c.Cannot = "it is a constant"
	case c.Window:
		c.Cannot = windowBound
	case c.Scan == nil:
		c.Cannot = "it is not computed from one source alone"
	case c.size > maxSize:
		c.Cannot = "the expression is too large once derived columns are substituted"
	case c.eval == nil:
		c.Cannot = "the router cannot evaluate " + c.stuck
	default:
		c.Key = c.eval
	}
}

// build returns the router's expression of an operation, or nil and the part of it that no router can evaluate.
func (cs *Columns) build(op Operation) (scalar.Expr, string) {
	if op.Refused != "" {
		return nil, op.Refused
	}
	make, ok := scalar.Lookup(op.Op, len(op.Args))
	if !ok {
		if call, isCall := op.Written.(*syntax.Call); isCall {
			return nil, strings.ToUpper(call.Name)
		}
		return nil, syntax.Format(op.Written)
	}
	var args []scalar.Expr
	for _, id := range op.Args {
		a := cs.list[id]
		if a.eval == nil {
			if a.stuck != "" {
				return nil, a.stuck
			}
			return nil, cs.Name(id)
		}
		args = append(args, a.eval)
	}
	return make(args...), ""
}

// Stuck returns the part of a column that no router can evaluate, or "" if there is none.
func (c *Column) Stuck() string { return c.stuck }

// Eval returns what a router evaluates to compute the column, constants included; nil if it cannot.
func (c *Column) Eval() scalar.Expr { return c.eval }

// literalValue returns a constant as a router has it, or nil if a router has no constants of that kind.
func literalValue(e *syntax.Literal) scalar.Expr {
	switch e.Kind {
	case syntax.Number:
		if v, ok := scalar.ParseNumber([]byte(jsonNumber(e.Value))); ok {
			return scalar.Const{Value: v}
		}
	case syntax.String:
		return scalar.Const{Value: scalar.String(e.Value)}
	case syntax.Bool:
		return scalar.Const{Value: scalar.Bool(strings.EqualFold(e.Value, "TRUE"))}
	case syntax.Null:
		return scalar.Const{Value: scalar.Null()}
	}
	return nil
}

// jsonNumber writes SQL's .5 and 5. as JSON requires them.
func jsonNumber(s string) string {
	if strings.HasPrefix(s, ".") {
		s = "0" + s
	}
	return strings.TrimSuffix(s, ".")
}

// Undone returns an argument of each of two equal columns that are then equal too, if one invertible operation
// makes both: a and b of a + 1 = b + 1. Otherwise they are 0.
func (cs *Columns) Undone(a, b ID) (ID, ID) {
	x, y := cs.list[a], cs.list[b]
	if x.Inverse == 0 || y.Inverse == 0 || x.op != y.op || len(x.Args) != len(y.Args) {
		return 0, 0
	}
	for i := range x.Args {
		if x.Args[i] != y.Args[i] && (x.Args[i] != x.Inverse || y.Args[i] != y.Inverse) {
			return 0, 0
		}
	}
	return x.Inverse, y.Inverse
}

// Coalesce returns COALESCE of columns, with nested ones flattened. It is the column that USING of a FULL JOIN
// makes, and that of the same call in the text.
func (cs *Columns) Coalesce(of ...ID) *Column {
	var args []ID
	for _, id := range of {
		if c := cs.list[id]; c.coalesce {
			args = append(args, c.Args...)
		} else {
			args = append(args, id)
		}
	}
	written := &syntax.Call{Name: "COALESCE"}
	below := map[*syntax.Column]ID{}
	types := make([]Type, len(args))
	for i, id := range args {
		types[i] = cs.list[id].Type
		x := &syntax.Column{Parts: []syntax.Ident{{Name: "x"}}}
		below[x] = id
		written.Args = append(written.Args, x)
	}
	c := cs.Compute(Operation{Op: "COALESCE", Args: args, Written: written, Below: below, Type: Common(types), Nulls: [][]ID{args}, Pure: true})
	c.coalesce = true
	return c
}
