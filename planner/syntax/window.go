package syntax

// windowKinds are the kinds of a WINDOW clause, with the number of lengths that each takes.
var windowKinds = map[string]struct {
	kind    WindowKind
	lengths int
	example string
}{
	"TUMBLING": {Tumbling, 1, "TUMBLING(5m) or TUMBLING(ts, INTERVAL '5' MINUTE)"},
	"SLIDING":  {Sliding, 2, "SLIDING(10m, 1m)"},
	"HOPPING":  {Hopping, 2, "HOPPING(10m, 1m)"},
	"SESSION":  {Session, 1, "SESSION(ts, 30m)"},
}

// windowClause reads WINDOW TUMBLING(..) and the like, or WINDOW name AS (..), ..
func (p *parser) windowClause(sel *Select) {
	first := p.pos
	p.expect("WINDOW")
	if _, known := windowKinds[p.cur().key]; !known || !p.opAt(p.pos+1, "(") {
		p.namedWindows(sel)
		return
	}
	if sel.Window != nil {
		p.fail(p.spanOf(first), "keep one of them", "a second WINDOW in one query")
	}
	kind := windowKinds[p.cur().key]
	defer p.in("WINDOW " + string(kind.kind))()
	w := &Window{Kind: kind.kind}
	p.pos += 2
	lengths := []*Duration{&w.Size, &w.Advance}
	if kind.kind == Session {
		lengths = []*Duration{&w.Gap}
	}
	lengths = lengths[:kind.lengths]
	for {
		lengths = p.windowArg(w, lengths)
		if !p.acceptOp(",") {
			break
		}
	}
	if len(lengths) > 0 {
		p.expected("a length of time", "write "+kind.example)
	}
	p.expectOp(")")
	for p.retained(w) {
	}
	w.Pos = p.from(first)
	sel.Window = w
}

// windowArg reads one argument of a window and returns the lengths that are still missing.
func (p *parser) windowArg(w *Window, missing []*Duration) []*Duration {
	kind := windowKinds[string(w.Kind)]
	switch {
	case p.retained(w):
		return missing
	case p.is("SIZE") && p.beginsDuration(p.pos+1):
		p.pos++
		return p.named(&w.Size, missing, kind.example)
	case p.accept("ADVANCE", "BY"):
		return p.named(&w.Advance, missing, kind.example)
	case p.atDuration(), p.atParameter() && p.isLength(w, missing):
		if len(missing) == 0 {
			p.fail(p.spanOf(p.pos), "write "+kind.example, "one length of time too many")
		}
		*missing[0] = p.duration()
		return missing[1:]
	}
	first := p.pos
	e := p.expr()
	switch {
	case w.Kind == Session && len(missing) == 0 && w.Partition == nil:
		w.Partition = e
	case w.Time == nil && (w.Kind != Session || len(missing) > 0):
		w.Time = e
	default:
		p.fail(p.from(first), "write "+kind.example, "one column too many")
	}
	return missing
}

// isLength reports whether the template variable that is next is a length of time: one is missing, and
// the time column is given or no argument is left for it.
func (p *parser) isLength(w *Window, missing []*Duration) bool {
	left := 1
	for i := p.pos; p.tok(i).kind != endToken && !p.opAt(i, ")"); i++ {
		if m := p.tok(i).match; m > i {
			i = m
		} else if p.opAt(i, ",") {
			left++
		}
	}
	return len(missing) > 0 && (w.Time != nil || left <= len(missing))
}

// retained reads GRACE PERIOD or RETENTION with its length, or nothing.
func (p *parser) retained(w *Window) bool {
	first := p.pos
	d := &w.Retention
	switch {
	case p.accept("GRACE", "PERIOD"):
		d = &w.Grace
	case p.is("RETENTION") && p.beginsDuration(p.pos+1):
		p.pos++
	default:
		return false
	}
	if d.Text != "" {
		p.fail(p.from(first), "keep one of them", "a second %s in one window", p.words(first))
	}
	*d = p.duration()
	return true
}

// beginsDuration reports whether a length of time begins at i.
func (p *parser) beginsDuration(i int) bool {
	k := p.tok(i).kind
	return k == numberToken || k == textToken || p.wordAt(i, "INTERVAL") || p.parameterAt(i)
}

// named reads the length after SIZE or ADVANCE BY and returns the lengths that are still missing.
func (p *parser) named(d *Duration, missing []*Duration, example string) []*Duration {
	for i, m := range missing {
		if m == d {
			*d = p.duration()
			return append(append([]*Duration{}, missing[:i]...), missing[i+1:]...)
		}
	}
	p.fail(p.spanOf(p.pos-1), "write "+example, "this length does not belong to the window, or is given twice")
	return nil
}

// namedWindows reads name AS (..), ..
func (p *parser) namedWindows(sel *Select) {
	for {
		first := p.pos
		if p.at(wordToken) && !p.peek("AS") {
			p.implicit = -1
			p.misspelt(p.pos, []string{"TUMBLING", "SLIDING", "HOPPING", "SESSION"})
		}
		if p.at(endToken) || !p.peek("AS") {
			p.expected("TUMBLING, SLIDING, HOPPING, SESSION or a name with AS", "write WINDOW "+windowKinds["TUMBLING"].example)
		}
		w := &NamedWindow{Name: p.ident("a name")}
		p.expect("AS")
		var l lowering
		var s section
		over, fill := p.overBody(&l, &s)
		if len(s.text) > 0 {
			fill(p.solve(&l, &s))
		}
		w.Over, w.Pos = over, p.from(first)
		sel.NamedWindows = append(sel.NamedWindows, w)
		if !p.acceptOp(",") {
			return
		}
	}
}
