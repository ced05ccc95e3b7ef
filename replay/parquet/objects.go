package parquet

import (
	"fmt"

	"github.com/velo-plan/velo-plan/replay/jsonform"
	"github.com/velo-plan/velo-plan/replay/ndjson"
)

// cell is a value of a column, with its levels, in the order of the rows.
type cell struct {
	definition, repetition uint32
	text                   ndjson.Span
}

// cursor is what is left of a column.
type cursor []cell

// Objects reads rows of a group, from one on and before another, and appends each as a JSON object with a line end to dst.
// A group that does not split has to be read as a whole.
func (r *Reader) Objects(dst []byte, group int, from, to int64) (_ []byte, wrong []Wrong, err error) {
	defer catch(&err)
	r.text = r.text[:0]
	r.start(&r.text)
	if r.cursors == nil {
		r.cursors = make([]cursor, len(r.f.leaves))
	}
	for _, c := range r.columns {
		cells := r.cursors[c.index][:0]
		r.text, err = r.read(r.text, c, group, from, to, func(d, rep uint32, text ndjson.Span) {
			cells = append(cells, cell{d, rep, text})
		})
		if err != nil {
			return dst, nil, fmt.Errorf("row group %d, column %s: %w", group+1, c, err)
		}
		r.cursors[c.index] = cells
	}
	left := append([]cursor(nil), r.cursors...)
	a := &assembler{text: r.text, left: left}
	for range to - from {
		if dst, err = a.object(dst, r.f.root, r.want); err != nil {
			return dst, nil, fmt.Errorf("row group %d: %w", group+1, err)
		}
		dst = append(dst, '\n')
	}
	for _, c := range r.columns {
		if len(a.left[c.index]) > 0 {
			return dst, nil, fmt.Errorf("row group %d, column %s: it has more rows than are said", group+1, c)
		}
	}
	return dst, r.wrong, nil
}

// assembler puts values together again to records.
type assembler struct {
	text []byte
	left []cursor // by column
}

// whole wants everything.
var whole = jsonform.NewWant(nil)

// first returns the first column inside an element that is wanted, nil if there is none.
func first(n *node, w *jsonform.Want) *leaf {
	if n.leaf != nil {
		return n.leaf
	}
	for _, c := range n.children {
		inner := w.Find(c.name)
		if n.shape != object {
			inner = whole
		}
		if inner == nil {
			continue
		}
		if l := first(c, inner); l != nil {
			return l
		}
	}
	return nil
}

// object appends the fields of a group.
func (a *assembler) object(dst []byte, n *node, w *jsonform.Want) (_ []byte, err error) {
	dst = append(dst, '{')
	open := len(dst)
	for _, c := range n.children {
		inner := w.Find(c.name)
		if inner == nil || first(c, inner) == nil {
			continue
		}
		if len(dst) > open {
			dst = append(dst, ',')
		}
		dst = append(jsonform.AppendString(dst, []byte(c.name)), ':')
		if c.repeated {
			dst, err = a.items(dst, c, "[]", func(dst []byte) ([]byte, error) { return a.value(dst, c, inner) })
		} else {
			dst, err = a.value(dst, c, inner)
		}
		if err != nil {
			return dst, err
		}
	}
	return append(dst, '}'), nil
}

// value appends the value of an element; of a repeated one the next of its values.
func (a *assembler) value(dst []byte, n *node, w *jsonform.Want) ([]byte, error) {
	l := first(n, w)
	if l == nil {
		return append(dst, "{}"...), nil
	}
	c, err := a.peek(l)
	if err != nil {
		return dst, err
	}
	if n.leaf != nil {
		a.left[l.index] = a.left[l.index][1:]
		return append(dst, a.text[c.text.Start:c.text.End]...), nil
	}
	if int(c.definition) < n.definition {
		return append(dst, "null"...), a.skip(n)
	}
	switch n.shape {
	case list:
		element, wrapped := n.element()
		return a.items(dst, n.children[0], "[]", func(dst []byte) ([]byte, error) {
			if wrapped && element.repeated {
				return a.items(dst, element, "[]", func(dst []byte) ([]byte, error) { return a.value(dst, element, whole) })
			}
			return a.value(dst, element, whole)
		})
	case mapping:
		entry := n.children[0]
		return a.items(dst, entry, "{}", func(dst []byte) ([]byte, error) { return a.member(dst, entry) })
	}
	return a.object(dst, n, w)
}

// member appends an entry of a map. A key that is no text becomes one.
func (a *assembler) member(dst []byte, entry *node) ([]byte, error) {
	at := len(dst)
	dst, err := a.value(dst, entry.children[0], whole)
	if err != nil {
		return dst, err
	}
	if dst[at] != '"' {
		key := append([]byte(nil), dst[at:]...)
		dst = jsonform.AppendString(dst[:at], key)
	}
	return a.value(append(dst, ':'), entry.children[1], whole)
}

// items appends the values of a repeated element between brackets.
func (a *assembler) items(dst []byte, n *node, brackets string, each func(dst []byte) ([]byte, error)) ([]byte, error) {
	l := first(n, whole)
	if l == nil {
		return append(dst, brackets...), nil
	}
	c, err := a.peek(l)
	if err != nil {
		return dst, err
	}
	dst = append(dst, brackets[0])
	if int(c.definition) < n.definition {
		return append(dst, brackets[1]), a.skip(n)
	}
	for {
		if dst, err = each(dst); err != nil {
			return dst, err
		}
		if left := a.left[l.index]; len(left) == 0 || int(left[0].repetition) < n.repetition {
			return append(dst, brackets[1]), nil
		}
		dst = append(dst, ',')
	}
}

// peek returns the next cell of a column.
func (a *assembler) peek(l *leaf) (*cell, error) {
	left := a.left[l.index]
	if len(left) == 0 {
		return nil, errShort
	}
	return &left[0], nil
}

// skip passes over the next cell of each column inside an element.
func (a *assembler) skip(n *node) error {
	if n.leaf == nil {
		for _, c := range n.children {
			if err := a.skip(c); err != nil {
				return err
			}
		}
		return nil
	}
	if left := a.left[n.leaf.index]; len(left) > 0 {
		a.left[n.leaf.index] = left[1:]
	} else if left != nil {
		return errShort
	}
	return nil
}
