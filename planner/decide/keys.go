package decide

import (
	"maps"

	"github.com/velo-plan/velo-plan/planner/logical"
)

// Assignment states by which columns each input is hashed in one routing step. The keys of joined inputs
// correspond by position.
type Assignment struct {
	Of map[*logical.Scan][]logical.ID
	OK bool
	// If OK is false: the inputs that no common key serves, and the column, if any, that would serve but that the
	// router cannot compute.
	stuck  []*logical.Scan
	Cannot *logical.Column
}

// slot is one position of a common key: a column for each input.
type slot map[*logical.Scan]logical.ID

// assign finds the keys for which one hash serves every need. Inputs whose records meet, directly or by way of
// others, form a component and need one common key; each component has its own.
func (c *Case) assign(needs []*logical.Need) Assignment {
	out := Assignment{Of: map[*logical.Scan][]logical.ID{}, OK: true}
	for _, comp := range components(needs) {
		mine := within(needs, comp)
		keys, cannot := c.commonKey(comp, mine, true)
		if keys == nil {
			out.OK = false
			if out.stuck == nil || out.Cannot == nil {
				out.stuck, out.Cannot = comp, cannot
			}
			continue
		}
		maps.Copy(out.Of, keys)
	}
	return out
}

// keyOfConstants gives a case without any other key a column that its operators name but that has only one value.
// always_hash on it is right, though no better than one partition.
func (c *Case) keyOfConstants() {
	moving := c.Moving()
	if len(c.Hard) == 0 || len(c.Keys.Of) > 0 || !c.Keys.OK || len(moving) != 1 {
		return
	}
	var key []logical.ID
	for _, n := range c.Hard {
		if len(n.Fixed) == 0 || n.Global {
			return
		}
		for _, id := range n.Fixed {
			if col := c.Tree.Columns.Get(id); key == nil && col.Key != nil && col.Scan == moving[0] {
				key = []logical.ID{id}
			}
		}
	}
	if key != nil {
		c.Keys.Of[moving[0]] = key
	}
}

// commonKey finds the columns by which all inputs of a component can be hashed so that every need is served: the
// written columns in written order, plain ones before expressions, or, where none of them serves, columns that
// facts make equal to them. If there are none, keys is nil and cannot is a column that would serve if the router
// could compute it. If router is false, any visible column will do: it is then the key of an exchange between
// stages.
func (c *Case) commonKey(comp []*logical.Scan, needs []*logical.Need, router bool) (keys map[*logical.Scan][]logical.ID, cannot *logical.Column) {
	for _, find := range []func([]*logical.Scan, []*logical.Need) [][]slot{c.written, c.derived, c.equal, c.declared} {
		var plain, computed []slot
		for _, ways := range find(comp, needs) {
			s, isPlain, bad := c.firstOf(ways, needs, router)
			switch {
			case s == nil && bad != nil && cannot == nil:
				cannot = bad
			case s == nil:
			case isPlain:
				plain = append(plain, s)
			default:
				computed = append(computed, s)
			}
		}
		if len(plain) == 0 {
			plain = computed
		}
		if len(plain) > 0 {
			return transpose(plain, comp), nil
		}
	}
	return nil, cannot
}

// firstOf returns the first of several slots of equal columns that serves every need and that a router can
// compute. If there is none, s is nil and bad is the column that a router cannot compute.
func (c *Case) firstOf(ways []slot, needs []*logical.Need, router bool) (s slot, isPlain bool, bad *logical.Column) {
	for _, s := range ways {
		if !c.serves(s, needs) {
			continue
		}
		isPlain, cannot := c.routable(s)
		if !router || cannot == nil {
			return s, isPlain, nil
		}
		bad = cannot
	}
	return nil, false, bad
}

// serves reports whether hashing the slot's columns brings together what every need wants together.
func (c *Case) serves(s slot, needs []*logical.Need) bool {
	return c.unserved(c.Tree.NewLayout(s), needs) == nil
}

// unserved returns the first need that a layout does not serve, or nil if it serves all. The two needs of a match
// are served together.
func (c *Case) unserved(l *logical.Layout, needs []*logical.Need) *logical.Need {
	var last *logical.Match
	for _, n := range needs {
		if n.Match != nil && n.Match == last {
			continue
		}
		last = n.Match
		if !l.Serves(n) {
			return n
		}
	}
	return nil
}

