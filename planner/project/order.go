package project

import (
	"fmt"
	"slices"
	"strings"

	"github.com/velo-plan/velo-plan/planner"
	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/planner/syntax"
)

// Unit is one statement of the texts with its relations to others.
type Unit struct {
	Src   *diag.Source
	Stmt  *syntax.Statement
	kind  syntax.Kind // of the statement, or of the CREATE inside a job
	makes string      // the topic that it declares, creates or writes to, or its view; "" if none
	reads []read      // the topics and views that it reads, each once, in written order
}

// read is a topic or view that a statement reads, and the first place that reads it.
type read struct {
	name    string
	written string // as the statement names it there
	at      diag.Span
}

// NewUnit describes a statement.
func NewUnit(src *diag.Source, stmt *syntax.Statement) *Unit {
	u := &Unit{Src: src, Stmt: stmt, kind: stmt.Kind}
	if stmt.Create != "" {
		u.kind = stmt.Create
	}
	return u
}

// declares reports whether the statement describes a topic and moves no records.
func (u *Unit) declares() bool {
	return u.kind == syntax.KindDeclStream || u.kind == syntax.KindDeclTable
}

// writes reports whether records of the statement go into what it makes.
func (u *Unit) writes() bool {
	return u.makes != "" && u.kind != syntax.KindView && !u.declares()
}

// Project is the statements of all texts together, as a graph: a unit needs the names that it reads, and a name
// needs the units that make it. Units come first in the numbering, then names.
type Project struct {
	units   []*Unit
	topics  topics
	names   []string            // those that units make, in the order in which they are met
	numbers map[string]int      // of the names
	folded  map[string][]string // the names by their lower-case form
	writers map[string]int      // how many units write to a name
	views   map[string]int      // the view with a name: the last one that is planned
	needs   [][]int
	Order   []int   // all units: what makes something comes before what reads it
	circles [][]int // the shortest circle in each group of units that feed each other, including names
}

// New finds the order in which statements are planned: what makes a stream, a table or a view comes before what
// reads it. Statements that are already in such an order keep it, and so do those that feed each other in a
// circle.
func New(units []*Unit) *Project {
	p := &Project{units: units, topics: newTopics(units), numbers: map[string]int{}, folded: map[string][]string{},
		writers: map[string]int{}, views: map[string]int{}, needs: make([][]int, len(units))}
	for i, u := range units {
		p.name(i, u)
	}
	for i, u := range units {
		u.reads = p.readBy(u)
		for _, r := range u.reads {
			if number, made := p.numbers[r.name]; made {
				p.needs[i] = append(p.needs[i], number)
			}
		}
	}
	groups := connected(p.needs)
	member := make([]int, len(p.needs)) // the number of its group
	for g, group := range groups {
		for _, at := range group {
			member[at] = g
		}
	}
	for g, group := range groups {
		slices.Sort(group)
		if len(group) > 1 {
			p.circles = append(p.circles, circle(p.needs, group[0], func(at int) bool { return member[at] == g }))
		}
		for _, i := range group {
			if i < len(units) {
				p.Order = append(p.Order, i)
				if units[i].kind == syntax.KindView {
					p.views[units[i].makes] = i
				}
			}
		}
	}
	slices.SortFunc(p.circles, func(a, b []int) int { return a[0] - b[0] })
	return p
}

// name notes what a unit makes.
func (p *Project) name(i int, u *Unit) {
	target := u.Stmt.Target.Name
	if target == "" {
		target = u.Stmt.SinkName.Name
	}
	switch {
	case target == "" || u.kind == syntax.KindOther:
		return
	case u.kind == syntax.KindView:
		u.makes = target
	default:
		u.makes = p.topics.of(u.Stmt, target)
	}
	number, known := p.numbers[u.makes]
	if !known {
		number = len(p.needs)
		p.numbers[u.makes], p.needs = number, append(p.needs, nil)
		p.names = append(p.names, u.makes)
		fold := strings.ToLower(u.makes)
		p.folded[fold] = append(p.folded[fold], u.makes)
	}
	p.needs[number] = append(p.needs[number], i)
	if u.writes() {
		p.writers[u.makes]++
	}
}

// readBy lists what a unit reads, under the names by which it is made.
func (p *Project) readBy(u *Unit) []read {
	if u.Stmt.Query == nil {
		return nil
	}
	r := reading{}
	r.query(u.Stmt.Query, nil)
	var out []read
	seen := map[string]bool{}
	for _, ref := range r.refs {
		written := syntax.Dotted(ref.Name)
		name := p.find(u.Stmt, written)
		if !seen[name] {
			seen[name] = true
			out = append(out, read{name, written, ref.Span()})
		}
	}
	return out
}

// find returns the topic or view that a name in a statement means. It looks names up as catalogs do: the exact
// one, or else the only one that differs by case alone, then the same without a qualifier. A URI is a name of its
// own.
func (p *Project) find(stmt *syntax.Statement, name string) string {
	if strings.Contains(name, "://") {
		return name
	}
	topic := p.topics.of(stmt, name)
	short := name[strings.LastIndexByte(name, '.')+1:]
	for _, n := range []string{topic, p.topics.of(stmt, short)} {
		if _, made := p.numbers[n]; made {
			return n
		}
		if same := p.folded[strings.ToLower(n)]; len(same) == 1 {
			return same[0]
		}
	}
	return topic
}

// reading collects the names in FROM that are not CTEs.
type reading struct{ refs []*syntax.TableRef }

// hidden is a chain of CTE names, in lower case.
type hidden struct {
	name string
	up   *hidden
}

// query collects from a query, inside which its CTEs give some names another meaning.
func (r *reading) query(q *syntax.QueryExpr, ctes *hidden) {
	for _, c := range q.With {
		own := &hidden{strings.ToLower(c.Name.Name), ctes}
		if c.Recursive {
			r.query(c.Query, own)
		} else {
			r.query(c.Query, ctes)
		}
		ctes = own
	}
	r.below(q.Body, ctes)
	for _, o := range q.OrderBy {
		r.below(o, ctes)
	}
	r.below(q.Limit, ctes)
}

// below collects from any other node.
func (r *reading) below(n syntax.Node, ctes *hidden) {
	syntax.Inspect(n, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.QueryExpr:
			r.query(n, ctes)
			return false
		case *syntax.TableRef:
			if !isHidden(n, ctes) {
				r.refs = append(r.refs, n)
			}
		}
		return true
	})
}

func isHidden(ref *syntax.TableRef, ctes *hidden) bool {
	if len(ref.Name) != 1 || ref.URI {
		return false
	}
	for c := ctes; c != nil; c = c.up {
		if strings.EqualFold(c.name, ref.Name[0].Name) {
			return true
		}
	}
	return false
}

// makers returns the units that make a name, in order.
func (p *Project) makers(name string) []int {
	if number, made := p.numbers[name]; made {
		return p.needs[number]
	}
	return nil
}

// JobName returns the statement's name: the one that it is given, or else that of what it creates, or else its
// place.
func JobName(src *diag.Source, stmt *syntax.Statement) string {
	if name := stmt.GivenName(); name != "" {
		return name
	}
	if stmt.Target.Name != "" {
		return stmt.Target.Name
	}
	return fmt.Sprintf("%s%d", planner.Unnamed, src.Position(stmt.Span().Start).Line)
}
