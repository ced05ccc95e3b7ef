package syntax

// frame writes the frame of an OVER.
func (w *writer) frame(f *Frame) {
	w.add(f.Unit, " ")
	if f.End.Kind == "" {
		w.bound(f.Start)
	} else {
		w.add("BETWEEN ")
		w.bound(f.Start)
		w.add(" AND ")
		w.bound(f.End)
	}
	if f.Exclude != "" {
		w.add(" EXCLUDE ", f.Exclude)
	}
}

func (w *writer) bound(b Bound) {
	if b.Offset == nil {
		w.add(string(b.Kind))
		return
	}
	least := 0
	if c, ok := b.Offset.(*Column); ok && len(c.Parts) == 1 && upper(c.Parts[0].Name) == "UNBOUNDED" {
		least = precOperand + 1 // UNBOUNDED PRECEDING has no column in it, while (unbounded) PRECEDING does
	}
	w.expr(b.Offset, least)
	w.add(" ", string(b.Kind))
}
