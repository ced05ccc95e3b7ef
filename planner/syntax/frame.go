package syntax

// frameHelp shows how a frame is written.
const frameHelp = "write ROWS BETWEEN 5 PRECEDING AND CURRENT ROW, or ROWS 5 PRECEDING"

// excluded are the words that may follow EXCLUDE.
var excluded = [][]string{{"CURRENT", "ROW"}, {"GROUP"}, {"TIES"}, {"NO", "OTHERS"}}

// frame reads ROWS, RANGE or GROUPS with one bound, or with two after BETWEEN, and EXCLUDE. The
// offsets are lowered; fill sets them.
func (p *parser) frame(l *lowering, s *section) *Frame {
	first := p.pos
	f := &Frame{Unit: p.cur().key}
	defer p.in(f.Unit)()
	p.pos++
	if p.accept("BETWEEN") {
		f.Start = p.bound(l, s)
		p.expectOr("AND", frameHelp)
		f.End = p.bound(l, s)
	} else {
		f.Start = p.bound(l, s)
	}
	if f.Start.Kind == UnboundedFollowing {
		p.fail(f.Start.Pos, frameHelp, "a frame cannot start with UNBOUNDED FOLLOWING")
	}
	if f.End.Kind == UnboundedPreceding {
		p.fail(f.End.Pos, frameHelp, "a frame cannot end with UNBOUNDED PRECEDING")
	}
	if p.accept("EXCLUDE") {
		f.Exclude = p.exclude()
	}
	f.Pos = p.from(first)
	return f
}

// bound reads one bound of a frame.
func (p *parser) bound(l *lowering, s *section) Bound {
	first := p.pos
	var b Bound
	switch {
	case p.accept("UNBOUNDED", "PRECEDING"):
		b.Kind = UnboundedPreceding
	case p.accept("UNBOUNDED", "FOLLOWING"):
		b.Kind = UnboundedFollowing
	case p.accept("CURRENT", "ROW"):
		b.Kind = CurrentRow
	case p.isOp(")"):
		p.expected("a bound of the frame", frameHelp)
	default:
		s.separate()
		p.lower(l, s)
		if !p.isAny("PRECEDING", "FOLLOWING") {
			p.expected("PRECEDING or FOLLOWING", frameHelp)
		}
		b.Kind = BoundKind(p.cur().key)
		p.pos++
	}
	b.Pos = p.from(first)
	return b
}

func (p *parser) exclude() string {
	first := p.pos
	for _, words := range excluded {
		if p.accept(words...) {
			return p.words(first)
		}
	}
	p.expected("CURRENT ROW, GROUP, TIES or NO OTHERS", "")
	return ""
}

// hasOffset reports whether the bound has an offset.
func (b *Bound) hasOffset() bool { return b.Kind == Preceding || b.Kind == Following }

// fill sets the offsets of the bounds and returns the remaining expressions.
func (f *Frame) fill(args []Expr) []Expr {
	for _, b := range []*Bound{&f.Start, &f.End} {
		if b.hasOffset() {
			b.Offset, args = args[0], args[1:]
		}
	}
	return args
}
