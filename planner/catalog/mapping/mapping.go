// Package mapping reads YAML (and so JSON) files whose every key is known in advance. For each mistake in
// them it tells where it is and what would be right.
//
//	text ──► check limits ──► YAML tree ──► Value ─┬─ Fields(known keys) ──► Field{Key, Value}
//	                                               ├─ Entries() (free keys)
//	                                               ├─ Items()
//	                                               └─ Text, Int, Bool, OneOf
//	                             Document.Err ◄── every mistake, with its span
//
// Readers ask for what they expect. Whatever else is there is noted in the Document and reading continues, so
// one run shows all mistakes.
package mapping

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// Document is one file that is being read. It is not safe for concurrent use.
type Document struct {
	name, text string
	anchors    map[string]ast.Node
	list       []Mistake
}

// Mistakes is everything that is wrong with one file. It is an error.
type Mistakes struct {
	Name string // of the file, as it was given
	Text string // of the file, without a byte order mark
	List []Mistake
}

// Mistake is one thing that is wrong, with its place. Lines and columns count from 1, columns in characters; Start
// and End are byte offsets into Mistakes.Text. All four are 0 for a mistake of the file as a whole.
type Mistake struct {
	Line, Column int
	Start, End   int
	Message      string // what is wrong
	Help         string // what to do; "" if the message tells it
}

// Error lists all mistakes as "file:line:column: message; help", one per line.
func (m *Mistakes) Error() string {
	lines := make([]string, len(m.List))
	for i, one := range m.List {
		lines[i] = m.Name + ": " + one.Message
		if one.Line > 0 {
			lines[i] = fmt.Sprintf("%s:%d:%d: %s", m.Name, one.Line, one.Column, one.Message)
		}
		if one.Help != "" {
			lines[i] += "; " + one.Help
		}
	}
	return strings.Join(lines, "\n")
}

// Parse reads a file that must hold one YAML mapping. A text that is not YAML, or more than one document, gives
// the zero Value and a mistake. An empty file is an empty mapping.
func Parse(name string, data []byte) (*Document, Value) {
	doc := &Document{name: name, text: strings.TrimPrefix(string(data), "\ufeff"), anchors: map[string]ast.Node{}}
	if !doc.checkLimits() {
		return doc, Value{}
	}
	file, err := parser.ParseBytes([]byte(doc.text), 0)
	if err != nil {
		doc.syntaxError(err)
		return doc, Value{}
	}
	root := Value{doc: doc}
	for _, d := range file.Docs {
		switch {
		case d.Body == nil:
		case root.node != nil:
			doc.note(tokenOf(d.Body), "a second YAML document", "keep everything in one document, without ---")
			return doc, root
		default:
			root.node = d.Body
		}
	}
	if root.node != nil {
		ast.Walk(anchorFinder{doc}, root.node)
	}
	return doc, root
}

// Err returns the mistakes noted so far in the order of the text, as *Mistakes; nil if there are none.
func (d *Document) Err() error {
	if len(d.list) == 0 {
		return nil
	}
	slices.SortStableFunc(d.list, func(a, b Mistake) int { return cmp.Compare(a.Start, b.Start) })
	return &Mistakes{Name: d.name, Text: d.text, List: d.list}
}

// anchorFinder collects the anchors (&name) of a tree, so that aliases (*name) find them.
type anchorFinder struct{ doc *Document }

// Visit implements ast.Visitor.
func (f anchorFinder) Visit(n ast.Node) ast.Visitor {
	if a, ok := n.(*ast.AnchorNode); ok && a.Name != nil {
		f.doc.anchors[a.Name.GetToken().Value] = a.Value
	}
	return f
}
