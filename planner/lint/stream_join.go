package lint

import (
	"fmt"
	"slices"
	"strings"

	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/planner/engine"
	"github.com/velo-plan/velo-plan/planner/syntax"
)

// streamJoin is a statement that the engine hands to its JoinJobProcessor (server/stream_job_server.rs). That runs
// the first join: the equal columns of its ON, within bounds of its own, and then the select list. No other clause
// of the statement is looked at.
type streamJoin struct {
	query       *syntax.Select
	joins       []*syntax.Join // in written order; only the first is run
	left, right *syntax.TableRef
	*Pass
	misreads []engine.Misread
}

// joinBounds are the bounds in time of every stream join, and joinState is what it keeps. A record is never
// forgotten because of its age, since nothing advances the watermark (execution/join/coordinator.rs); the limits are
// those of execution/join/state_store.rs.
const (
	joinBounds = "up to 1 hour later"
	joinState  = "of each stream it keeps the last 1,000,000 records, 10,000 of one key and 1 GiB"
)

// streamJoin returns the join of two streams that the engine runs for the statement, nil if it runs none.
func (p *Pass) streamJoin() *streamJoin {
	if p.Job() == nil || !p.runsAlone() || !p.Engine().Accepted {
		return nil
	}
	s, ok := p.Statement.Query.Body.(*syntax.Select)
	if !ok {
		return nil
	}
	j := &streamJoin{query: s, Pass: p}
	from := s.From
	for {
		join, ok := from.(*syntax.Join)
		if !ok {
			break
		}
		j.joins = append([]*syntax.Join{join}, j.joins...)
		from = join.Left
	}
	if len(j.joins) == 0 || j.joins[0].On == nil {
		return nil
	}
	j.left, _ = from.(*syntax.TableRef)
	j.right, _ = j.joins[0].Right.(*syntax.TableRef)
	if !p.readAsStream(j.left) || !p.readAsStream(j.right) {
		return nil
	}
	return j
}

// runsAlone reports whether the statement is a SELECT, or a CREATE around one. An INTO makes it another kind of
// statement, in which the engine looks for no join (sql/ast.rs has_stream_stream_joins).
func (p *Pass) runsAlone() bool {
	switch p.Statement.Kind {
	case syntax.KindStream, syntax.KindTable:
		return true
	}
	return p.Statement.Kind == syntax.KindSelect && p.Statement.Target.Name == ""
}

// readAsStream reports whether the engine reads a name of FROM record by record. It looks up only what a CREATE
// calls a file_source as a table; the properties of a SELECT without CREATE are not looked at there.
func (p *Pass) readAsStream(ref *syntax.TableRef) bool {
	if ref == nil || ref.URI {
		return false
	}
	switch p.Statement.Property(syntax.Dotted(ref.Name) + ".type") {
	case "":
		return p.streams(ref)
	case "file_source":
		return p.kind() == syntax.KindSelect
	}
	return true
}

// misreads are the places that the engine accepts with another meaning, or never looks at.
func (p *Pass) misreads() []engine.Misread {
	list := p.Engine().Misreads
	if !p.Engine().Accepted || !p.Engine().Whole {
		return list // what is cut off is not read at all
	}
	if j := p.streamJoin(); j != nil {
		return append(slices.Clone(list), j.check()...)
	}
	return append(slices.Clone(list), p.lookups()...)
}

// misread notes a place.
func (j *streamJoin) misread(at diag.Span, what, instead string, fix ...diag.Edit) {
	j.misreads = append(j.misreads, engine.Misread{Span: at, What: what, Instead: instead, Fix: fix})
}

// check returns what the engine does not run, or runs otherwise, because the statement joins streams.
func (j *streamJoin) check() []engine.Misread {
	first := j.joins[0]
	if first.Kind != syntax.JoinInner {
		words := strings.ToUpper(strings.Join(strings.Fields(j.Text.Slice(first.OpSpan)), " "))
		j.misread(first.OpSpan, words+" is run as INNER JOIN: the engine's join of two streams has no outer form, so rows without a partner are lost",
			"INNER JOIN, if those rows are not needed")
	}
	j.checkOn()
	for _, more := range j.joins[1:] {
		j.misread(more.OpSpan, "this join is not run: of a statement that joins streams, the engine runs the first join alone",
			"one statement for each join; the second reads what the first creates")
	}
	j.checkClauses()
	j.checkNames()
	return j.misreads
}

