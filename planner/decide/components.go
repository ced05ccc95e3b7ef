package decide

import (
	"maps"
	"slices"

	"github.com/velo-plan/velo-plan/planner/logical"
)

// components groups the inputs of the needs: two inputs are in one group if some need spans both.
func components(needs []*logical.Need) [][]*logical.Scan {
	parent := map[int]int{} // by the index of an input
	find := func(i int) int {
		for parent[i] != i {
			parent[i] = parent[parent[i]]
			i = parent[i]
		}
		return i
	}
	met := map[int]*logical.Scan{}
	var last *logical.Match
	for _, n := range needs {
		if n.Match != nil && n.Match == last {
			continue // the other side
		}
		last = n.Match
		root := -1
		for _, s := range together(n) {
			if met[s.Index] == nil {
				met[s.Index], parent[s.Index] = s, s.Index
			}
			mine := find(s.Index)
			if root >= 0 {
				parent[mine] = root
			} else {
				root = mine
			}
		}
	}
	at, out := map[int]int{}, [][]*logical.Scan{}
	for _, i := range slices.Sorted(maps.Keys(met)) {
		root := find(i)
		if _, ok := at[root]; !ok {
			at[root] = len(out)
			out = append(out, nil)
		}
		out[at[root]] = append(out[at[root]], met[i])
	}
	return out
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
