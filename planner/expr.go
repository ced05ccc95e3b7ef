package planner

import (
	"fmt"
	"strings"

	"github.com/velo-plan/velo-plan/planner/syntax"
	"github.com/velo-plan/velo-plan/strategies/dist"
	"github.com/velo-plan/velo-plan/strategies/scalar"
)

// field registers a field of a base source and returns its id.
func (a *analysis) field(in *BaseInput, path ...string) dist.Column {
	name := strings.Join(path, ".")
	c := a.q.columns.add(column{
		id: dist.Column(in.Inst + "." + name), display: name, input: in.Index, plain: true, strict: true,
		key: scalar.Field{Path: append([]string(nil), path...)}, typ: declaredType(in, path),
	})
	if windowColumns[strings.ToUpper(name)] && !in.declares(name) {
		c.window, c.key, c.cannot = true, nil, "it is a bound of a window, and the router computes no windows"
	}
	return c.id
}

// declares says whether a column of that name is declared for the source itself.
func (in *BaseInput) declares(name string) bool {
	for _, c := range in.Known.Columns {
		if strings.EqualFold(c.Name, name) {
			return true
		}
	}
	return false
}

func declaredType(in *BaseInput, path []string) string {
	if len(path) == 1 {
		for _, c := range in.Known.Columns {
			if strings.EqualFold(c.Name, path[0]) {
				return strings.ToUpper(c.Type)
			}
		}
	}
	return ""
}

// system registers a system column of a base source. _PARTITION is the source partition itself.
func (a *analysis) system(in *BaseInput, name string) dist.Column {
	id := dist.Column(in.Inst + "." + name)
	if a.q.columns.get(id) != nil {
		return id
	}
	c := a.q.columns.add(column{id: id, display: name, input: in.Index, plain: true, strict: true, key: scalar.System{Name: name}})
	switch name {
	case "_WINDOW_START", "_WINDOW_END":
		c.window, c.key, c.cannot = true, nil, "it is a bound of a window, and the router computes no windows"
	case "_PARTITION":
		in.isPartition = id
	}
	return id
}

// opaque registers a column that no record of a base source decides: an aggregate, a ranking, a
// subquery's value. Nothing is concluded from it and no router can compute it.
func (a *analysis) opaque(text, why string) dist.Column {
	a.fresh++
	id := dist.Column(fmt.Sprintf("#%d.%s", a.fresh, text))
	return a.q.columns.add(column{id: id, display: text, input: -1, cannot: why}).id
}

// expr resolves an expression to a column id. The id of an expression is its normalized text over
// the ids of its columns, so two spellings of one expression are one column.
func (a *analysis) expr(e syntax.Expr, sc *scope) dist.Column {
	switch e := e.(type) {
	case *syntax.Column:
		return a.columnRef(e, sc)
	case *syntax.Field:
		if a.traits(e.X).perRow == "" {
			return a.fieldOf(a.expr(e.X, sc), e.Name)
		}
	}
	var parts []dist.Column
	ids := map[*syntax.Column]dist.Column{}
	for _, c := range syntax.ColumnsIn(e) {
		id := a.columnRef(c, sc)
		ids[c] = id
		parts = append(parts, id)
	}
	text := syntax.FormatWith(e, func(c *syntax.Column) string { return string(ids[c]) })
	display := syntax.FormatWith(e, func(c *syntax.Column) string { return a.q.own(ids[c]) })
	tr := a.traits(e)
	if tr.perRow != "" {
		id := dist.Column(fmt.Sprintf("#%d/%s", sc.level, text))
		return a.q.columns.add(column{id: id, display: display, input: -1, cannot: tr.perRow}).id
	}
	if old := a.q.columns.get(dist.Column(text)); old != nil {
		return old.id
	}
	c := column{id: dist.Column(text), display: display, input: -1, parts: parts, strict: strict(e) && a.allStrict(parts)}
	c.const_ = len(parts) == 0 && !tr.volatile
	for i, p := range parts {
		pc := a.q.columns.get(p)
		c.window = c.window || pc.window
		if i == 0 {
			c.input = pc.input
		} else if pc.input != c.input {
			c.input = -1
		}
	}
	c.window = c.window || tr.window
	c.key, c.cannot = a.lower(e, ids, c)
	if !tr.volatile && !tr.unknown && !c.const_ && (!tr.textual || a.allText(parts)) {
		a.q.structural = append(a.q.structural, dist.Fact{From: parts, To: c.id, Reason: display + " is computed from " + a.q.showAll(parts)})
	}
	return a.q.columns.add(c).id
}

// allStrict says whether every column is NULL where its source is missing.
func (a *analysis) allStrict(ids []dist.Column) bool {
	for _, id := range ids {
		if !a.q.columns.get(id).strict {
			return false
		}
	}
	return true
}

// allText says whether every column is declared as text, so that equal values have equal spellings.
func (a *analysis) allText(ids []dist.Column) bool {
	for _, id := range ids {
		switch t, _, _ := strings.Cut(a.q.columns.get(id).typ, "("); t {
		case "STRING", "VARCHAR", "TEXT", "CHAR", "CHARACTER VARYING":
		default:
			return false
		}
	}
	return true
}