// checkOn compares ON and WITHIN with what the engine makes of them.
func (j *streamJoin) checkOn() {
	first, equal, bounded := j.joins[0], 0, false
	for _, c := range syntax.Conjuncts(first.On) {
		l, r := j.equality(c)
		switch {
		case l != nil:
			equal++
			j.checkSides(c, l, r)
		case j.ownBounds(c):
			bounded = true
		case timed(c):
			bounded = true
			j.bounds(c.Span(), j.quote(c.Span())+" is not evaluated")
		default:
			j.misread(c.Span(), j.quote(c.Span())+" is not evaluated: of ON, the engine's join of two streams takes only columns that are equal",
				"WHERE in another statement, which reads what this one creates")
		}
	}
	if equal == 0 {
		j.misread(first.On.Span(), "ON has no two equal columns, so the engine joins every record with every other one",
			"ON a.k = b.k, with a column of each stream")
	}
	if w := first.Within; w.Text != "" {
		bounded = true
		at := j.backTo("WITHIN", w.Span())
		j.bounds(at, j.quote(at)+" is parsed and then ignored")
	}
	if !bounded {
		j.bounds(first.OpSpan, "no limit in time is written, but the engine sets one")
	}
}

// bounds reports a bound in time that is not the engine's.
func (j *streamJoin) bounds(at diag.Span, what string) {
	left, right := alias(j.left), alias(j.right)
	j.misread(at, fmt.Sprintf("%s: a record of %s is joined with those of %s that are %s, and with no others", what, left, right, joinBounds),
		fmt.Sprintf("write the limit that the engine keeps, %[2]s.time BETWEEN %[1]s.time AND %[1]s.time + INTERVAL '1' HOUR; %[3]s", left, right, joinState))
}

// equality returns the columns of a condition that says that two columns are equal, else nil.
func (j *streamJoin) equality(e syntax.Expr) (left, right *syntax.Column) {
	b, ok := e.(*syntax.Binary)
	if !ok || b.Op != "=" {
		return nil, nil
	}
	left, _ = b.Left.(*syntax.Column)
	right, _ = b.Right.(*syntax.Column)
	if left == nil || right == nil {
		return nil, nil
	}
	return left, right
}

// checkSides reports an equality whose left side is a column of the right stream: the engine takes the sides as
// they stand, and without their qualifiers.
func (j *streamJoin) checkSides(e syntax.Expr, l, r *syntax.Column) {
	if !j.of(l, j.right) || lastName(l) == lastName(r) {
		return
	}
	j.misread(e.Span(), fmt.Sprintf("the engine looks for the left side of = in the left stream: for %s in %s, and for %s in %s, so that nothing is joined",
		lastName(l), alias(j.left), lastName(r), alias(j.right)), fmt.Sprintf("%s = %s", j.Text.Slice(r.Span()), j.Text.Slice(l.Span())))
}

// ownBounds reports whether a condition is what the engine does anyway: the right time is between the left time
// and one hour later.
func (j *streamJoin) ownBounds(e syntax.Expr) bool {
	b, ok := e.(*syntax.Between)
	if !ok || b.Not {
		return false
	}
	right, _ := b.X.(*syntax.Column)
	left, _ := b.Lo.(*syntax.Column)
	sum, _ := b.Hi.(*syntax.Binary)
	if right == nil || left == nil || sum == nil || sum.Op != "+" || !j.of(right, j.right) || !j.of(left, j.left) {
		return false
	}
	base, _ := sum.Left.(*syntax.Column)
	hour, _ := sum.Right.(*syntax.Literal)
	if base == nil || hour == nil || hour.Kind != syntax.Interval || syntax.Dotted(base.Parts) != syntax.Dotted(left.Parts) {
		return false
	}
	switch strings.TrimSuffix(strings.ToUpper(strings.ReplaceAll(hour.Value, "'", "")), "S") {
	case "1 HOUR", "60 MINUTE", "3600 SECOND":
		return true
	}
	return false
}

// of reports whether a column is qualified with a source.
func (j *streamJoin) of(c *syntax.Column, ref *syntax.TableRef) bool {
	return len(c.Parts) > 1 && c.Parts[0].Name == alias(ref)
}

// alias is the name by which columns of a source are qualified.
func alias(ref *syntax.TableRef) string {
	if ref.Alias.Name.Name != "" {
		return ref.Alias.Name.Name
	}
	return ref.Name[len(ref.Name)-1].Name
}
