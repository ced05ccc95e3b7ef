package resolve

import (
	"slices"
	"strings"

	"github.com/velo-plan/velo-plan/planner/logical"
	"github.com/velo-plan/velo-plan/planner/syntax"
)

// side is one half of a join while its condition is read.
type side struct {
	rel    *relation
	tables []*table
}

// join resolves a join: its sides, and what its condition states of them.
func (r *resolver) join(j *syntax.Join, sc *scope) (*relation, []*table) {
	var left, right side
	left.rel, left.tables = r.source(j.Left, sc)
	right.rel, right.tables = r.source(j.Right, sc.inside(left.tables, left.rel))
	node := logical.NewJoin(r.cols, j.Kind, left.rel.node, right.rel.node)
	node.Text, node.Span = joinText(j), j.OpSpan
	if j.On != nil {
		node.Span = node.Span.Join(j.On.Span())
	}
	out := &relation{node: node, per: r.resolved(j.Kind, left.rel, right.rel)}
	tables := slices.Concat(left.tables, right.tables)
	names := r.using(j, node, left, right)
	inside := sc.inside(tables, out)
	r.condition(j, node, left, right, inside)
	tables = r.above(j, node, names, left, right, out)
	return out, tables
}

// resolved returns the correlations that hold of every row of a join. Those between the two sides are left out: where
// the sides stand beside each other, they are equalities of the join. So are those of a side that a row may lack: a
// row of the other side comes out whatever the enclosing query compares.
func (r *resolver) resolved(kind syntax.JoinKind, left, right *relation) []logical.Tie {
	var out []logical.Tie
	if !logical.KeepsRight(kind) {
		out = slices.Clone(left.per)
	}
	if logical.KeepsLeft(kind) {
		return out
	}
	for _, p := range right.per {
		if !logical.Under(r.cols, p.Outer, left.node) {
			out = append(out, p)
		}
	}
	return out
}

func joinText(j *syntax.Join) string {
	kind := string(j.Kind) + " JOIN"
	switch {
	case j.Kind == syntax.JoinComma:
		kind = "comma join"
	case j.Natural:
		kind = "NATURAL " + kind
	case j.Asof:
		kind = "ASOF JOIN"
	}
	switch {
	case j.On != nil:
		kind += " ON " + syntax.Format(j.On)
	case len(j.Using) > 0:
		var names []string
		for _, id := range j.Using {
			names = append(names, id.Name)
		}
		kind += " USING (" + strings.Join(names, ", ") + ")"
	}
	return kind
}

// using reads USING and NATURAL. It returns the names of the columns that the two sides share.
func (r *resolver) using(j *syntax.Join, node *logical.Join, left, right side) []string {
	var names []string
	for _, id := range j.Using {
		names = append(names, id.Name)
	}
	if j.Natural {
		for _, col := range left.rel.cols {
			if _, ok := r.known(right.rel, col.Name); ok && col.Name != "" && !slices.Contains(names, col.Name) {
				names = append(names, col.Name)
			}
		}
	}
	for _, n := range names {
		node.Equal = append(node.Equal, logical.Pair{Left: r.merged(left, n), Right: r.merged(right, n)})
		for _, t := range right.tables {
			if t.hidden == nil {
				t.hidden = map[string]bool{}
			}
			t.hidden[strings.ToLower(n)] = true
		}
	}
	return names
}

// merged finds a column that USING or NATURAL names on one side.
func (r *resolver) merged(s side, name string) logical.ID {
	c, how := r.unqualified(&scope{tables: s.tables}, name)
	if how == foundNone {
		return r.cols.Opaque(name, "no source has such a column", nil).ID
	}
	return c.ID
}

// condition reads ON. What an inner join demands besides equalities between its sides becomes a filter of its
// result.
func (r *resolver) condition(j *syntax.Join, node *logical.Join, left, right side, sc *scope) {
	terms := conjuncts(j.On)
	var rest []syntax.Expr
	for _, t := range terms {
		for _, p := range equalities(t) {
			if pair, ok := r.between(p, node, sc); ok {
				node.Equal = append(node.Equal, pair)
				if a, b := r.cols.Undone(pair.Left, pair.Right); a != 0 {
					node.More = append(node.More, r.equalFacts(a, b, syntax.Format(t), t.Span())...)
				}
				continue
			}
			if !slices.Contains(rest, t) {
				rest = append(rest, t)
			}
		}
		if len(equalities(t)) == 0 {
			rest = append(rest, t)
		}
	}
	timed := j.Within.Text != "" || j.Asof || isAsOf(j.Right) || isAsOf(j.Left)
	node.Exact = len(node.Equal) == 1 && len(rest) == 0 && !timed && !isLateral(j.Right)
	if logical.Inner(j.Kind) {
		r.terms(rest, "ON", j.OpSpan, sc)
		return
	}
	for _, t := range rest {
		for _, e := range rejected(t) {
			node.Values = append(node.Values, r.expr(e, sc))
		}
		node.Never = node.Never || never(t)
		r.term(t, sc)
	}
}