// columnRef resolves a name or path, and says when it is ambiguous or unknown.
func (a *analysis) columnRef(c *syntax.Column, sc *scope) dist.Column {
	col, rest, how := a.lookup(sc, c.Parts)
	switch how {
	case foundNone:
		if len(c.Parts) == 1 && volatile[strings.ToUpper(c.Parts[0].Name)] {
			return a.opaque(strings.ToUpper(c.Parts[0].Name), "its value changes from record to record")
		}
		return a.opaque(syntax.Format(c), "no source has such a column")
	case foundAmbiguous:
		a.remark(c.Span(), "ambiguous-column", fmt.Sprintf("column %s could be of several sources; taken as %s: write the source before it",
			syntax.Format(c), a.q.show(col.ID)))
	case foundUnknown:
		if !volatile[strings.ToUpper(c.Parts[0].Name)] {
			a.remark(c.Span(), "unknown-column", fmt.Sprintf("column %s is not among the declared columns of its source", syntax.Format(c)))
		}
	}
	return a.path(col.ID, rest)
}

// fieldOf is (x).name: the path into a value, shown with the parentheses that tell it from a column
// of a source x.
func (a *analysis) fieldOf(id dist.Column, name syntax.Ident) dist.Column {
	outer := a.q.columns.get(id).display
	path := a.path(id, []syntax.Ident{name})
	if c := a.q.columns.get(path); c.display == outer+"."+name.Name {
		c.display = "(" + outer + ")." + name.Name
	}
	return path
}

// path descends from a column into its fields.
func (a *analysis) path(id dist.Column, rest []syntax.Ident) dist.Column {
	if len(rest) == 0 {
		return id
	}
	names := make([]string, len(rest))
	for i, r := range rest {
		names[i] = r.Name
	}
	outer := a.q.columns.get(id)
	full := dist.Column(string(id) + "." + strings.Join(names, "."))
	if a.q.columns.get(full) != nil {
		return full
	}
	c := column{id: full, display: outer.display + "." + strings.Join(names, "."), input: outer.input, plain: outer.plain, cannot: outer.cannot, window: outer.window, strict: outer.strict}
	if f, ok := outer.key.(scalar.Field); ok {
		c.key = scalar.Field{Path: append(append([]string(nil), f.Path...), names...)}
	} else if outer.key != nil {
		c.cannot = "it is a field of a computed value"
	}
	a.q.structural = append(a.q.structural, dist.Fact{From: []dist.Column{id}, To: full, Reason: c.display + " is a field of " + outer.display})
	return a.q.columns.add(c).id
}

// perAggregate is the reason for a value that folds the records of a group.
const perAggregate = "it is an aggregate"

// traits of an expression that decide what may be concluded from its value.
type traits struct {
	perRow   string // why its value is not one of a base record alone; "" if it is
	volatile bool
	unknown  bool // calls a function that may be anything
	textual  bool // sees how a value is spelled
	window   bool
}

func (a *analysis) traits(e syntax.Expr) traits {
	var t traits
	syntax.Inspect(e, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.Subquery, *syntax.Exists, *syntax.Quantified:
			t.perRow = "it is the value of a subquery"
			return false
		case *syntax.In:
			if n.Query != nil {
				t.perRow = "it is the value of a subquery"
				return false
			}
		case *syntax.Cast:
			switch typ, _, _ := strings.Cut(strings.ToUpper(n.Type), "("); strings.TrimSpace(typ) {
			case "STRING", "VARCHAR", "TEXT", "CHAR", "CHARACTER VARYING", "BYTES":
				t.textual = true
			}
		case *syntax.Binary:
			t.textual = t.textual || n.Op == "||"
		case *syntax.Call:
			return t.call(n)
		case *syntax.Column:
			if len(n.Parts) == 1 && !n.Parts[0].Quoted && strings.HasPrefix(strings.ToUpper(n.Parts[0].Name), "CURRENT_") {
				t.volatile = true
			}
		}
		return true
	})
	return t
}

// call adds what a function call says, and reports whether to look into its arguments.
func (t *traits) call(n *syntax.Call) bool {
	name := strings.ToUpper(n.Name)
	switch {
	case n.Over != nil:
		t.perRow = "it is computed over other records"
		return false
	case isAggregate(n):
		t.perRow = perAggregate
		return false
	case windowFunctions[name], windowValues[name]:
		t.window = true
	case volatile[name]:
		t.volatile = true
	case !pure[name]:
		t.unknown = true
	}
	t.textual = t.textual || textual[name]
	return true
}

// isAggregate says whether a call folds records: by its name, or by what only aggregates have.
func isAggregate(c *syntax.Call) bool {
	if c.Over != nil {
		return false
	}
	return aggregates[strings.ToUpper(c.Name)] || c.Distinct || c.Filter != nil || len(c.OrderBy) > 0
}
