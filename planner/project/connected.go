package project

// connected returns the strongly connected components of a graph, each after those that its nodes point to: what
// is needed comes before what needs it. It is Tarjan's algorithm (Depth-first search and linear graph algorithms,
// 1972) with an explicit stack, because chains of jobs may be long.
func connected(needs [][]int) [][]int {
	w := walk{needs: needs, index: make([]int, len(needs)), low: make([]int, len(needs)), open: make([]bool, len(needs))}
	for root := range needs {
		if w.index[root] == 0 {
			w.from(root)
		}
	}
	return w.groups
}

// walk is one run of connected.
type walk struct {
	needs  [][]int
	index  []int  // when a node was met, counted from 1; 0 if not yet
	low    []int  // the earliest open node that it reaches
	open   []bool // met, and its component is not complete yet
	met    int
	stack  []int
	groups [][]int
}

// place is how far a node's needs have been followed.
type place struct{ node, next int }

// from visits all nodes that can be reached from a root.
func (w *walk) from(root int) {
	way := []place{w.enter(root)}
	for len(way) > 0 {
		at := &way[len(way)-1]
		if at.next < len(w.needs[at.node]) {
			to := w.needs[at.node][at.next]
			at.next++
			if w.index[to] == 0 {
				way = append(way, w.enter(to))
			} else if w.open[to] {
				w.low[at.node] = min(w.low[at.node], w.index[to])
			}
			continue
		}
		node := at.node
		way = way[:len(way)-1]
		if len(way) > 0 {
			up := way[len(way)-1].node
			w.low[up] = min(w.low[up], w.low[node])
		}
		if w.low[node] == w.index[node] {
			w.complete(node)
		}
	}
}

func (w *walk) enter(node int) place {
	w.met++
	w.index[node], w.low[node], w.open[node] = w.met, w.met, true
	w.stack = append(w.stack, node)
	return place{node: node}
}

// complete takes the component of a node off the stack.
func (w *walk) complete(node int) {
	i := len(w.stack) - 1
	for w.stack[i] != node {
		i--
	}
	group := append([]int(nil), w.stack[i:]...)
	w.stack = w.stack[:i]
	for _, n := range group {
		w.open[n] = false
	}
	w.groups = append(w.groups, group)
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