func isAsOf(s syntax.Source) bool {
	ref, ok := s.(*syntax.TableRef)
	return ok && ref.AsOf != nil
}

func isLateral(s syntax.Source) bool {
	switch s := s.(type) {
	case *syntax.DerivedTable:
		return s.Lateral
	case *syntax.TableFunc:
		return true
	}
	return false
}

// between reads an equality as one between a column of the left side and one of the right.
func (r *resolver) between(e equality, node *logical.Join, sc *scope) (logical.Pair, bool) {
	if syntax.HasQuery(e.left) || syntax.HasQuery(e.right) {
		return logical.Pair{}, false
	}
	a, b := r.expr(e.left, sc), r.expr(e.right, sc)
	switch {
	case logical.Under(r.cols, a, node.Left) && logical.Under(r.cols, b, node.Right):
	case logical.Under(r.cols, b, node.Left) && logical.Under(r.cols, a, node.Right):
		a, b = b, a
	default:
		return logical.Pair{}, false
	}
	return logical.Pair{Left: a, Right: b, NullSafe: e.nullSafe}, true
}

// above adds the columns of a join's rows. Computed columns of a side that may be missing differ from those below
// the join, and USING merges two columns into one.
func (r *resolver) above(j *syntax.Join, node *logical.Join, names []string, left, right side, out *relation) []*table {
	l, r2 := left, right
	var lext, rext extension
	if logical.KeepsRight(j.Kind) {
		l, lext = r.extend(left, node.Left, node)
	}
	if logical.KeepsLeft(j.Kind) {
		r2, rext = r.extend(right, node.Right, node)
	}
	out.cols = slices.Concat(l.rel.cols, r2.rel.cols)
	tables := slices.Concat(l.tables, r2.tables)
	if j.Kind == syntax.JoinFull {
		for _, p := range node.Equal {
			a, b := lext.of(p.Left), rext.of(p.Right)
			if !p.NullSafe && r.alike(a, b) && logical.Absent(r.cols, a, node.Left) && logical.Absent(r.cols, b, node.Right) {
				node.Merged = append(node.Merged, logical.Merged{ID: r.cols.Coalesce(a, b).ID, Left: a, Right: b},
					logical.Merged{ID: r.cols.Coalesce(b, a).ID, Left: a, Right: b})
			}
		}
	}
	if !logical.KeepsRight(j.Kind) {
		return tables
	}
	for i, name := range names {
		id := rext.of(node.Equal[i].Right)
		if j.Kind == syntax.JoinFull {
			id = r.cols.Coalesce(lext.of(node.Equal[i].Left), id).ID
		}
		if t := r.holder(tables, name); t != nil {
			merged := map[string]logical.ID{}
			for n, old := range t.merged {
				merged[n] = old
			}
			merged[strings.ToLower(name)] = id
			t.merged = merged
		}
	}
	return tables
}

// holder returns the table in which a bare name is looked up: one that is known to have it, or else one that may
// have it.
func (r *resolver) holder(tables []*table, name string) *table {
	var may *table
	for _, t := range tables {
		if t.hidden[strings.ToLower(name)] {
			continue
		}
		if _, ok := r.bare(t, name); ok {
			return t
		}
		if may == nil && t.rel.open != nil {
			may = t
		}
	}
	return may
}

// extension maps computed columns of a side that a row may lack to the columns that stand for them above the join.
type extension map[logical.ID]logical.ID

func (e extension) of(id logical.ID) logical.ID {
	if x, ok := e[id]; ok {
		return x
	}
	return id
}

// extend gives the columns of a side that may be missing IDs of their own, unless they are NULL without that side
// anyway: COALESCE(x, 0) of a missing row is NULL above the join, though COALESCE(NULL, 0) is 0.
func (r *resolver) extend(s side, node logical.Node, join *logical.Join) (side, extension) {
	ext := extension{}
	one := func(id logical.ID) logical.ID {
		if known, ok := ext[id]; ok {
			return known
		}
		if logical.Absent(r.cols, id, node) {
			return id
		}
		c := r.cols.Opaque(r.cols.Name(id), "it is NULL where the outer join finds no match", node)
		c.Type = r.cols.Get(id).Type
		ext[id] = c.ID
		join.Extended = append(join.Extended, logical.Pair{Left: c.ID, Right: id})
		return c.ID
	}
	cols := func(list []logical.Output) []logical.Output {
		out := slices.Clone(list)
		for i := range out {
			out[i].ID = one(out[i].ID)
		}
		return out
	}
	rel := *s.rel
	rel.cols = cols(s.rel.cols)
	out := side{rel: &rel}
	for _, t := range s.tables {
		above, inner := *t, *t.rel
		inner.cols = cols(t.rel.cols)
		if open := t.rel.open; open != nil && t.rel.base == nil {
			inner.open = func(n string) logical.Output {
				c := open(n)
				c.ID = one(c.ID)
				return c
			}
		}
		above.rel = &inner
		out.tables = append(out.tables, &above)
	}
	return out, ext
}
