package resolve

import (
	"slices"

	"github.com/velo-plan/velo-plan/planner/logical"
	"github.com/velo-plan/velo-plan/planner/syntax"
)

// setOp resolves UNION, INTERSECT and EXCEPT; a chain of one operator becomes one operation. Columns correspond by
// position.
func (r *resolver) setOp(s *syntax.SetOp, outer *scope, ctes *cteScope) *relation {
	var arms []*relation
	var nodes []logical.Node
	before := r.recursive
	for _, b := range flatten(s) {
		rel, _ := r.body(b, nil, outer, ctes)
		arms, nodes = append(arms, rel), append(nodes, rel.node)
	}
	u := logical.NewSetOp(s, nodes)
	u.Loop = r.recursive != before
	out := &relation{node: u, per: shared(arms)}
	for i, p := range out.per {
		u.Per = append(u.Per, p.Outer)
		out.per[i].Inner = p.Outer
	}
	first := arms[0]
	for i, c := range first.cols {
		ids := make([]logical.ID, len(arms))
		for k, arm := range arms {
			if i < len(arm.cols) {
				ids[k] = arm.cols[i].ID
			}
		}
		out.cols = append(out.cols, logical.Output{Name: c.Name, ID: u.Unite(r.cols, c.Name, ids)})
	}
	u.Open = !slices.ContainsFunc(arms, func(arm *relation) bool { return arm.open == nil })
	if u.Open {
		made := map[string]logical.ID{}
		out.open = func(n string) logical.Output {
			if _, ok := made[n]; !ok {
				ids := make([]logical.ID, len(arms))
				for k, arm := range arms {
					ids[k] = arm.open(n).ID
				}
				made[n] = u.Unite(r.cols, n, ids)
			}
			return logical.Output{Name: n, ID: made[n]}
		}
	}
	return out
}

// shared returns the equalities that correlate every arm with the same column of an enclosing query.
func shared(arms []*relation) []logical.Tie {
	out := slices.Clone(arms[0].per)
	for _, arm := range arms[1:] {
		out = slices.DeleteFunc(out, func(p logical.Tie) bool {
			return !slices.ContainsFunc(arm.per, func(o logical.Tie) bool { return o.Outer == p.Outer })
		})
	}
	return out
}

// flatten lists the arms of a chain of one operator from left to right. It is iterative because a chain may be
// long.
func flatten(s *syntax.SetOp) []syntax.Body {
	var out []syntax.Body
	var left syntax.Body = s
	for {
		next, ok := left.(*syntax.SetOp)
		if !ok || next.Op != s.Op || next.All != s.All {
			break
		}
		out = append(out, next.Right)
		left = next.Left
	}
	out = append(out, left)
	slices.Reverse(out)
	return out
}
