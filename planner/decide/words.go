package decide

import (
	"fmt"
	"slices"
	"strings"

	"github.com/velo-plan/velo-plan/planner/logical"
	"github.com/velo-plan/velo-plan/strategies/dist"
)

// showDist puts into words what a distribution brings together.
func (c *Case) showDist(d dist.Dist) string {
	switch d.Kind() {
	case dist.KindAny:
		return "nothing together"
	case dist.KindSingle:
		return "all records together"
	case dist.KindSource:
		return "source partitions whole"
	}
	return c.showGroups(d) + " together"
}

// showGroups describes the groups of a distribution by columns: "records of one symbol".
func (c *Case) showGroups(d dist.Dist) string {
	if d.Kind() == dist.KindSingle {
		return "all records"
	}
	return "records of one " + c.showKey(d.Columns())
}

// showKey writes a key for people: "symbol", "(symbol, venue)".
func (c *Case) showKey(ids []logical.ID) string {
	var names []string
	for _, id := range ids {
		if id == dist.Partition {
			names = append(names, "source partition")
			continue
		}
		names = append(names, c.Tree.Show(id))
	}
	if len(names) == 1 {
		return names[0]
	}
	return "(" + strings.Join(names, ", ") + ")"
}

// showKeys writes the keys of all inputs: "symbol", or "t.symbol and q.sym".
func (c *Case) showKeys() string {
	var parts []string
	for _, s := range c.Tree.Scans {
		if k := c.Keys.Of[s]; len(k) > 0 {
			parts = append(parts, c.showKey(k))
		}
	}
	return List(parts)
}

// wants states, once for each need, what it brings together; both sides of a join count as one.
func (c *Case) wants(needs []*logical.Need) []string {
	var texts []string
	more := map[string]bool{}
	for _, n := range needs {
		if len(texts) > maxListed {
			more[n.Text] = true
			continue
		}
		t := n.Text + " wants " + c.showDist(n.Dist())
		if n.Match != nil {
			t = n.Text + " wants the records that it compares together"
		}
		if !slices.Contains(texts, t) {
			texts = append(texts, t)
		}
	}
	if len(more) > 0 {
		texts = append(texts[:maxListed], fmt.Sprintf("%d more need something else", len(more)+1))
	}
	return texts
}

// WhyNotRouted tells why no router can compute a column from the records of the stream that it routes.
func WhyNotRouted(c *logical.Column) string {
	if c.Cannot == "" && c.Scan != nil {
		return "it is a column of " + c.Scan.Name + ", which a record has only after the join"
	}
	return c.Cannot
}

// operators names the operators of the needs, each once.
func operators(needs []*logical.Need) string {
	var texts []string
	seen := map[string]bool{}
	for _, n := range needs {
		if !seen[n.Text] {
			seen[n.Text] = true
			texts = append(texts, n.Text)
		}
	}
	return List(texts)
}

// showNeeds states what the needs bring together, each thing once.
func (c *Case) showNeeds(needs []*logical.Need) string {
	var texts []string
	seen := map[string]bool{}
	for _, n := range needs {
		if t := c.showDist(n.Dist()); !seen[t] {
			seen[t] = true
			texts = append(texts, t)
		}
	}
	return List(texts)
}

// maxListed is how many things a sentence lists.
const maxListed = 4

// List joins texts as a sentence does. A long list is shortened and ends with the number of texts left out.
func List(texts []string) string {
	if len(texts) > maxListed {
		texts = append(slices.Clone(texts[:maxListed]), fmt.Sprintf("%d more", len(texts)-maxListed))
	}
	switch len(texts) {
	case 0:
		return ""
	case 1:
		return texts[0]
	}
	return strings.Join(texts[:len(texts)-1], ", ") + " and " + texts[len(texts)-1]
}

// whyAligned tells why the sources' own partitions serve.
func (c *Case) whyAligned(needs []*logical.Need) string {
	var texts []string
	seen := map[*logical.Scan]bool{}
	for _, n := range needs {
		for _, s := range n.Scans {
			if seen[s] {
				continue
			}
			seen[s] = true
			if len(s.Key) == 0 {
				texts = append(texts, s.Name+" is grouped by its own partition")
				continue
			}
			texts = append(texts, s.Name+" is keyed by "+strings.Join(s.Known.Key, ", "))
		}
	}
	var groups []string
	for _, n := range needs {
		if g := c.showGroups(n.Dist()); len(groups) == 0 || groups[len(groups)-1] != g {
			groups = append(groups, g)
		}
	}
	return List(texts) + ", so " + List(groups) + " already lie in one source partition"
}
