package jsonform

import "errors"

// Want is a tree of the fields that are wanted of a record. It does not change once it is built.
type Want struct {
	Whole    bool     // all of the value
	Names    []string // of fields inside that are wanted,
	Children []*Want  // and what is wanted of each
}

// NewWant returns the tree of some paths. Without a path everything is wanted.
func NewWant(paths [][]string) *Want {
	root := &Want{Whole: len(paths) == 0}
	for _, path := range paths {
		w := root
		for _, name := range path {
			child := w.Find(name)
			if child == nil {
				child = new(Want)
				w.Names, w.Children = append(w.Names, name), append(w.Children, child)
			}
			w = child
		}
		w.Whole = true
	}
	return root
}

// Find returns what is wanted of a field, nil if nothing is.
func (w *Want) Find(name string) *Want {
	if w.Whole {
		return whole
	}
	for i, n := range w.Names {
		if n == name {
			return w.Children[i]
		}
	}
	return nil
}

// whole wants everything.
var whole = &Want{Whole: true}

// ErrTruncated is the error of a value of any format that ends where more of it has to come.
var ErrTruncated = errors.New("expected more of the value: it is cut off, or its schema is another one")
