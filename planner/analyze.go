package planner

import (
	"strconv"
	"strings"

	"github.com/velo-plan/velo-plan/planner/catalog"
	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/planner/syntax"
	"github.com/velo-plan/velo-plan/strategies/dist"
)

// environment is what a statement is planned in: what is known of streams, and the views that
// earlier statements made.
type environment struct {
	cfg      Config
	declared catalog.Catalog // by statements of the texts, under the names of their topics
	views    map[string]*view
	tables   map[string]bool  // names that a CREATE TABLE of the texts made or declared, in lower case
	stmt     *catalog.Catalog // by annotations of the statement at hand
	at       *syntax.Statement
	// project is all statements of the texts; nil where statements are planned by themselves.
	project *project
	written map[string]*written // by topic
}

// view is a CREATE VIEW, put in where it is read.
type view struct {
	query   *syntax.QueryExpr
	columns []syntax.Ident
}

// stream merges what is known of a name, field by field: flags beat the catalog file, that the
// cluster, that the annotations, those the declarations. The result is never nil.
func (e *environment) stream(name string) *catalog.Stream {
	short := unqualified(name)
	out := &catalog.Stream{Name: name}
	out.FillFrom(e.cfg.Flags, name, short)
	out.FillFrom(e.cfg.Catalog, name, short)
	out.Fill(e.cfg.Cluster.stream(e.topic(name), e.topic(short)))
	out.FillFrom(e.stmt, name, short)
	out.FillFrom(&e.declared, e.topic(name), e.topic(short))
	return out
}

// analysis is one run of Analyze.
type analysis struct {
	src  *diag.Source
	stmt *syntax.Statement
	env  *environment
	q    *Query

	findings []diag.Diagnostic
	remarks  []Advice
	places   []diag.Span // by the Tag of facts, from 1

	instances  map[string]int
	inside     map[*syntax.CTE]bool
	insideView map[*view]bool
	recursive  *syntax.CTE
	outers     [][]Pair       // the equalities of outer joins; none of a FULL JOIN, which has two places
	filters    map[int]filter // by input
	pairs      *[]correlation // of the subquery at hand
	level      int
	chains     int
	depth      int
	fresh      int
	crossed    int // names found outside the SELECT that they stand in
	large      bool
}

// Analyze resolves a statement with a query: its base sources, what its operators are, the facts
// it states, its sink. The statement must have a Query.
func analyze(src *diag.Source, stmt *syntax.Statement, env *environment) *analysis {
	a := &analysis{src: src, stmt: stmt, env: env, q: &Query{columns: newColumns()},
		instances: map[string]int{}, inside: map[*syntax.CTE]bool{}, insideView: map[*view]bool{}, filters: map[int]filter{}}
	rel := a.query(stmt.Query, nil, nil)
	if a.large {
		return a // nothing can be said of a statement that was not read to its end
	}
	a.q.Output, a.q.OpenStar = rel.cols, rel.open != nil
	a.parameters()
	a.sink(rel)
	a.closeSubqueries()
	a.closeJoins()
	a.tableScans()
	for _, op := range a.q.Operators {
		op.facts = append(op.facts, a.inputFacts(op)...)
	}
	return a
}

// parameters says which template variables the statement still holds: they are taken as names.
func (a *analysis) parameters() {
	say := func(ids ...syntax.Ident) {
		for _, id := range ids {
			if id.IsParameter() {
				a.remark(id.Span(), "template-variable", id.Name+" is a template variable, taken as a name: plan the text that is deployed, with its value filled in; the engine takes no $ outside quotes")
			}
		}
	}
	say(a.stmt.Target, a.stmt.SinkName, a.stmt.Job)
	syntax.Inspect(a.stmt.Query, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.Column:
			say(n.Parts...)
		case *syntax.TableRef:
			say(n.Name...)
		}
		return true
	})
}

// operate adds an operator over a relation, with the facts that hold of the relation's rows.
func (a *analysis) operate(op *Operator, rel *relation) {
	op.Inputs = append([]int(nil), rel.inputs...)
	op.facts = append([]dist.Fact(nil), rel.facts...)
	op.optional, op.unions = rel.optional, rel.unions
	a.q.Operators = append(a.q.Operators, op)
}

// factsAt are the facts that hold of a relation's rows, derived values included.
func (a *analysis) factsAt(rel *relation) []dist.Fact {
	return append(append([]dist.Fact(nil), rel.facts...), a.q.structural...)
}

// tableScans finds tables that nothing but the select list reads: every partition would load them
// whole and give every row once more.
func (a *analysis) tableScans() {
	for _, in := range a.q.Inputs {
		if !in.isTable() || in.Copied {
			continue
		}
		met := false
		for _, op := range a.q.Operators {
			soft := op.Kind == OpSink || op.Kind == OpOrder
			met = met || (contains(op.Inputs, in.Index) && !soft && (op.Void || op.All || len(op.Keys) > 0 || len(op.Equal) > 0))
		}
		if !met {
			a.q.Operators = append(a.q.Operators, &Operator{Kind: OpTable, Text: "table " + in.Name + " read by itself", Span: in.Span,
				All: true, AllWhy: "every partition loads all of it, so its rows would come out once per partition", Inputs: []int{in.Index}})
		}
	}
}

