// Package resolve turns a statement into a tree of operators: names become columns of base sources, or
// expressions over such columns. Views, CTEs and derived tables are expanded where they are read. Nothing is
// decided here.
//
//	statement ─► query ─► FROM ─► WHERE ─► GROUP BY ─► OVER ─► select list ─► DISTINCT ─► LIMIT ─► sink
//	                       │                     every expression passes through resolver.expr,
//	                       ▼                     which puts its subqueries beside the rows
//	                   relation: a node, its columns by name
package resolve

import (
	"fmt"
	"slices"

	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/planner/logical"
	"github.com/velo-plan/velo-plan/planner/project"
	"github.com/velo-plan/velo-plan/planner/syntax"
)

// Result is a statement with its names resolved.
type Result struct {
	Tree *logical.Tree
	// Findings report what is wrong with names, or only assumed about them.
	Findings []diag.Diagnostic
	// Large reports whether the statement, with its views and CTEs expanded, is too large to be read to its end.
	// Nothing can be said about it then.
	Large bool
}

// resolver is one run of Statement.
type resolver struct {
	src  *diag.Source
	stmt *syntax.Statement
	env  *project.Environment
	tree *logical.Tree
	cols *logical.Columns

	findings  []diag.Diagnostic
	instances map[string]int
	inside    map[*syntax.CTE]bool
	views     map[*project.View]int
	place     diag.Span // of the reference to the outermost view being expanded; zero outside views
	recursive *syntax.CTE
	depth     int
	crossed   int // counts the names found outside the SELECT that they stand in
	large     bool
	limited   bool      // the current query has a LIMIT, so its order decides which rows come out
	inner     *relation // the subquery that was resolved last
	ordering  bool      // the current expression does nothing but order the result
}

// Statement resolves a statement that has a query.
func Statement(src *diag.Source, stmt *syntax.Statement, env *project.Environment) *Result {
	cols := logical.NewColumns()
	r := &resolver{src: src, stmt: stmt, env: env, cols: cols, tree: &logical.Tree{Columns: cols, TimeField: stmt.Property("event.time.field")},
		instances: map[string]int{}, inside: map[*syntax.CTE]bool{}, views: map[*project.View]int{}}
	rel := r.query(stmt.Query, nil, nil)
	if r.large {
		return &Result{Findings: slices.DeleteFunc(r.findings, func(d diag.Diagnostic) bool { return d.Severity != diag.Error }), Large: true}
	}
	r.parameters()
	r.tree.Output, r.tree.Open = rel.cols, rel.open != nil
	rows := *rel
	r.sink(rel)
	r.tree.Root = rel.node
	r.tree.Finish()
	r.clocks()
	r.coarse(&rows)
	return &Result{Tree: r.tree, Findings: r.findings}
}

// parameters reports the template variables that the statement still holds: they are taken as names.
func (r *resolver) parameters() {
	say := func(ids ...syntax.Ident) {
		for _, id := range ids {
			if id.IsParameter() {
				r.warn("template-variable", id.Span(), id.Name+" is a template variable, taken as a name",
					"plan the text that is deployed, with its value filled in: the engine fills in no variables of a statement")
			}
		}
	}
	say(r.stmt.Target, r.stmt.SinkName, r.stmt.Job)
	syntax.Inspect(r.stmt.Query, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.Column:
			say(n.Parts...)
		case *syntax.TableRef:
			say(n.Name...)
		}
		return true
	})
}

// find adds a finding. What is found again in a view or CTE that is read twice is reported once.
func (r *resolver) find(d diag.Diagnostic) {
	for _, f := range r.findings {
		if f.ID == d.ID && f.Message == d.Message && (f.Span == d.Span || d.Severity != diag.Error) {
			return
		}
	}
	d.Source = r.src
	r.findings = append(r.findings, d)
}

func (r *resolver) warn(id string, at diag.Span, message, help string) {
	r.find(diag.Diagnostic{ID: id, Severity: diag.Warning, Span: at, Message: message, Help: help})
}

func (r *resolver) wrong(at diag.Span, message, help string) {
	r.find(diag.Diagnostic{ID: diag.Syntax, Severity: diag.Error, Span: at, Message: message, Help: help})
}

// The bounds of expansion: a chain of views, each of which reads the one before it twice, doubles with every step.
const (
	maxInputs = 1024
	maxDepth  = 1000
)

func (r *resolver) tooLarge(at diag.Span) {
	if !r.large {
		r.large = true
		r.wrong(at, fmt.Sprintf("the statement reads more than %d sources once its views and CTEs are expanded", maxInputs), "make one of the views a stream of its own")
	}
}
