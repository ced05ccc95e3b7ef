package syntax

// source replaces inside a relation that is the argument of a call, except inside its queries.
func (r replacer) source(s *Source) bool {
	before := *s
	switch n := before.(type) {
	case *TableRef:
		replaceNode(&n, func(t *TableRef) bool { return r.slot(&t.AsOf) })
		*s = n
	case *TableFunc:
		replaceNode(&n, func(t *TableFunc) bool {
			changed := r.list(&t.Args)
			return r.list(&t.PartitionBy) || changed
		})
		*s = n
	case *MatchRecognize:
		replaceNode(&n, r.match)
		*s = n
	case *Join:
		replaceNode(&n, func(j *Join) bool {
			changed := r.source(&j.Left)
			changed = r.source(&j.Right) || changed
			return r.slot(&j.On) || changed
		})
		*s = n
	}
	return *s != before
}

func (r replacer) match(m *MatchRecognize) bool {
	changed := r.source(&m.Input)
	changed = r.list(&m.Partition) || changed
	changed = r.orderBy(&m.OrderBy) || changed
	for _, items := range []*[]*Item{&m.Measures, &m.Define} {
		changed = replaceList(items, func(item **Item) bool {
			return replaceNode(item, func(i *Item) bool { return r.slot(&i.Expr) })
		}) || changed
	}
	return changed
}
