// Package advise tells what a person should know or do about a decision: what is wrong, what is only assumed, what
// would be cheaper. It writes the statements into which a job can be split, and plans them to make sure that they
// do what they promise.
package advise

import (
	"fmt"
	"strings"

	"github.com/velo-plan/velo-plan/planner"
	"github.com/velo-plan/velo-plan/planner/decide"
	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/planner/logical"
	"github.com/velo-plan/velo-plan/planner/project"
	"github.com/velo-plan/velo-plan/planner/syntax"
	"github.com/velo-plan/velo-plan/strategies"
	"github.com/velo-plan/velo-plan/strategies/dist"
)

// adviser is one run of On.
type adviser struct {
	src  *diag.Source
	stmt *syntax.Statement
	env  *project.Environment
	tree *logical.Tree
	d    *decide.Decision
	c    *decide.Case
	p    *planner.Plan
	ran  []strategies.Strategy // what the statements run that the job was last split into
}

// On adds to the plan of a statement what there is to say about its decision.
func On(p *planner.Plan, stmt *syntax.Statement, d *decide.Decision, env *project.Environment) {
	a := &adviser{src: p.Source, stmt: stmt, env: env, tree: d.Case.Tree, d: d, c: d.Case, p: p}
	a.named()
	a.assumed()
	a.soft()
	if a.c.Partitions > 1 {
		a.cost()
		a.sources()
	}
	p.TwoPhase, p.Indivisible, p.State = a.twoPhaseOfGroups(), a.indivisible(), a.state()
	for _, r := range env.Config.Remedies {
		p.Remedies = append(p.Remedies, a.remedy(r))
	}
}

func (a *adviser) slice(at diag.Span) string { return a.src.Slice(at) }

func (a *adviser) say(severity diag.Severity, id string, at diag.Span, message, help string) {
	a.p.Advise(diag.Diagnostic{ID: id, Severity: severity, Source: a.src, Span: at, Message: message, Help: help})
}

// instead attaches to the latest finding the statements to write in place of the job.
func (a *adviser) instead(statements []string) {
	statements = a.deployable(statements, a.stageName())
	last := len(a.p.Findings) - 1
	a.p.Findings[last].Instead, a.p.Advice[last].Statements = statements, statements
}

// named comments on a strategy that was named: it is wrong, unproven, or more expensive than needed.
func (a *adviser) named() {
	c, j := a.c, a.d.Ran
	if c.Named == nil {
		return
	}
	switch j.Verdict {
	case decide.Refuted, decide.Unavailable:
		id, help := a.fault(), "name "+a.d.Would+", which this query would get by itself, or name none"
		if n := c.AnyAll(); n != nil && n.Match != nil && n.Match.Unlike != nil {
			help = a.cast(n.Match.Unlike) + "; until then, " + help
		}
		a.say(diag.Error, id, c.Named.At, fmt.Sprintf("%s is wrong for this query: %s", j.Strategy.Name, j.Why), help)
	case decide.Unproven:
		if j.Broken != nil {
			a.say(diag.Warning, "unproven-alignment", c.Named.At, j.Strategy.Name+" is unproven: "+j.Why, a.howToDeclare(j.Broken.Scans))
		}
	case decide.Proven:
		if j.Strategy.NeedsKeys && c.Aligned && len(c.Hard) > 0 && c.Partitions > 1 {
			a.say(diag.Note, "needless-hash", c.Named.At, j.Strategy.Name+" is named although the source already brings the groups together", a.d.Would+" would move nothing")
		}
	}
}

// fault tells in which way a strategy is wrong.
func (a *adviser) fault() string {
	c, j := a.c, a.d.Ran
	broken := j.Broken
	if j.Verdict == decide.Unavailable {
		broken = c.AnyAll()
	}
	switch {
	case broken != nil && broken.Match != nil && (!broken.All || broken.Match.Unlike != nil):
		return "join-not-copartitioned"
	case j.Verdict == decide.Unavailable && (c.Partitions == 1 || !c.Keys.OK || broken == nil):
		return "strategy-unavailable"
	case broken != nil && broken.All:
		return "partial-globals"
	}
	return "splits-groups"
}

// cast tells how to compare two columns of different types so that a router can bring them together.
func (a *adviser) cast(p *logical.Pair) string {
	l, r := a.tree.Columns.Get(p.Left), a.tree.Columns.Get(p.Right)
	if a.tree.Columns.Collated(p) {
		return "compare values of one spelling, such as UPPER(name), without a collation"
	}
	if l.Type.Class == logical.Text {
		return fmt.Sprintf("compare them as one type: CAST(%s AS %s)", a.tree.Show(p.Left), r.Type.Word())
	}
	return fmt.Sprintf("compare them as one type: CAST(%s AS %s)", a.tree.Show(p.Right), l.Type.Word())
}

// howToDeclare tells how to make alignment known, or how to check it.
func (a *adviser) howToDeclare(scans []*logical.Scan) string {
	var lines []string
	for _, s := range scans {
		switch {
		case s.Known.Unkeyed():
			lines = append(lines, fmt.Sprintf("let its writers key %s by %s, or take another strategy", s.Name, a.exampleKey(s)))
		case len(s.Key) == 0:
			lines = append(lines, fmt.Sprintf("if %s is keyed so, declare it (-- @source_key.%s: %s, or --source-key, or the catalog)", s.Name, s.Name, a.exampleKey(s)))
		}
	}
	if len(lines) == 0 {
		return "declare key and partition count of every joined source"
	}
	return strings.Join(lines, "; ")
}

