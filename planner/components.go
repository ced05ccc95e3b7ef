package planner

// components groups the inputs of the needs: two are together if some need spans both.
func components(needs []*need) [][]int {
	parent := map[int]int{}
	var find func(int) int
	find = func(i int) int {
		if parent[i] != i {
			parent[i] = find(parent[i])
		}
		return parent[i]
	}
	var order []int
	for _, n := range needs {
		for _, i := range append(append(append([]int(nil), n.inputs...), n.left...), n.right...) {
			if _, ok := parent[i]; !ok {
				parent[i] = i
				order = append(order, i)
			}
			parent[find(i)] = find(n.inputs[0])
		}
	}
	index, out := map[int]int{}, [][]int{}
	for _, i := range order {
		root := find(i)
		at, ok := index[root]
		if !ok {
			at = len(out)
			index[root] = at
			out = append(out, nil)
		}
		out[at] = append(out[at], i)
	}
	return out
}

// within are the needs over inputs of the component.
func within(needs []*need, comp []int) []*need {
	var out []*need
	for _, n := range needs {
		if contains(comp, n.inputs[0]) {
			out = append(out, n)
		}
	}
	return out
}
