package project

import "slices"

// connected returns the strongly connected components of a graph, each after those that its nodes point to: what
// is needed comes before what needs it. It is Tarjan's algorithm (Depth-first search and linear graph algorithms,
// 1972); the stack of a goroutine grows with the longest chain of jobs.
func connected(needs [][]int) (groups [][]int) {
	index := make([]int, len(needs)) // when a node was met, counted from 1; 0 if not yet
	low := make([]int, len(needs))   // the earliest open node that it reaches
	open := make([]bool, len(needs)) // met, and its component is not complete yet
	var stack []int
	met := 0
	var visit func(int)
	visit = func(node int) {
		met++
		at := len(stack)
		index[node], low[node], open[node] = met, met, true
		stack = append(stack, node)
		for _, to := range needs[node] {
			if index[to] == 0 {
				visit(to)
				low[node] = min(low[node], low[to])
			} else if open[to] {
				low[node] = min(low[node], index[to])
			}
		}
		if low[node] == index[node] {
			groups = append(groups, slices.Clone(stack[at:]))
			for _, n := range stack[at:] {
				open[n] = false
			}
			stack = stack[:at]
		}
	}
	for node := range needs {
		if index[node] == 0 {
			visit(node)
		}
	}
	return groups
}

// circle returns the shortest way from a node back to itself, against the direction of the needs: what is needed
// comes before what needs it. The node comes first. It must lie on a circle of nodes that inside accepts.
func circle(needs [][]int, start int, inside func(node int) bool) []int {
	next := map[int]int{} // towards start
	queue := []int{start}
	for len(queue) > 0 {
		node := queue[0]
		queue = queue[1:]
		for _, to := range needs[node] {
			if _, met := next[to]; met || !inside(to) {
				continue
			}
			next[to] = node
			queue = append(queue, to)
		}
		if _, back := next[start]; back {
			break
		}
	}
	way := []int{start}
	for at := next[start]; at != start; at = next[at] {
		way = append(way, at)
	}
	return way
}
