package logical

import (
	"cmp"
	"slices"

	"github.com/velo-plan/velo-plan/planner/catalog"
	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/strategies/dist"
)

// Fact is something known of the rows of a node: rows that agree on From agree on To. NULL agrees with NULL.
type Fact struct {
	From []ID
	To   ID
	// Equal states more: From is one column, and it has the value of To in every row.
	Equal bool
	// Guard are marks of outer joins: the fact holds only of rows that have all of them.
	Guard []ID
	// Lasting reports whether the fact also holds of rows that an outer join fills with NULL. It does where one of
	// From has a value in every record, so that a row without a record agrees with no row that has one.
	Lasting  bool
	Declared bool // by a person: in the catalog, a flag or an annotation
	Computed bool // it relates an expression to what that is computed from
	Span     diag.Span
	Why      func(*Tree) string // the reason, for people

	at, region int // the number and region of the node that states it
}

// because is a reason that needs no tree to be put into words.
func because(text string) func(*Tree) string { return func(*Tree) string { return text } }

// hasValues adds to marks what follows where columns are not NULL in the rows of a node.
func (t *Tree) hasValues(m Marks, n Node, columns ...ID) Marks {
	var found []ID
	for _, id := range columns {
		c := t.Columns.Get(id)
		if c == nil {
			continue
		}
		for _, set := range c.Nulls {
			if len(set) == 1 {
				m = t.hasValues(m, n, set[0])
			}
		}
		home := c.Home
		if c.Scan != nil && len(c.Args) == 0 {
			home = c.Scan
		}
		if home == nil || home.base().region != n.base().region || !Within(home, n) {
			continue
		}
		for e := home.base().edge; e != nil && e.join <= n.base().at; e = e.next {
			found = append(found, e.mark)
		}
	}
	return t.with(m, found...)
}

// NeverNull reports whether a column has a value in every row of a node: because it is part of the primary key of
// a source, or because a condition below demands a value.
func (t *Tree) NeverNull(id ID, n Node) bool {
	marks := t.Marks(n)
	b := n.base()
	reaches := func(from Node) bool { // no outer join on the way fills the rows with NULL
		f := from.base()
		if f.region != b.region || !Within(from, n) {
			return false
		}
		for e := f.edge; e != nil && e.join <= b.at; e = e.next {
			if !marks.Has(e.mark) {
				return false
			}
		}
		return true
	}
	c := t.Columns.Get(id)
	if c.Path != nil && slices.ContainsFunc(c.Scan.Known.PrimaryKey, func(k string) bool { return slices.Equal(catalog.Path(k), c.Path) }) && reaches(c.Scan) {
		return true
	}
	for _, f := range t.nodes[b.first : b.at+1] {
		switch f := f.(type) {
		case *Filter:
			if slices.Contains(f.Values, id) && reaches(f) {
				return true
			}
		case *Join:
			equal := slices.ContainsFunc(f.Equal, func(p Pair) bool { return !p.NullSafe && (p.Left == id || p.Right == id) })
			if Inner(f.Kind) && (equal || slices.Contains(f.Values, id)) && reaches(f) {
				return true
			}
		}
	}
	return false
}

// holds reports whether a fact holds of those rows of a node that have the marks. What a node states that no row
// comes out of is left out: two such facts may contradict each other, and a total above has a row all the same.
func (t *Tree) holds(f *Fact, n Node, marks Marks) bool {
	b := n.base()
	if f.region != b.region || f.at < b.first || f.at > b.at || t.Empty(t.nodes[f.at]) {
		return false
	}
	if !f.Lasting {
		for e := t.nodes[f.at].base().edge; e != nil && e.join <= b.at; e = e.next {
			if !marks.Has(e.mark) {
				return false
			}
		}
	}
	for _, g := range f.Guard {
		if !marks.Has(g) {
			return false
		}
	}
	return true
}

// below returns the facts that the nodes of a subtree state, and the index of the first of them.
func (t *Tree) below(n Node) (first int, facts []Fact) {
	b := n.base()
	from, _ := slices.BinarySearchFunc(t.facts, b.first, func(f Fact, at int) int { return f.at - at })
	to, _ := slices.BinarySearchFunc(t.facts, b.at+1, func(f Fact, at int) int { return f.at - at })
	return from, t.facts[from:to]
}

