package project

import (
	"slices"
	"strings"

	"github.com/velo-plan/velo-plan/planner/syntax"
)

// Project is the statements of all texts together, as a graph: a unit needs the names that it reads, and a name
// needs the units that make it. Units come first in the numbering, then names.
type Project struct {
	units   []*Unit
	topics  topics
	names   []string       // those that units make, in the order in which they are met
	numbers map[string]int // of the names
	folded  map[string]int // the number of the only name with a lower-case form, or several
	base    int            // how many units there are
	made    []made         // by name
	views   map[string]int // the view with a name: the last one that is planned
	needs   [][]int
	Order   []int        // all units: what makes something comes before what reads it
	circles [][]int      // the shortest circle in each group of units that feed each other, including names
	circled map[int]bool // the units of these groups
}

// made is what is known of a name that units make.
type made struct {
	writers int  // units that write to it
	read    bool // a unit reads it
	// apps are the applications of the units that make a name which is read, each once, with "" for none.
	apps []string
}

// New finds the order in which statements are planned: what makes a stream, a table or a view comes before what
// reads it. Statements that are already in such an order keep it, and so do those that feed each other in a
// circle.
func New(units []*Unit) *Project {
	p := &Project{units: units, base: len(units), topics: newTopics(units), numbers: map[string]int{}, folded: map[string]int{},
		views: map[string]int{}, circled: map[int]bool{}, needs: make([][]int, len(units))}
	for i, u := range units {
		p.name(i, u)
	}
	for i, u := range units {
		p.resolve(u)
		for _, r := range u.reads {
			if number, ok := p.numbers[r.name]; ok {
				p.needs[i] = append(p.needs[i], number)
				p.made[number-p.base].read = true
			}
		}
	}
	for at := range p.made {
		for _, maker := range p.needs[p.base+at] {
			if m, app := &p.made[at], units[maker].app; m.read && !slices.Contains(m.apps, app) {
				m.apps = append(m.apps, app)
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
				if len(group) > 1 {
					p.circled[i] = true
				}
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
	if u.target.Name == "" || u.kind == syntax.KindOther {
		return
	}
	u.makes = u.target.Name
	if u.kind != syntax.KindView {
		u.makes = p.topics.of(u.own, u.makes)
	}
	number, known := p.numbers[u.makes]
	if !known {
		number = len(p.needs)
		p.numbers[u.makes], p.needs = number, append(p.needs, nil)
		p.names, p.made = append(p.names, u.makes), append(p.made, made{})
		fold := strings.ToLower(u.makes)
		if _, same := p.folded[fold]; same {
			p.folded[fold] = several
		} else {
			p.folded[fold] = number
		}
	}
	p.needs[number] = append(p.needs[number], i)
	if u.writes() {
		p.made[number-p.base].writers++
	}
}

// resolve finds what the names mean that a unit reads.
func (p *Project) resolve(u *Unit) {
	seen := make(map[read]bool, len(u.reads))
	kept := u.reads[:0]
	for _, r := range u.reads {
		r.name = p.find(u, r.written)
		if one := (read{name: r.name, written: r.written}); !seen[one] {
			seen[one] = true
			kept = append(kept, r)
		}
	}
	u.reads = kept
}

// find returns the topic or view that a name in a unit means. It looks names up as catalogs do: the exact one, or
// else the only one that differs by case alone, then the same without a qualifier. A URI is a name of its own.
func (p *Project) find(u *Unit, name string) string {
	if syntax.IsURI(name) {
		return name
	}
	topic := p.topics.of(u.own, name)
	for _, n := range []string{topic, p.topics.of(u.own, syntax.Unqualified(name))} {
		if _, made := p.numbers[n]; made {
			return n
		}
		if number, ok := p.folded[strings.ToLower(n)]; ok && number != several {
			return p.names[number-len(p.units)]
		}
	}
	return topic
}

// several is what folded holds for names that differ by case alone.
const several = -1

// of returns what is known of a name that units make; the zero value for any other name.
func (p *Project) of(name string) made {
	if number, ok := p.numbers[name]; ok {
		return p.made[number-p.base]
	}
	return made{}
}

// makers returns the units that make a name, in order.
func (p *Project) makers(name string) []int {
	if number, made := p.numbers[name]; made {
		return p.needs[number]
	}
	return nil
}

// Circled reports whether a unit is among some that feed each other. What is known when it is planned depends on
// which of them come first.
func (p *Project) Circled(unit int) bool { return p.circled[unit] }

// Forget drops everything but what the environment of a single statement needs. Then there is no Graph and no Check.
func (p *Project) Forget() {
	*p = Project{topics: p.topics, numbers: p.numbers, made: p.made, base: p.base}
}
