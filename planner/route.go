package planner

import (
	"strings"

	"github.com/velo-plan/velo-plan/planner/syntax"
	"github.com/velo-plan/velo-plan/strategies"
	"github.com/velo-plan/velo-plan/strategies/dist"
	"github.com/velo-plan/velo-plan/strategies/scalar"
)

// Route is what a router needs to carry a plan out on the records of one base source, and what it
// needs to check the plan's claims on them. cmd hands it to replay.
type Route struct {
	Source   string // the base source; "" if the statement has none
	Alias    string // the name that the statement gives it, if any
	Strategy string // canonical strategy name
	Copied   bool   // the source is loaded whole on every partition: nothing is routed
	Aligned  bool   // smart_repartition: the source's partitions are kept
	// Keys are evaluated on each record and hashed; Names name them.
	Keys  []scalar.Expr
	Names []string
	// Groups are the columns whose equal records must meet, as the statement writes them. Together
	// says that all records must. Unchecked says why the groups cannot be told from a record, "" if they can.
	Groups     []scalar.Expr
	GroupNames []string
	Together   bool
	Unchecked  string
	// Filter is what the statement's WHERE demands of a record before they meet; nil for nothing.
	Filter scalar.Expr
	// SourceKey is the declared key of the topic.
	SourceKey      []scalar.Expr
	SourceKeyNames []string
}

// routes makes the route of every input under a strategy.
func (a *analysis) routes(c *Case, s strategies.Strategy) []Route {
	hashed := hashes(s, c)
	var out []Route
	for _, in := range a.q.Inputs {
		r := Route{Source: in.Name, Alias: in.Alias, Strategy: s.Name, Copied: in.Copied,
			Aligned: s.Name == strategies.SmartRepartition.Name && !hashed, SourceKeyNames: in.Known.Key}
		if keys := c.keys.keys[in.Index]; hashed {
			r.Keys, r.Names = a.q.lowered(keys), a.q.owns(keys)
		}
		for _, k := range in.Known.Key {
			r.SourceKey = append(r.SourceKey, a.q.columns.get(a.field(in, strings.Split(k, ".")...)).key)
		}
		a.groupsOf(&r, in, c)
		out = append(out, r)
	}
	return out
}

// groupsOf fills in what must meet of the input's records: by the first requirement above it.
func (a *analysis) groupsOf(r *Route, in *BaseInput, c *Case) {
	f := a.filters[in.Index]
	r.Filter, r.Unchecked = f.expr, f.cannot
	for _, n := range c.hard {
		if !contains(n.inputs, in.Index) {
			continue
		}
		if n.all() {
			r.Together = true
			return
		}
		for _, id := range n.dist.Columns() {
			col := a.q.columns.get(id)
			if col.input != in.Index || col.key == nil {
				if len(n.inputs) == 1 && r.Unchecked == "" {
					r.Unchecked = a.q.show(id) + ": " + a.q.whyNotRouted(col)
				}
				continue
			}
			r.Groups, r.GroupNames = append(r.Groups, col.key), append(r.GroupNames, a.q.own(id))
		}
		return
	}
}

// lowered are the router's expressions of columns.
func (q *Query) lowered(ids []dist.Column) []scalar.Expr {
	var out []scalar.Expr
	for _, id := range ids {
		out = append(out, q.columns.get(id).key)
	}
	return out
}

// filter is what WHERE demands of one base source's records before they meet others.
type filter struct {
	expr   scalar.Expr
	cannot string // a term that the router cannot evaluate
}

// keepFilter adds a term of WHERE to the filter of the source that it reads, if nothing stands
// between the source and the term.
func (a *analysis) keepFilter(e syntax.Expr, sc *scope, rel *relation) {
	if len(rel.inputs) != 1 {
		return
	}
	in := rel.inputs[0]
	for _, op := range a.q.Operators {
		if contains(op.Inputs, in) {
			return
		}
	}
	ids := map[*syntax.Column]dist.Column{}
	for _, c := range syntax.ColumnsIn(e) {
		ids[c] = a.columnRef(c, sc)
	}
	f := a.filters[in]
	l := lowering{a: a, ids: ids}
	switch x := l.expr(e); {
	case x == nil:
		f.cannot = "WHERE: the router cannot evaluate " + l.stuck
	case f.expr == nil:
		f.expr = x
	default:
		and, _ := scalar.Lookup("AND", 2)
		f.expr = and(f.expr, x)
	}
	a.filters[in] = f
}