// exampleKey returns a key of the input that would align it.
func (a *adviser) exampleKey(s *logical.Scan) string {
	if k := a.c.Keys.Of[s]; len(k) > 0 {
		return a.names(k)
	}
	return "<columns>"
}

func (a *adviser) names(ids []logical.ID) string {
	return strings.Join(a.tree.Columns.Names(ids), ", ")
}

// assumed reports what a plan rests on and nothing states.
func (a *adviser) assumed() {
	for _, as := range a.tree.Assumptions {
		a.say(diag.Warning, as.ID, as.Span, as.Text, as.Help)
	}
	said := map[string]bool{}
	unsure := map[logical.ID]bool{}
	for _, id := range a.tree.Unsure {
		unsure[id] = true
	}
	for _, n := range a.c.Hard {
		if n.Match != nil {
			for _, p := range n.Match.Pairs {
				if text := a.c.TakenAsOneType(p); text != "" && !said[text] {
					said[text] = true
					a.say(diag.Note, "type-assumed", n.Span, text, "declare both types, or cast one of the two: equal values of two types hash differently")
				}
			}
		}
		for _, id := range n.Keys {
			if unsure[id] {
				delete(unsure, id)
				a.say(diag.Warning, "unsure-key", n.Span, n.Text+" goes by "+a.tree.Show(id)+", and nothing says which source that is a column of", "qualify it with its source, or declare the columns of the sources")
			}
		}
	}
}

// soft warns where the chosen route breaks what an ORDER BY or a keyed sink asks for.
func (a *adviser) soft() {
	for _, n := range a.c.Soft {
		if n.Kind == logical.KindOrder {
			a.say(diag.Warning, "order-per-partition", n.Span, n.Text+" without LIMIT orders nothing across partitions: each partition keeps the order of its source",
				"a total order needs "+decide.Gathering)
			continue
		}
		if a.c.Partitions > 1 && a.d.Ran.Verdict != decide.Unavailable && len(a.tree.Scans) == 1 && !a.c.KeepsOrder(n, a.d.Ran.Delivered) {
			a.say(diag.Warning, "reorders-keyed-sink", n.Span, n.Text+": "+a.d.Ran.Strategy.Name+" separates records of one sink key and source partition, so updates of one key may overtake each other", "")
		}
	}
}

// cost tells what a cheaper plan would need.
func (a *adviser) cost() {
	c := a.c
	if c.Named != nil || a.d.Ran.Delivered.Kind() != dist.KindSingle {
		return
	}
	n, stages := c.AnyAll(), a.d.Stages
	switch {
	case len(stages) > 1 && !stages[0].Single && !stages[0].Copy:
		a.cut()
		a.instead(a.splitJob(stages))
	case n == nil && c.Keys.Cannot != nil:
		a.expressionKey()
	case n != nil && n.Kind == logical.KindAggregate:
		a.say(diag.Note, "fan-in-bottleneck", n.Span, "one partition carries everything", a.twoPhase())
		if len(c.Hard) == 1 {
			a.instead(a.splitTotal())
		}
	case n != nil && n.Match != nil && n.Match.Unlike != nil:
		a.say(diag.Warning, "unlike-types", n.Span, "one partition carries everything, because in "+n.Text+" values are compared that hash differently though they are equal", a.cast(n.Match.Unlike))
	case n != nil && n.Kind == logical.KindTable:
		a.say(diag.Note, "fan-in-bottleneck", n.Span, "one partition carries everything, because of "+n.Text+": "+n.Why, "")
	case n != nil:
		a.say(diag.Note, "fan-in-bottleneck", n.Span, "one partition carries everything, because "+n.Text+" needs all records", "")
	}
}

// expressionKey reports that the only key is one that no router can evaluate.
func (a *adviser) expressionKey() {
	a.say(diag.Warning, "expression-key", a.c.Hard[0].Span, "the key "+a.tree.Show(a.c.Keys.Cannot.ID)+" cannot be routed ("+decide.WhyNotRouted(a.c.Keys.Cannot)+")",
		"compute it in an upstream stream and group by that column")
}

// cut reports that one routing step is not enough.
func (a *adviser) cut() {
	c := a.c
	n := c.AnyAll()
	switch {
	case n != nil:
		a.say(diag.Warning, "two-stages", n.Span, "the job as written runs in one partition because of "+n.Text,
			"split it into two jobs before that operator and the first one can be hashed")
	case a.d.Stages[0].Any && c.Keys.Cannot != nil:
		if !c.KeyOfTable() {
			a.expressionKey()
			return
		}
		a.say(diag.Warning, "two-stages", c.Hard[len(c.Hard)-1].Span, "the job as written runs in one partition: the key "+a.tree.Show(c.Keys.Cannot.ID)+" cannot be routed ("+decide.WhyNotRouted(c.Keys.Cannot)+")",
			"split it into two jobs: the first adds the column to each record, the second is hashed by it")
	default:
		a.say(diag.Warning, "two-stages", c.Hard[len(c.Hard)-1].Span, "the job as written runs in one partition: "+c.WhyNoCommonKey(),
			"split it into two jobs at the later operator and each can be hashed by its own key")
	}
}
