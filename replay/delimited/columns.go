package delimited

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/velo-plan/velo-plan/replay/ndjson"
)

// Columns are the columns of a text.
type Columns struct {
	Comma byte     // the delimiter
	Names []string // a name with points is a path into objects; of columns of one name the last one counts
}

// Header returns the columns that a header names, which is a row without its line end.
func Header(row []byte, comma byte) (*Columns, error) {
	if !utf8.Valid(row) {
		return nil, fmt.Errorf("its first line, the header, is not UTF-8")
	}
	w := Writer{columns: &Columns{Comma: comma}}
	padded := append(slices.Clone(row), '\n')
	end := len(padded)
	padded = append(padded, make([]byte, Padding)...)
	w.row(padded[:end], 0)
	if w.why == ndjson.BadQuoting {
		at, expected := w.Explain(row, ndjson.BadQuoting)
		return nil, fmt.Errorf("its header has a quote where none belongs, in column %d: expected %s", utf8.RuneCount(row[:at])+1, expected)
	}
	c := &Columns{Comma: comma}
	for _, f := range w.fields {
		c.Names = append(c.Names, string(f.content(padded, nil)))
	}
	return c, nil
}

// Delimiters are those that texts are looked through for.
const Delimiters = ",;\t|"

// Meant returns the delimiter that a header of one column was meant to have; 0 if there is none.
func (c *Columns) Meant() byte {
	if len(c.Names) != 1 {
		return 0
	}
	for _, d := range []byte(Delimiters) {
		if d != c.Comma && strings.IndexByte(c.Names[0], d) >= 0 {
			return d
		}
	}
	return 0
}

// leaf is a column that is wanted.
type leaf struct {
	column int
	path   int    // of those that are wanted, the one that is the column's; -1: the column lies inside one
	text   bool   // it holds texts
	before string // what of the JSON comes before its value
}

// node is a name on the paths of columns that are wanted.
type node struct {
	name     string
	column   int // -1: it is an object
	children []*node
}

// leaves returns the columns that are wanted, in the order in which their values are written, and what comes after the
// last value. wanted are paths, nil for all columns.
func (c *Columns) leaves(wanted [][]string, texts func(name string) bool) (leaves []leaf, after string) {
	root := &node{column: -1}
	for i, name := range c.Names {
		if slices.Contains(c.Names[i+1:], name) {
			continue
		}
		if path, ok := pathOf(name, wanted); ok {
			root.add(path, i)
		}
	}
	json := root.write("", func(before string, n *node) {
		l := leaf{column: n.column, text: texts != nil && texts(c.Names[n.column]), before: before}
		l.path = slices.IndexFunc(wanted, func(w []string) bool { return strings.Join(w, ".") == c.Names[n.column] })
		leaves = append(leaves, l)
	})
	return leaves, json
}

// pathOf returns the path of a column if it is wanted.
func pathOf(name string, wanted [][]string) (path []string, ok bool) {
	if wanted == nil {
		return strings.Split(name, "."), true
	}
	for _, w := range wanted {
		whole := strings.Join(w, ".")
		if name == whole {
			return w, true
		}
		if rest, inside := strings.CutPrefix(name, whole+"."); inside {
			return append(slices.Clone(w), strings.Split(rest, ".")...), true
		}
	}
	return nil, false
}

// add adds the column at a path. Where a column is both a value and an object, the later one counts.
func (n *node) add(path []string, column int) {
	i := slices.IndexFunc(n.children, func(c *node) bool { return c.name == path[0] })
	if i >= 0 && (len(path) == 1 || n.children[i].column >= 0) {
		n.children = slices.Delete(n.children, i, i+1)
		i = -1
	}
	if i < 0 {
		i = len(n.children)
		n.children = append(n.children, &node{name: path[0], column: -1})
	}
	if len(path) == 1 {
		n.children[i].column = column
		return
	}
	n.children[i].add(path[1:], column)
}

// write tells each column with the JSON before its value, given what comes before n, and returns what comes after the last
// one.
func (n *node) write(before string, tell func(before string, n *node)) (after string) {
	if n.column >= 0 {
		tell(before, n)
		return ""
	}
	before += "{"
	for i, c := range n.children {
		if i > 0 {
			before += ","
		}
		before = c.write(before+string(appendString(nil, []byte(c.name)))+":", tell)
	}
	return before + "}"
}
