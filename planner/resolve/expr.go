package resolve

import (
	"fmt"
	"strings"

	"github.com/velo-plan/velo-plan/planner/catalog/mapping"
	"github.com/velo-plan/velo-plan/planner/logical"
	"github.com/velo-plan/velo-plan/planner/syntax"
)

// expr resolves an expression to a column. Every expression of a statement passes through here, and so does every
// subquery in one, which is put beside the current rows.
func (r *resolver) expr(e syntax.Expr, sc *scope) logical.ID {
	switch e := e.(type) {
	case *syntax.Column:
		return r.column(e, sc)
	case *syntax.Literal:
		return r.cols.Literal(e).ID
	case *syntax.Field:
		return r.cols.FieldOf(r.expr(e.X, sc), e.Name.Name).ID
	case *syntax.Star:
		return r.cols.Opaque("*", "it stands for all columns", sc.rel.node).ID
	case *syntax.TableArg:
		rel, _ := r.source(e.Source, sc)
		return r.cols.Opaque("TABLE", "it is a relation", rel.node).ID
	case *syntax.Call:
		if id, ok := r.folds(e, sc); ok {
			return id
		}
	}
	if name, q := subqueryOf(e); q != nil {
		if in, ok := e.(*syntax.In); ok {
			r.expr(in.X, sc)
		}
		return r.subquery(name, e, q, nil, sc)
	}
	return r.operation(e, sc)
}

// subqueryOf returns the subquery that an expression is, and what messages call it; q is nil if the expression is
// not a subquery.
func subqueryOf(e syntax.Expr) (name string, q *syntax.QueryExpr) {
	switch e := e.(type) {
	case *syntax.Subquery:
		return "scalar subquery", e.Query
	case *syntax.Exists:
		return "EXISTS", e.Query
	case *syntax.Quantified:
		return e.Quantifier + " (subquery)", e.Query
	case *syntax.In:
		if e.Not {
			return "NOT IN (subquery)", e.Query
		}
		return "IN (subquery)", e.Query
	case *syntax.Unary:
		if x, ok := e.X.(*syntax.Exists); ok && e.Op == "NOT" {
			return "NOT EXISTS", x.Query
		}
	}
	return "", nil
}

// all resolves a list of expressions.
func (r *resolver) all(list []syntax.Expr, sc *scope) []logical.ID {
	out := make([]logical.ID, len(list))
	for i, e := range list {
		out[i] = r.expr(e, sc)
	}
	return out
}

// column resolves a name or path, and reports one that is ambiguous or unknown.
func (r *resolver) column(c *syntax.Column, sc *scope) logical.ID {
	if id, ok := sc.names[c]; ok {
		return id
	}
	id := r.columnOnce(c, sc)
	if sc.names == nil {
		sc.names = map[*syntax.Column]logical.ID{}
	}
	sc.names[c] = id
	return id
}

func (r *resolver) columnOnce(c *syntax.Column, sc *scope) logical.ID {
	first := c.Parts[0]
	volatile := len(c.Parts) == 1 && !first.Quoted && logical.IsVolatile(first.Name)
	col, rest, how := r.lookup(sc, c.Parts)
	if how == foundUnknown || how == foundNone {
		for _, item := range sc.earlier {
			if item.Name == first.Name {
				return r.path(item.ID, c.Parts[1:])
			}
		}
	}
	switch {
	case volatile && (how != foundOne || r.cols.Get(col.ID).Plain() && !declared(r.cols.Get(col.ID))):
		return r.cols.Opaque(strings.ToUpper(first.Name), "its value changes from record to record", sc.rel.node).ID
	case how == foundNone:
		return r.cols.Opaque(syntax.Format(c), "no source has such a column", nil).ID
	case how == foundAnywhere:
		return r.path(r.unsure(first.Name, sc), rest)
	case how == foundAmbiguous:
		r.warn("ambiguous-column", c.Span(), fmt.Sprintf("column %s could be of several sources; taken as %s", syntax.Format(c), r.shown([]logical.ID{col.ID})), "qualify it with its source")
	case how == foundUnknown:
		r.unknown(c, r.cols.Get(col.ID))
	default:
		if f := r.cols.Get(col.ID); len(c.Parts) > 0 && f.Path != nil && f.Scan.Known.Columns != nil && !declared(f) {
			r.unknown(c, f)
		}
	}
	return r.path(col.ID, rest)
}