// inputFacts are the facts about the base sources of an operator: what keys them, and for a copied
// table that its primary key decides its row. Source partitions of different sources are different
// things, so over several sources nothing is said of them.
func (a *analysis) inputFacts(op *Operator) []dist.Fact {
	out := append([]dist.Fact(nil), a.q.structural...)
	streams := 0
	for _, i := range op.Inputs {
		if !a.q.Inputs[i].Copied {
			streams++
		}
	}
	for _, i := range op.Inputs {
		in := a.q.Inputs[i]
		if in.Copied {
			out = append(out, a.rowFacts(in)...)
			continue
		}
		if streams == 1 {
			out = append(out, a.partitionFacts(in)...)
		}
		if len(op.optional[i]) == 0 {
			out = append(out, a.dependencies(in)...)
		}
	}
	return out
}

// partitionFacts say what decides the source partition: the declared key, and _PARTITION itself.
func (a *analysis) partitionFacts(in *BaseInput) []dist.Fact {
	var out []dist.Fact
	if len(in.Known.Key) > 0 {
		f := dist.Fact{To: dist.Partition, Reason: "topic " + in.Name + " is keyed by " + strings.Join(in.Known.Key, ", ") + " (" + in.Known.KeyBy + ")", Tag: declaredTag}
		for _, k := range in.Known.Key {
			f.From = append(f.From, a.field(in, strings.Split(k, ".")...))
		}
		out = append(out, f)
	}
	if id := in.isPartition; id != "" {
		out = append(out, dist.Fact{From: []dist.Column{id}, To: dist.Partition, Reason: "_PARTITION is the source partition"},
			dist.Fact{From: []dist.Column{dist.Partition}, To: id, Reason: "_PARTITION is the source partition"})
	}
	return out
}

// dependencies are the facts that the catalog declares of a source's records. In rows that lack the
// record they may be false: there every column is NULL.
func (a *analysis) dependencies(in *BaseInput) []dist.Fact {
	var out []dist.Fact
	for _, d := range in.Known.Determines {
		var from []dist.Column
		for _, name := range d.From {
			from = append(from, a.field(in, strings.Split(name, ".")...))
		}
		for _, name := range d.To {
			out = append(out, dist.Fact{From: from, To: a.field(in, strings.Split(name, ".")...), Tag: declaredTag,
				Reason: strings.Join(d.From, ", ") + " determines " + name + " in " + in.Name + " (" + in.Known.DependsBy + ")"})
		}
	}
	return out
}

// rowFacts say that the primary key of a copied table decides every column of its row.
func (a *analysis) rowFacts(in *BaseInput) []dist.Fact {
	if len(in.Known.PrimaryKey) == 0 {
		return nil
	}
	var pk []dist.Column
	for _, k := range in.Known.PrimaryKey {
		pk = append(pk, a.field(in, k))
	}
	var out []dist.Fact
	for _, c := range a.q.columns.order {
		if c.input == in.Index {
			out = append(out, dist.Fact{From: pk, To: c.id, Reason: strings.Join(in.Known.PrimaryKey, ", ") + " is the primary key of table " + in.Name, Tag: declaredTag})
		}
	}
	return out
}

// declaredTag marks facts that a person declared; places in the statement have tags from 1.
const declaredTag = -1

// tag remembers a place for the facts that are read there.
func (a *analysis) tag(at diag.Span) int {
	a.places = append(a.places, at)
	return len(a.places)
}

func (a *analysis) place(tag int) diag.Span {
	if tag < 1 || tag > len(a.places) {
		return diag.Span{}
	}
	return a.places[tag-1]
}

// find adds a diagnostic.
func (a *analysis) find(sev diag.Severity, code string, at diag.Span, message, help string) {
	for _, f := range a.findings {
		if f.Span == at && f.Message == message {
			return // a view or CTE that is read twice says a thing once
		}
	}
	a.findings = append(a.findings, diag.Diagnostic{Code: code, Severity: sev, Source: a.src, Span: at, Message: message, Help: help})
}

// remark adds advice that analysis itself has; once for one text.
func (a *analysis) remark(at diag.Span, id, text string) {
	for _, r := range a.remarks {
		if r.ID == id && r.Text == text {
			return
		}
	}
	a.remarks = append(a.remarks, Advice{ID: id, Kind: "warning", Text: text, Span: at})
}

func itoa(n int) string { return strconv.Itoa(n) }

// isLookup says whether a source counts as a table where it is joined to a stream, though nobody
// declared its kind: the statement reads it from a file, or a CREATE TABLE made it and the statement
// has no reader for it. The engine then looks its rows up on every partition.
func (a *analysis) isLookup(in *BaseInput) bool {
	if in.Known.Kind != "" {
		return false
	}
	switch strings.ToLower(property(a.stmt, in.Name+".type")) {
	case "file_source", "file_source_mmap":
		return true
	case "":
		return a.env.tables[strings.ToLower(in.Name)]
	}
	return false
}

// property returns the last value of a WITH property; names compare without case.
func property(stmt *syntax.Statement, name string) string {
	value := ""
	for _, p := range stmt.Props {
		if strings.EqualFold(p.Name, name) {
			value = p.Value
		}
	}
	return value
}