// routable reports whether the columns of a slot are plain ones, and returns one that no router can compute from
// the records of the input that it routes.
func (c *Case) routable(s slot) (isPlain bool, bad *logical.Column) {
	isPlain = true
	for _, scan := range c.Tree.Scans {
		id, ok := s[scan]
		if !ok {
			continue
		}
		col := c.Tree.Columns.Get(id)
		isPlain = isPlain && col.Plain()
		if col.Key == nil || col.Scan != scan {
			bad = col
		}
	}
	return isPlain, bad
}

// transpose turns slots, which hold a column for each input, into keys, which hold a list of columns for each
// input.
func transpose(slots []slot, comp []*logical.Scan) map[*logical.Scan][]logical.ID {
	keys := map[*logical.Scan][]logical.ID{}
	for _, s := range slots {
		for _, scan := range comp {
			keys[scan] = append(keys[scan], s[scan])
		}
	}
	return keys
}

// written lists the possible positions of a common key: for each input of the component, a column that the needs
// name, all of them equal for records that meet.
func (c *Case) written(comp []*logical.Scan, needs []*logical.Need) [][]slot {
	if len(comp) > 1 {
		return c.classes(comp, needs, 1)
	}
	var out [][]slot
	for _, id := range named(needs) {
		if col := c.Tree.Columns.Get(id); col != nil && !col.Window {
			out = append(out, []slot{{comp[0]: id}})
		}
	}
	return out
}

// derived lists the plain columns of a single input that facts bring into the closure of the first need. A common
// key lies in the closure of each need.
func (c *Case) derived(comp []*logical.Scan, needs []*logical.Need) [][]slot {
	if len(comp) > 1 {
		return nil
	}
	var out [][]slot
	closure, fixed := c.Tree.Closure(needs[0].Input, needs[0].Keys...), c.Tree.Closure(needs[0].Input)
	for _, id := range closure.Columns() {
		if col := c.Tree.Columns.Get(id); col != nil && col.Scan == comp[0] && col.Plain() && !col.Window && !fixed.Has(id) {
			out = append(out, []slot{{comp[0]: id}})
		}
	}
	return out
}

// maxSlots bounds how many ways are tried to take one column for each input from a set of equal ones.
const maxSlots = 64

// equal lists slots over all columns that anything equates, each set in several ways. The needs determine which of
// them serve.
func (c *Case) equal(comp []*logical.Scan, needs []*logical.Need) [][]slot {
	if len(comp) == 1 {
		return nil
	}
	return c.classes(comp, needs, maxSlots)
}

// classes lists slots over sets of columns that anything equates, each set in at most most ways.
func (c *Case) classes(comp []*logical.Scan, needs []*logical.Need, most int) [][]slot {
	groups := c.Tree.Alike()
	in := map[*logical.Scan]bool{}
	for _, s := range comp {
		in[s] = true
	}
	var out [][]slot
	seen := map[int]bool{}
	for _, id := range named(needs) {
		group, ok := groups.Of[id]
		if !ok || seen[group] {
			continue
		}
		seen[group] = true
		of := map[*logical.Scan][]logical.ID{}
		for _, member := range groups.Members[group] {
			if col := c.Tree.Columns.Get(member); col.Scan != nil && !col.Window && in[col.Scan] {
				of[col.Scan] = append(of[col.Scan], member)
			}
		}
		if len(of) == len(comp) {
			out = append(out, choices(comp, of, most))
		}
	}
	return out
}

// choices returns at most most ways to take one column for each input, starting with the first column of each.
func choices(comp []*logical.Scan, of map[*logical.Scan][]logical.ID, most int) []slot {
	out := []slot{{}}
	for _, scan := range comp {
		var next []slot
		for _, id := range of[scan] {
			for _, s := range out {
				if len(next) >= most {
					break
				}
				longer := s
				if most > 1 {
					longer = maps.Clone(s)
				}
				longer[scan] = id
				next = append(next, longer)
			}
		}
		out = next
	}
	return out
}

// declared lists the positions of the inputs' declared keys.
func (c *Case) declared(comp []*logical.Scan, _ []*logical.Need) [][]slot {
	var out [][]slot
	for pos := 0; ; pos++ {
		s := slot{}
		for _, scan := range comp {
			if pos >= len(scan.Key) {
				return out
			}
			s[scan] = scan.Key[pos]
		}
		out = append(out, []slot{s})
	}
}

// named lists the columns that the needs name, in written order.
func named(needs []*logical.Need) []logical.ID {
	var out []logical.ID
	seen := map[logical.ID]bool{}
	for _, n := range needs {
		for _, id := range n.Keys {
			if !seen[id] {
				seen[id] = true
				out = append(out, id)
			}
		}
	}
	return out
}