// declared reports whether a field is declared under exactly its own name.
func declared(c *logical.Column) bool {
	if c.Scan == nil || len(c.Path) == 0 {
		return c.Path == nil
	}
	for _, d := range c.Scan.Known.Columns {
		if d.Name == c.Path[0] {
			return true
		}
	}
	return false
}

// unknown reports a column that is not among the declared ones of its source.
func (r *resolver) unknown(c *syntax.Column, f *logical.Column) {
	if f.Scan != nil && r.env.Foreign(f.Scan.Name) {
		return
	}
	help := "correct the name, or add the column to the declaration of the source"
	if f.Scan != nil && len(f.Path) > 0 {
		names := make([]string, len(f.Scan.Known.Columns))
		for i, d := range f.Scan.Known.Columns {
			names[i] = d.Name
		}
		switch near := mapping.Nearest(f.Path[0], names); {
		case strings.EqualFold(near, f.Path[0]):
			help = "did you mean " + near + "? The engine compares names with their case"
		case near != "":
			help = "did you mean " + near + "?"
		}
	}
	r.warn("unknown-column", c.Span(), fmt.Sprintf("column %s is not among the declared columns of its source", syntax.Format(c)), help)
}

// unsure returns a column that could belong to any of several sources about which nothing is known.
func (r *resolver) unsure(name string, sc *scope) logical.ID {
	if sc.unsures == nil {
		sc.unsures = map[string]logical.ID{}
	}
	id, ok := sc.unsures[name]
	if !ok {
		id = r.cols.Opaque(name, "nothing says which source it is a column of", sc.rel.node).ID
		sc.unsures[name] = id
		r.tree.Unsure = append(r.tree.Unsure, id)
	}
	return id
}

func (r *resolver) path(id logical.ID, rest []syntax.Ident) logical.ID {
	names := make([]string, len(rest))
	for i, p := range rest {
		names[i] = p.Name
	}
	return r.cols.Path(id, names...).ID
}

// folds returns the value of an aggregate, an OVER or a volatile function.
func (r *resolver) folds(c *syntax.Call, sc *scope) (logical.ID, bool) {
	if id, ok := sc.values[c]; ok {
		return id, true
	}
	why := ""
	switch {
	case c.Over != nil:
		why = "it is computed over other records"
		r.frame(c.Over, sc)
	case logical.IsAggregate(c):
		why = "it is an aggregate"
	case logical.IsVolatile(c.Name):
		why = "its value changes from record to record"
	default:
		return 0, false
	}
	r.arguments(c, sc)
	col := r.cols.Opaque("", why, sc.rel.node)
	r.cols.Written(col, c, sc.names)
	return col.ID, true
}

// fold makes the value of an aggregate or OVER that an operator computes. Equal calls of one SELECT share it.
func (r *resolver) fold(c *syntax.Call, sc *scope, why string, home logical.Node) {
	text := syntax.Format(c)
	id, ok := sc.folded[text]
	if !ok {
		var types []logical.Type
		for _, e := range c.Args {
			if _, star := e.(*syntax.Star); !star {
				types = append(types, r.cols.Get(r.expr(e, sc)).Type)
			}
		}
		col := r.cols.Opaque("", why, home)
		col.Type = logical.CallType(strings.ToUpper(c.Name), types)
		r.cols.Written(col, c, sc.names)
		id = col.ID
		sc.folded[text] = id
	}
	sc.values[c] = id
}

// arguments resolves what a call reads from each row.
func (r *resolver) arguments(c *syntax.Call, sc *scope) {
	for _, e := range c.Args {
		r.expr(e, sc)
	}
	for _, o := range c.OrderBy {
		r.expr(o.Expr, sc)
	}
	if c.Filter != nil {
		r.expr(c.Filter, sc)
	}
}

// shown lists columns as messages name them before the tree is finished.
func (r *resolver) shown(ids []logical.ID) string { return r.tree.ShowAll(ids) }
