package project

import (
	"cmp"
	"strconv"
	"strings"

	"github.com/velo-plan/velo-plan/planner"
	"github.com/velo-plan/velo-plan/planner/catalog"
	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/planner/syntax"
)

// Unit is one statement of the texts with its relations to others. It does not keep the tree of the statement, which
// is many times as large: a project may have a hundred thousand statements.
type Unit struct {
	Src     *diag.Source
	at      diag.Span        // of the statement
	kind    syntax.Kind      // of the statement, or of the CREATE inside a job
	target  syntax.Ident     // that it makes or writes to
	given   string           // the name that the text gives to its job; "" if none
	app     string           // the application that its text is; "" if it is none
	dropped string           // what it drops; "" if nothing
	query   bool             // it has a query, so records may move
	again   bool             // what it makes may exist already
	own     []ownTopic       // that its WITH blocks give to names
	about   []string         // names, in lower case, that its WITH blocks describe
	said    *catalog.Catalog // by its annotations, of streams; nil if nothing
	makes   string           // the topic that it declares, creates or writes to, or its view; "" if none
	facts   []fact           // that its annotations state of sources
	reads   []read           // the topics and views that it reads, each name once, in written order
}

// read is a name under which a statement reads a topic or view, and the first place that reads it so.
type read struct {
	name    string // of the topic or view
	written string // as the statement names it
	at      diag.Span
}

// NewUnits describes the statements of a text. They are of the application that the first of them names.
func NewUnits(src *diag.Source, statements []*syntax.Statement) []*Unit {
	units, app := make([]*Unit, len(statements)), ""
	for i, stmt := range statements {
		units[i] = newUnit(src, stmt)
		app = cmp.Or(app, units[i].app)
	}
	for _, u := range units {
		u.app = app
	}
	return units
}

func newUnit(src *diag.Source, stmt *syntax.Statement) *Unit {
	u := &Unit{Src: src, at: stmt.Span(), kind: stmt.Kind, target: stmt.Target, given: stmt.GivenName(), query: stmt.Query != nil,
		app: application(stmt), dropped: stmt.Dropped.Name, again: stmt.Guarded || stmt.Explain, own: ownTopics(stmt), about: described(stmt), said: annotated(stmt), facts: factsOf(stmt)}
	if stmt.Create != "" {
		u.kind = stmt.Create
	}
	if u.query {
		r := reading{}
		r.query(stmt.Query, nil)
		u.reads = r.found
	}
	return u
}

// Job returns the name of the statement's job: the one that it is given, or else that of what it creates, or else
// its place.
func (u *Unit) Job() string {
	if name := cmp.Or(u.given, u.target.Name); name != "" {
		return name
	}
	return planner.Unnamed + strconv.Itoa(u.Line())
}

// Line is the line on which the statement begins.
func (u *Unit) Line() int { return u.Src.Position(u.at.Start).Line }

// declares reports whether the statement describes a topic and moves no records.
func (u *Unit) declares() bool {
	return u.kind == syntax.KindDeclStream || u.kind == syntax.KindDeclTable
}

// writes reports whether records of the statement go into what it makes.
func (u *Unit) writes() bool {
	return u.makes != "" && u.kind != syntax.KindView && !u.declares()
}

// creates reports whether the statement makes a stream, table or view that must not exist yet.
func (u *Unit) creates() bool {
	switch u.kind {
	case syntax.KindStream, syntax.KindTable, syntax.KindMatView, syntax.KindView:
		return u.makes != ""
	}
	return false
}

// reading collects the names in FROM that are not CTEs.
type reading struct{ found []read }

// hidden is a chain of CTE names, in lower case.
type hidden struct {
	name string
	up   *hidden
}

// query collects from a query, inside which its CTEs give some names another meaning.
func (r *reading) query(q *syntax.QueryExpr, ctes *hidden) {
	for _, c := range q.With {
		own := &hidden{strings.ToLower(c.Name.Name), ctes}
		if c.Recursive {
			r.query(c.Query, own)
		} else {
			r.query(c.Query, ctes)
		}
		ctes = own
	}
	r.below(q.Body, ctes)
	for _, o := range q.OrderBy {
		r.below(o, ctes)
	}
	r.below(q.Limit, ctes)
}

// below collects from any other node.
func (r *reading) below(n syntax.Node, ctes *hidden) {
	syntax.Inspect(n, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.QueryExpr:
			r.query(n, ctes)
			return false
		case *syntax.TableRef:
			if !isHidden(n, ctes) {
				r.found = append(r.found, read{written: syntax.Dotted(n.Name), at: n.Span()})
			}
		}
		return true
	})
}

func isHidden(ref *syntax.TableRef, ctes *hidden) bool {
	if len(ref.Name) != 1 || ref.URI {
		return false
	}
	for c := ctes; c != nil; c = c.up {
		if strings.EqualFold(c.name, ref.Name[0].Name) {
			return true
		}
	}
	return false
}
