package planner

import (
	"slices"
	"strings"

	"github.com/velo-plan/velo-plan/strategies/dist"
)

// showDist says in words what a distribution brings together.
func (q *Query) showDist(d dist.Dist) string {
	switch d.Kind() {
	case dist.KindAny:
		return "nothing together"
	case dist.KindSingle:
		return "all records together"
	case dist.KindSource:
		return "source partitions whole"
	}
	return q.showGroups(d) + " together"
}

// showGroups names the groups of a distribution by columns: "records of one symbol".
func (q *Query) showGroups(d dist.Dist) string {
	if d.Kind() == dist.KindSingle {
		return "all records"
	}
	return "records of one " + q.showKey(d.Columns())
}

// showKey writes a key for people: "symbol", "(symbol, venue)".
func (q *Query) showKey(ids []dist.Column) string {
	var names []string
	for _, id := range ids {
		if id == dist.Partition {
			names = append(names, "source partition")
			continue
		}
		names = append(names, q.show(id))
	}
	if len(names) == 1 {
		return names[0]
	}
	return "(" + strings.Join(names, ", ") + ")"
}

// showKeys writes an assignment: "symbol", or "t.symbol and q.sym" for several inputs.
func (q *Query) showKeys(a assignment) string {
	var parts []string
	for _, in := range q.Inputs {
		if k := a.keys[in.Index]; len(k) > 0 {
			parts = append(parts, q.showKey(k))
		}
	}
	return list(parts)
}

// wants says of each need, once, what it brings together; both sides of a join are one.
func (q *Query) wants(needs []*need) []string {
	var texts []string
	for _, n := range needs {
		t := n.op.Text + " wants " + q.showDist(n.dist)
		if n.pairs != nil {
			t = n.op.Text + " wants the records that it compares together"
		}
		if !slices.Contains(texts, t) {
			texts = append(texts, t)
		}
	}
	return texts
}

// whyNotRouted says why no router can compute a column from the records of the stream it routes.
func (q *Query) whyNotRouted(c *column) string {
	if c.cannot == "" && c.input >= 0 {
		return "it is a column of " + q.Inputs[c.input].Name + ", which a record has only after the join"
	}
	return c.cannot
}

// operators names the operators of the needs, each once.
func (q *Query) operators(needs []*need) string {
	var texts []string
	seen := map[string]bool{}
	for _, n := range needs {
		if !seen[n.op.Text] {
			seen[n.op.Text] = true
			texts = append(texts, n.op.Text)
		}
	}
	return list(texts)
}

// showNeeds says what the needs bring together, each once.
func (q *Query) showNeeds(needs []*need) string {
	var texts []string
	seen := map[string]bool{}
	for _, n := range needs {
		if t := q.showDist(n.dist); !seen[t] {
			seen[t] = true
			texts = append(texts, t)
		}
	}
	return list(texts)
}

// list joins texts as a sentence does; a long list is cut, with the number left out.
func list(texts []string) string {
	const most = 4
	if len(texts) > most {
		texts = append(append([]string(nil), texts[:most]...), itoa(len(texts)-most)+" more")
	}
	switch len(texts) {
	case 0:
		return ""
	case 1:
		return texts[0]
	}
	return strings.Join(texts[:len(texts)-1], ", ") + " and " + texts[len(texts)-1]
}

// whyAligned says why the sources' own partitions serve.
func (q *Query) whyAligned(needs []*need) string {
	var texts []string
	seen := map[int]bool{}
	for _, n := range needs {
		for _, i := range n.inputs {
			in := q.Inputs[i]
			if seen[i] {
				continue
			}
			seen[i] = true
			if len(in.Known.Key) == 0 {
				texts = append(texts, in.Name+" is grouped by its own partition")
				continue
			}
			texts = append(texts, in.Name+" is keyed by "+strings.Join(in.Known.Key, ", "))
		}
	}
	var groups []string
	for _, n := range needs {
		if g := q.showGroups(n.dist); len(groups) == 0 || groups[len(groups)-1] != g {
			groups = append(groups, g)
		}
	}
	return list(texts) + ", so " + list(groups) + " already lie in one source partition"
}
