package logical

import (
	"slices"
	"strings"

	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/strategies/dist"
)

// Tree is the operators of one statement, from the base sources to the sink.
type Tree struct {
	Root    Node
	Columns *Columns
	Scans   []*Scan // in the order in which the statement reads them
	Output  []Output
	Open    bool // the output has columns that nobody named: * of a source without a schema
	Target  *Target
	// TimeField is the event.time.field of the statement, or "" if it names none.
	TimeField string
	Windows   []TimeWindow // of all WINDOW clauses, in the order in which they are resolved
	// Unsure are columns of which nothing says which source they belong to.
	Unsure []ID
	// Assumptions are what the plan takes for granted about the statement and cannot know.
	Assumptions []Assumption

	nodes    []Node // by number
	regions  int    // how many regions there are, not counting that of the root
	facts    []Fact // by the number of the node that states them
	computed []dist.Fact
	marks    []Marks      // by number
	implied  map[ID]Marks // what a mark implies
	survive  []survivor   // by number
	at       map[int][]dist.Fact
	from     map[int]map[ID][]int // by number, the facts by what they start from
	classes  map[classesOf]*Classes
	alikes   *Groups
}

// Output is a column of the statement's result.
type Output struct {
	Name string
	ID   ID
}

// Target is where the statement writes, and what keys the records that it writes.
type Target struct {
	Name    string
	Key     []Output
	KeyFrom string // "windowed GROUP BY", "PRIMARY KEY" or ""
	Span    diag.Span
}

// Assumption is something that a plan rests on and that nothing states. A plan with an assumption is not proven.
type Assumption struct {
	ID, Text, Help string
	If             string // what has to be true, to follow "right only if "
	Span           diag.Span
}

// outcome is whether a node has any rows, once that has been asked.
type outcome uint8

const (
	unasked outcome = iota
	rows
	nothing
)

// Finish numbers the nodes and derives what holds where. The tree does not change after it.
func (t *Tree) Finish() {
	t.derive()
	if t.reject() {
		t.derive()
	}
	if t.reorder() {
		t.derive()
	}
	slices.SortStableFunc(t.Scans, func(a, b *Scan) int { return a.Place.Start - b.Place.Start })
	for i, s := range t.Scans {
		s.Index = i
	}
}

// derive numbers the nodes and derives what holds where.
func (t *Tree) derive() {
	t.nodes, t.facts, t.marks, t.regions, t.alikes = nil, nil, nil, 0, nil
	t.implied, t.at, t.from, t.classes = map[ID]Marks{}, map[int][]dist.Fact{}, map[int]map[ID][]int{}, map[classesOf]*Classes{}
	t.number(t.Root, nil, nil, 0, false)
	t.computed = t.computedFacts()
	t.survive = make([]survivor, len(t.nodes))
	t.survives(t.Root, survivor{at: t.Root})
}

// number gives a node and those below it their numbers, marks and facts, inputs first.
func (t *Tree) number(n, parent Node, edge *marked, region int, copied bool) {
	b := n.base()
	b.first, b.region, b.edge, b.parent, b.copied, b.firstMark, b.lastMark = len(t.nodes), region, edge, parent, copied, 0, 0
	inputs := n.Inputs()
	// The number of the node itself is known only after its inputs; edges to it wait for it.
	var waiting []*marked
	for i, in := range inputs {
		up := edge
		if in.Mark != 0 {
			up = &marked{mark: in.Mark, next: edge}
			waiting = append(waiting, up)
		}
		down := region
		if in.Apart {
			t.regions++
			down, up = t.regions, nil
		}
		t.number(in.Node, n, up, down, copied || copies(n, i))
		if below := in.Node.base(); below.firstMark != 0 {
			b.firstMark, b.lastMark = least(b.firstMark, below.firstMark), max(b.lastMark, below.lastMark)
		}
		if in.Mark != 0 {
			b.firstMark, b.lastMark = least(b.firstMark, in.Mark), max(b.lastMark, in.Mark)
		}
	}
	b.at = len(t.nodes)
	for _, w := range waiting {
		w.join = b.at
	}
	t.nodes = append(t.nodes, n)
	t.facts = append(t.facts, t.stated(n)...)
	t.marks = append(t.marks, t.marksOf(n, inputs))
}

// least returns the smaller of two IDs, where 0 stands for none.
func least(a, b ID) ID {
	if a == 0 || b < a {
		return b
	}
	return a
}

// stated returns the facts that a node states, marked with its place.
func (t *Tree) stated(n Node) []Fact {
	facts := n.Facts(t)
	for i := range facts {
		facts[i].at, facts[i].region = n.base().at, n.base().region
	}
	return facts
}

