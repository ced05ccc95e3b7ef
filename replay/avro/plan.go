package avro

import "github.com/velo-plan/velo-plan/replay/jsonform"

// plan says what to do with the values of a type of which some fields are wanted.
type plan struct {
	node     *node
	whole    bool    // append all of it
	steps    []step  // of a record
	branches []*plan // of a union
	names    []string
	values   []*plan // of a map: what is wanted of the values by those names
}

// step is a part of reading a record: to pass over what is not wanted, and then, unless it is the last step, to append
// a field.
type step struct {
	bytes  int // to pass over, which have no more to be looked at
	skip   []*node
	member []byte
	plan   *plan
}

// newPlan returns the plan of a type; nil if nothing of it can be wanted, because it has no fields. That a record may be
// inside itself does not matter: each step down takes a name of a path.
func newPlan(n *node, want *jsonform.Want) *plan {
	p := &plan{node: n, whole: want.Whole}
	if want.Whole {
		return p
	}
	switch n.kind {
	case record:
		p.steps = append(p.steps, step{})
		for i := range n.fields {
			f := &n.fields[i]
			last := &p.steps[len(p.steps)-1]
			if inside := want.Find(f.name); inside != nil {
				if last.plan = newPlan(f.node, inside); last.plan != nil {
					last.member = f.member
					p.steps = append(p.steps, step{})
					continue
				}
			}
			last.pass(f.node)
		}
	case mapping:
		for i, name := range want.Names {
			if inside := newPlan(n.of, want.Children[i]); inside != nil {
				p.names, p.values = append(p.names, name), append(p.values, inside)
			}
		}
	case union:
		some := false
		for _, b := range n.branches {
			inside := newPlan(b, want)
			some = some || inside != nil
			p.branches = append(p.branches, inside)
		}
		if !some {
			return nil
		}
	default:
		return nil
	}
	return p
}

// pass adds a field that is passed over.
func (s *step) pass(n *node) {
	if n.size >= 0 && n.kind != boolean && len(s.skip) == 0 {
		s.bytes += n.size
		return
	}
	s.skip = append(s.skip, n)
}

// pick appends what a plan wants of a value; nothing, not even null, of a value that has no fields.
func (r *reader) pick(dst []byte, p *plan) []byte {
	if p.whole {
		return r.append(dst, p.node)
	}
	switch p.node.kind {
	case union:
		i := r.branch(len(p.branches), "the number of a type")
		if i < 0 {
			return dst
		}
		if inside := p.branches[i]; inside != nil {
			return r.pick(dst, inside)
		}
		r.skip(p.node.branches[i])
		return append(dst, "null"...)
	case record:
		if r.enter() {
			dst = r.pickFields(dst, p)
			r.leave()
		}
	case mapping:
		if r.enter() {
			dst = r.pickValues(dst, p)
			r.leave()
		}
	}
	return dst
}

// pickFields appends a record.
func (r *reader) pickFields(dst []byte, p *plan) []byte {
	dst = append(dst, '{')
	for i := range p.steps {
		s := &p.steps[i]
		if s.bytes > 0 {
			r.take(s.bytes)
		}
		for _, n := range s.skip {
			r.skip(n)
		}
		if r.err != nil || s.plan == nil {
			break
		}
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = r.pick(append(dst, s.member...), s.plan)
	}
	return append(dst, '}')
}

// pickValues appends a map.
func (r *reader) pickValues(dst []byte, p *plan) []byte {
	dst = append(dst, '{')
	first := len(dst)
	r.items(func() bool {
		name := r.bytes()
		for i := range p.names {
			if string(name) != p.names[i] {
				continue
			}
			if len(dst) > first {
				dst = append(dst, ',')
			}
			dst = append(jsonform.AppendString(dst, name), ':')
			dst = r.pick(dst, p.values[i])
			return r.goes(dst)
		}
		r.skip(p.node.of)
		return r.err == nil
	})
	return append(dst, '}')
}