// Covers reports whether the facts that hold of a node's rows hold of those of a node above it too.
func (t *Tree) Covers(above, n Node) bool {
	a, b := above.base(), n.base()
	return a.region == b.region && Within(n, above) && (b.edge == nil || b.edge.join > a.at)
}

// FactsAt returns the facts that hold of the rows of a node, including those of expressions. The slice belongs to
// the tree. A fact's tag is what Tree.Fact takes.
func (t *Tree) FactsAt(n Node) []dist.Fact {
	at := n.base().at
	if list, ok := t.at[at]; ok {
		return list
	}
	marks := t.Marks(n)
	var list []dist.Fact
	first, facts := t.below(n)
	for i := range facts {
		f := &facts[i]
		if !t.holds(f, n, marks) {
			continue
		}
		switch to := t.Columns.Get(f.To); {
		case !f.Equal:
			list = append(list, dist.Fact{From: f.From, To: f.To, Tag: first + i})
		case to.Const:
			list = append(list, dist.Fact{To: f.From[0], Tag: first + i})
		default:
			list = append(list, dist.Fact{From: f.From, To: f.To, Tag: first + i}, dist.Fact{From: []ID{f.To}, To: f.From[0], Tag: first + i})
		}
	}
	list = append(list, t.computed...)
	t.at[at] = list
	return list
}

// Fact returns the fact with a tag: that of a node, or that of an expression.
func (t *Tree) Fact(tag int) Fact {
	if tag >= 0 {
		return t.facts[tag]
	}
	c := t.Columns.Get(ID(-tag))
	f := Fact{From: c.Args, To: c.ID, Computed: true, Why: func(t *Tree) string {
		return t.Columns.Name(c.ID) + " is computed from " + t.ShowAll(t.Variable(c.Args))
	}}
	return f
}

// Variable returns the columns that are not constants.
func (t *Tree) Variable(ids []ID) []ID {
	return slices.DeleteFunc(slices.Clone(ids), func(id ID) bool { return t.Columns.Get(id).Const })
}

// computedFacts returns the facts of expressions: the arguments determine the value, and sometimes the value
// determines an argument.
func (t *Tree) computedFacts() []dist.Fact {
	var out []dist.Fact
	for _, c := range t.Columns.list[1:] {
		if c.Determined && !c.Const {
			out = append(out, dist.Fact{From: t.Variable(c.Args), To: c.ID, Tag: -int(c.ID)})
		}
		if c.Inverse != 0 {
			out = append(out, dist.Fact{From: []ID{c.ID}, To: c.Inverse, Tag: -int(c.ID)})
		}
	}
	return out
}

// Closure returns the columns on which rows of a node agree if they agree on the keys.
func (t *Tree) Closure(n Node, keys ...ID) dist.Closure {
	return dist.Close(dist.By(keys...), t.reached(n, keys))
}

// manyFacts is the number of facts from which on only those that the keys lead to are looked at.
const manyFacts = 64

// reached returns the facts of a node that keys may lead to: those of constants, and those from a column that is
// one of the keys or the target of such a fact.
func (t *Tree) reached(n Node, keys []ID) []dist.Fact {
	facts := t.FactsAt(n)
	if len(facts) < manyFacts {
		return facts
	}
	from := t.factsFrom(n, facts)
	var out []dist.Fact
	seen := map[int]bool{}
	told := map[ID]bool{}
	for todo := append([]ID{0}, keys...); len(todo) > 0; { // 0 stands for no column at all
		id := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if told[id] {
			continue
		}
		told[id] = true
		for _, i := range from[id] {
			if !seen[i] {
				seen[i] = true
				out = append(out, facts[i])
				todo = append(todo, facts[i].To)
			}
		}
	}
	slices.SortStableFunc(out, func(a, b dist.Fact) int { return cmp.Compare(a.Tag, b.Tag) })
	return out
}

// factsFrom lists the facts of a node by the columns that they start from.
func (t *Tree) factsFrom(n Node, facts []dist.Fact) map[ID][]int {
	at := n.base().at
	if index, ok := t.from[at]; ok {
		return index
	}
	index := map[ID][]int{}
	for i, f := range facts {
		for _, id := range f.From {
			index[id] = append(index[id], i)
		}
		if len(f.From) == 0 {
			index[0] = append(index[0], i)
		}
	}
	t.from[at] = index
	return index
}
