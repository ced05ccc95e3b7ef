package decide

import (
	"slices"

	"github.com/velo-plan/velo-plan/planner/logical"
)

// components groups the inputs of the needs: two inputs are in one group if some need spans both.
func components(needs []*logical.Need) [][]*logical.Scan {
	parent := map[*logical.Scan]*logical.Scan{}
	find := func(s *logical.Scan) *logical.Scan {
		for parent[s] != s {
			parent[s] = parent[parent[s]]
			s = parent[s]
		}
		return s
	}
	var order []*logical.Scan
	for _, n := range needs {
		for _, s := range spanned(n) {
			if parent[s] == nil {
				parent[s] = s
				order = append(order, s)
			}
			parent[find(s)] = find(n.Scans[0])
		}
	}
	slices.SortFunc(order, func(a, b *logical.Scan) int { return a.Index - b.Index })
	index, out := map[*logical.Scan]int{}, [][]*logical.Scan{}
	for _, s := range order {
		root := find(s)
		at, ok := index[root]
		if !ok {
			at = len(out)
			index[root] = at
			out = append(out, nil)
		}
		out[at] = append(out[at], s)
	}
	return out
}

// spanned returns all inputs that a need's operator brings together. The first is one of the need's own.
func spanned(n *logical.Need) []*logical.Scan {
	if n.Match == nil {
		return n.Scans
	}
	return append(slices.Clone(n.Scans), n.Match.Scans...)
}

// within returns the needs over inputs of the component.
func within(needs []*logical.Need, comp []*logical.Scan) []*logical.Need {
	in := map[*logical.Scan]bool{}
	for _, s := range comp {
		in[s] = true
	}
	var out []*logical.Need
	for _, n := range needs {
		if in[n.Scans[0]] {
			out = append(out, n)
		}
	}
	return out
}
