package lint

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/planner/logical"
	"github.com/velo-plan/velo-plan/planner/syntax"
)

// streamJoin is a statement that the engine hands to its JoinJobProcessor (server/stream_job_server.rs). That runs
// the first join: the equal columns of its ON, within bounds of its own, and then the select list. No other clause
// of the statement is looked at.
type streamJoin struct {
	query       *syntax.Select
	joins       []*syntax.Join // in written order; only the first is run
	left, right *syntax.TableRef
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
	if p.Job() == nil || !p.runsAlone() || !p.Engine().Accepted || !p.Engine().Whole {
		return nil
	}
	s, ok := p.Statement.Query.Body.(*syntax.Select)
	if !ok {
		return nil
	}
	j := &streamJoin{query: s}
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

// checkStreamJoin reports what the engine does not run, or runs otherwise, because the statement joins streams.
func checkStreamJoin(p *Pass) {
	j := p.streamJoin()
	if j == nil {
		p.checkTableJoins()
		return
	}
	first := j.joins[0]
	if first.Kind != syntax.JoinInner {
		words := strings.ToUpper(strings.Join(strings.Fields(p.Text.Slice(first.OpSpan)), " "))
		p.Report(first.OpSpan, words+" is run as INNER JOIN: the engine's join of two streams has no outer form, so rows without a partner are lost",
			"instead: INNER JOIN, if those rows are not needed")
	}
	j.checkOn(p)
	for _, more := range j.joins[1:] {
		p.Report(more.OpSpan, "this join is not run: of a statement that joins streams, the engine runs the first join alone",
			"instead: one statement for each join; the second reads what the first creates")
	}
	j.checkClauses(p)
	j.checkNames(p)
}

// checkTableJoins reports limits in time of joins with a table: the engine's lookup takes none
// (processors/join_context.rs).
func (p *Pass) checkTableJoins() {
	if p.Job() == nil || !p.Engine().Accepted {
		return
	}
	syntax.Inspect(p.Statement.Query, func(n syntax.Node) bool {
		if j, ok := n.(*syntax.Join); ok && j.Within.Text != "" {
			at := p.backTo("WITHIN", j.Within.Span())
			p.Report(at, p.quote(at)+" is parsed and then ignored: the engine looks up a table as it is at the moment", "instead: the join without WITHIN")
		}
		return true
	})
}

// checkOn compares ON and WITHIN with what the engine makes of them.
func (j *streamJoin) checkOn(p *Pass) {
	first, equal, bounded := j.joins[0], 0, false
	for _, c := range syntax.Conjuncts(first.On) {
		l, r := j.equality(c)
		switch {
		case l != nil:
			equal++
			j.checkSides(p, c, l, r)
		case j.ownBounds(c):
			bounded = true
		case timed(c):
			bounded = true
			j.reportBounds(p, c.Span(), p.quote(c.Span())+" is not evaluated")
		default:
			p.Report(c.Span(), p.quote(c.Span())+" is not evaluated: of ON, the engine's join of two streams takes only columns that are equal",
				"instead: WHERE in another statement, which reads what this one creates")
		}
	}
	if equal == 0 {
		p.Report(first.On.Span(), "ON has no two equal columns, so the engine joins every record with every other one",
			"instead: ON a.k = b.k, with a column of each stream")
	}
	if w := first.Within; w.Text != "" {
		bounded = true
		at := p.backTo("WITHIN", w.Span())
		j.reportBounds(p, at, p.quote(at)+" is parsed and then ignored")
	}
	if !bounded {
		j.reportBounds(p, first.OpSpan, "no limit in time is written, but the engine sets one")
	}
}

// reportBounds reports a bound in time that is not the engine's.
func (j *streamJoin) reportBounds(p *Pass, at diag.Span, what string) {
	left, right := alias(j.left), alias(j.right)
	p.Report(at, fmt.Sprintf("%s: a record of %s is joined with those of %s that are %s, and with no others", what, left, right, joinBounds),
		fmt.Sprintf("instead: write the limit that the engine keeps, %[2]s.time BETWEEN %[1]s.time AND %[1]s.time + INTERVAL '1' HOUR; %[3]s", left, right, joinState))
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
func (j *streamJoin) checkSides(p *Pass, e syntax.Expr, l, r *syntax.Column) {
	if !j.of(l, j.right) || lastName(l) == lastName(r) {
		return
	}
	p.Report(e.Span(), fmt.Sprintf("the engine looks for the left side of = in the left stream: for %s in %s, and for %s in %s, so that nothing is joined",
		lastName(l), alias(j.left), lastName(r), alias(j.right)), fmt.Sprintf("instead: %s = %s", p.Text.Slice(r.Span()), p.Text.Slice(l.Span())))
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

// checkClauses reports the clauses that a stream join never looks at.
func (j *streamJoin) checkClauses(p *Pass) {
	skipped := func(at diag.Span, clause string) {
		p.Report(at, clause+" is not run: of a statement that joins streams, the engine runs the join and the select list alone",
			"instead: "+clause+" in another statement, which reads what this one creates")
	}
	s, q := j.query, p.Statement.Query
	if s.Distinct {
		skipped(s.DistinctSpan, "DISTINCT")
	}
	if s.Where != nil {
		skipped(s.WhereSpan, "WHERE")
	}
	if s.GroupBy != nil {
		skipped(s.GroupBy.Span(), "GROUP BY")
	}
	if s.Window != nil {
		skipped(s.Window.Span(), "WINDOW")
	}
	if s.Having != nil {
		skipped(s.HavingSpan, "HAVING")
	}
	if len(q.OrderBy) > 0 {
		skipped(p.backTo("ORDER", q.OrderBy[0].Span()), "ORDER BY")
	}
	if q.Limit != nil {
		skipped(q.Limit.Span(), "LIMIT")
	}
	for _, item := range s.Items {
		syntax.Inspect(item.Expr, func(n syntax.Node) bool {
			if c, ok := n.(*syntax.Call); ok && c.Over != nil {
				skipped(c.Over.Span(), "OVER")
			} else if ok && s.GroupBy == nil && logical.IsAggregate(c) {
				skipped(c.Span(), strings.ToUpper(c.Name)+" over all rows")
			}
			_, query := n.(*syntax.QueryExpr)
			return !query
		})
	}
}

// checkNames reports columns that the engine would name by their position: unlike a plain SELECT, a stream join
// does not take the name of a column from its expression (processors/interval_join.rs apply_projection).
func (j *streamJoin) checkNames(p *Pass) {
	var nameless []*syntax.Item
	for _, item := range j.query.Items {
		if _, star := item.Expr.(*syntax.Star); star {
			return
		}
		if item.Alias.Name == "" {
			nameless = append(nameless, item)
		}
	}
	if len(nameless) == 0 {
		return
	}
	first := p.quote(nameless[0].Expr.Span())
	others := ""
	if len(nameless) > 1 {
		others = fmt.Sprintf(" (%d columns here)", len(nameless))
	}
	name := cmp.Or(lastName(nameless[0].Expr), "name")
	p.Report(nameless[0].Expr.Span(), first+" has no alias, and the engine's join of two streams names such columns expr_0, expr_1 and so on"+others,
		"instead: "+first+" AS "+name).Fix = aliases(nameless)
}

// aliases returns edits that give each column its own name as alias; nil if an item is no column, or if two have
// the same name.
func aliases(items []*syntax.Item) []diag.Edit {
	var edits []diag.Edit
	seen := map[string]bool{}
	for _, item := range items {
		name := lastName(item.Expr)
		if name == "" || seen[name] {
			return nil
		}
		seen[name] = true
		end := item.Expr.Span().End
		edits = append(edits, diag.Edit{Span: diag.Span{Start: end, End: end}, Text: " AS " + name})
	}
	return edits
}