// marksOf returns the marks that all rows of a node have: those of its inputs, and those that the node itself
// demands.
func (t *Tree) marksOf(n Node, inputs []Edge) Marks {
	var m Marks
	for _, in := range inputs {
		switch of := t.marks[in.Node.base().at]; {
		case in.Apart:
		case in.Mark != 0:
			t.implied[in.Mark] = t.implied[in.Mark].union(of)
		case m == nil:
			m = of
		default:
			m = m.union(of)
		}
	}
	switch n := n.(type) {
	case *Filter:
		m = t.hasValues(m, n, n.Values...)
	case *Join:
		m = n.demands(t, m)
	}
	return m
}

// Empty reports whether a node never has a row.
func (t *Tree) Empty(n Node) bool {
	b := n.base()
	if b.outcome == unasked {
		b.outcome = rows
		if n.Empty(t) {
			b.outcome = nothing
		}
	}
	return b.outcome == nothing
}

// Needs lists what the statement requires, from the sources upwards. Nothing is required below a node that never
// has a row, nor of anything fed by copied tables alone: every partition has all of that.
func (t *Tree) Needs() []*Need {
	var out []*Need
	var visit func(Node)
	visit = func(n Node) {
		if t.Empty(n) {
			return
		}
		for _, in := range n.Inputs() {
			if a, ok := n.(*Apply); !ok || !in.Apart || !a.Ordering {
				visit(in.Node)
			}
		}
		for _, need := range n.Requires(t) {
			need.Node = n
			if need.Input == nil {
				need.Input = n
			}
			need.Scans = t.Moving(need.Input)
			if len(need.Scans) == 0 {
				need.Scans = t.Moving(n)
			}
			if m := need.Match; m != nil && m.Scans == nil {
				m.Scans = append(t.Moving(m.Left), t.Moving(m.Right)...)
			}
			if len(need.Scans) > 0 {
				out = append(out, need)
			}
		}
	}
	visit(t.Root)
	return append(out, t.loneTables(out)...)
}

// Moving returns the base sources below a node whose records are spread over partitions.
func (t *Tree) Moving(n Node) []*Scan {
	var out []*Scan
	for _, s := range t.Scans {
		if !s.copied && Within(s, n) {
			out = append(out, s)
		}
	}
	return out
}

// loneTables returns the needs of tables that nothing but the select list reads. Every partition would load them
// whole, and every row would come out once per partition.
func (t *Tree) loneTables(needs []*Need) []*Need {
	var out []*Need
	for _, s := range t.Scans {
		if !s.IsTable() || s.copied || t.voided(s) {
			continue
		}
		met := slices.ContainsFunc(needs, func(n *Need) bool { return !n.Soft && slices.Contains(n.Scans, s) })
		if !met {
			out = append(out, &Need{Kind: KindTable, Text: "table " + s.Name + " read by itself", Span: s.Span, Node: s, Input: s, Scans: []*Scan{s},
				All: true, Global: true, Why: "every partition loads all of it, so its rows would come out once per partition"})
		}
	}
	return out
}

// voided reports whether nothing that is made of a source ever comes out.
func (t *Tree) voided(n Node) bool {
	for ; n != nil; n = n.base().parent {
		if t.Empty(n) {
			return true
		}
	}
	return false
}

// Show is the text of a column for people: its own name, preceded by the source's where several sources are read.
func (t *Tree) Show(id ID) string {
	c := t.Columns.Get(id)
	if c != nil && len(t.Scans) > 1 && c.Plain() {
		return c.Scan.Instance + "." + t.Columns.Name(id)
	}
	return t.Columns.Name(id)
}

// Shows returns the text of each column.
func (t *Tree) Shows(ids []ID) []string {
	names := make([]string, len(ids))
	for i, id := range ids {
		names[i] = t.Show(id)
	}
	return names
}

// ShowAll returns the text of all columns as a list.
func (t *Tree) ShowAll(ids []ID) string { return strings.Join(t.Shows(ids), ", ") }

// AtMostOneRow reports whether a node never has more than one row: a total, LIMIT 1, and what is made of such a
// row alone.
func (t *Tree) AtMostOneRow(n Node) bool {
	switch n := n.(type) {
	case *Aggregate:
		return !n.Several && len(n.Sets[0]) == 0
	case *Limit:
		return n.One || t.AtMostOneRow(n.Input)
	case *Filter, *Distinct, *Over, *Apply:
		return t.AtMostOneRow(n.Inputs()[0].Node)
	case *Join:
		return t.AtMostOneRow(n.Left) && t.AtMostOneRow(n.Right)
	}
	return false
}

// Above returns the node that reads another one, or nil for the root.
func (t *Tree) Above(n Node) Node { return n.base().parent }
