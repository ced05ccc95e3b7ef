package planner

import (
	"fmt"
	"strings"

	"github.com/velo-plan/velo-plan/strategies"
	"github.com/velo-plan/velo-plan/strategies/dist"
)

// judgement is the verdict over one strategy for one query.
type judgement struct {
	strategy strategies.Strategy
	kind     strategies.VerdictKind
	// delivered is what the strategy gives, unless it is unavailable.
	delivered dist.Dist
	proof     []dist.Fact
	broken    *need // refuted or unproven: the first need that does not hold
	why       string
}

// judge says of a strategy whether it serves the case: what it delivers against every hard need.
func (c *Case) judge(s strategies.Strategy) judgement {
	ctx := strategies.RoutingContext{Keys: c.planKeys(), Partitions: c.partitions, Workers: 1, Required: c.required(c.hard)}
	j := judgement{strategy: s}
	v := strategies.Validate(s, ctx)
	j.kind, j.delivered, j.proof = v.Kind, v.Delivered, v.Proof
	if v.Kind == strategies.Unavailable {
		j.why = v.Err.Error()
		if len(c.hard) > 0 {
			j.why = c.whyUnavailable()
		}
		return j
	}
	if len(c.query.moving(c.allInputs())) > 1 && c.partitions > 1 {
		c.judgeMany(&j)
	} else if v.Kind != strategies.Proven {
		j.broken = c.firstBroken(v)
	}
	j.why = c.explain(&j)
	return j
}

// judgeMany judges a strategy where several sources are read: sides must also be co-partitioned,
// which one distribution cannot say.
func (c *Case) judgeMany(j *judgement) {
	j.proof, j.broken = nil, nil
	if j.strategy.Name == strategies.SmartRepartition.Name && c.aligned {
		j.delivered = dist.Source()
	}
	switch j.delivered.Kind() {
	case dist.KindSingle:
		j.kind = strategies.Proven
	case dist.KindAny:
		j.kind = strategies.Proven
		if len(c.hard) > 0 {
			j.kind, j.broken = strategies.Refuted, c.hard[0]
		}
	case dist.KindSource:
		j.kind = strategies.Proven
		if len(c.hard) > 0 && !c.aligned {
			j.kind, j.broken = c.unalignedKind()
		}
	default:
		j.kind = strategies.Proven
		if !c.keys.ok {
			j.kind, j.broken = strategies.Refuted, c.hard[0]
		}
		for _, n := range c.hard {
			if n.all() && !c.servedByConstants(n) {
				j.kind, j.broken = strategies.Refuted, n
			}
		}
	}
}

// servedByConstants says whether the key of every input is held at one value where the need reads
// it, so that all records it reads have one hash.
func (c *Case) servedByConstants(n *need) bool {
	if len(c.keys.keys) == 0 {
		return false
	}
	slots := 0
	for _, keys := range c.keys.keys {
		slots = max(slots, len(keys))
	}
	for pos := range slots {
		slot := map[int]dist.Column{}
		for i, keys := range c.keys.keys {
			if pos < len(keys) {
				slot[i] = keys[pos]
			}
		}
		if !c.query.servesAll(slot, []*need{n}) {
			return false
		}
	}
	return true
}

// unalignedKind says whether keeping the source partitions of several sources is refuted, or only
// unproven because something is not declared.
func (c *Case) unalignedKind() (strategies.VerdictKind, *need) {
	if all := c.anyAll(); all != nil {
		return strategies.Refuted, all
	}
	for _, n := range c.hard {
		for _, i := range n.inputs {
			known := c.query.Inputs[i].Known
			if len(known.Key) == 0 || known.Partitions == 0 || c.query.Inputs[i].isPartition != "" {
				return strategies.Unproven, n
			}
		}
	}
	return strategies.Refuted, c.hard[0]
}

func (c *Case) anyAll() *need {
	for _, n := range c.hard {
		if n.all() {
			return n
		}
	}
	return nil
}

// firstBroken is the need that decided the verdict.
func (c *Case) firstBroken(v strategies.Verdict) *need {
	for _, n := range c.hard {
		if n.dist.String() != v.Required.String() {
			continue
		}
		if ok, _, _ := dist.Satisfies(v.Delivered, n.dist, n.facts); !ok {
			return n
		}
	}
	return nil
}

func (c *Case) required(needs []*need) []strategies.Requirement {
	var out []strategies.Requirement
	for _, n := range needs {
		out = append(out, strategies.Requirement{Dist: n.dist, Facts: n.facts})
	}
	return out
}

func (c *Case) allInputs() []int {
	out := make([]int, len(c.query.Inputs))
	for i := range out {
		out[i] = i
	}
	return out
}

// planKeys are the columns that the plan names as its key: those of the first input that has any.
func (c *Case) planKeys() []dist.Column {
	for _, in := range c.query.Inputs {
		if k := c.keys.keys[in.Index]; len(k) > 0 {
			return k
		}
	}
	return nil
}

// whyUnavailable says why there is no key to hash.
func (c *Case) whyUnavailable() string {
	if !c.keys.ok {
		return c.whyNoKey()
	}
	if n := c.anyAll(); n != nil {
		return "there is nothing to hash: " + n.op.Text + " needs all records together"
	}
	return "there is nothing to hash: " + c.query.operators(c.hard) + " has no key"
}

// explain puts a judgement into a sentence.
func (c *Case) explain(j *judgement) string {
	if c.partitions == 1 {
		return "with one partition everything meets"
	}
	switch j.kind {
	case strategies.Refuted:
		return c.explainWrong(j)
	case strategies.Unproven:
		return c.explainUnproven(j)
	}
	n := float64(c.partitions)
	switch j.delivered.Kind() {
	case dist.KindSingle:
		if len(c.hard) > 0 && c.anyAll() != nil {
			return "everything meets; the other " + itoa(c.partitions-1) + " partitions have nothing to do"
		}
		return "right, but one partition carries every record"
	case dist.KindAny:
		if len(c.soft) > 0 {
			return c.softBroken()
		}
		return "an even spread; records of one source partition part"
	case dist.KindSource:
		if len(c.hard) == 0 {
			return "no record moves, and the order inside a source partition survives; the balance is the source's"
		}
		return "no record moves: " + c.query.whyAligned(c.hard)
	}
	text := c.query.showGroups(dist.By(c.planKeys()...)) + " meet"
	if all := c.anyAll(); all != nil {
		return text + ", in one partition: " + all.op.AllWhy
	}
	if j.strategy.Name == strategies.SmartRepartition.Name {
		text = "hashes like always_hash, because " + c.unlike + ": " + text
	}
	if c.aligned && len(c.hard) > 0 {
		return text + fmt.Sprintf(", but the source already brings them together: about %.4g %% of the records would move for nothing", 100*(1-1/n))
	}
	return text + fmt.Sprintf("; about %.4g %% of the records move", 100*(1-1/n))
}

// softBroken says what an even spread loses where order is asked for.
func (c *Case) softBroken() string {
	if c.soft[0].op.Kind == OpSink {
		return "every record comes out once, but updates of one key may overtake each other"
	}
	return "every record comes out once, but the order of the source is lost"
}

func (c *Case) explainWrong(j *judgement) string {
	n := j.broken
	if n == nil {
		return "it does not bring together what the query wants together"
	}
	if n.all() {
		switch n.op.Kind {
		case OpLimit:
			return fmt.Sprintf("%s would be counted in each of the %d partitions", n.op.Text, c.partitions)
		case OpTable:
			return fmt.Sprintf("its rows would come out %d times, once per partition", c.partitions)
		}
		return fmt.Sprintf("%s would give up to %d partial results, one per partition", n.op.Text, c.partitions)
	}
	groups := c.query.showGroups(n.dist)
	switch {
	case j.delivered.Kind() == dist.KindSource && n.pairs == nil && len(n.inputs) == 1:
		return c.query.whyNotAligned(n.inputs[0], n) + ": " + groups + " lie in several source partitions"
	case j.delivered.Kind() == dist.KindSource:
		return c.unlike + ": " + groups + " need not meet what they are compared with"
	case n.pairs != nil:
		return "records that join would lie in different partitions and miss each other"
	}
	return groups + fmt.Sprintf(" would be split over %d partitions", c.partitions)
}

func (c *Case) explainUnproven(j *judgement) string {
	var unknown []string
	why := "which nothing says"
	for _, i := range j.broken.inputs {
		if in := c.query.Inputs[i]; len(in.Known.Key) == 0 {
			unknown = append(unknown, in.Name)
			if in.Known.Unkeyed() {
				why = "but " + in.whyNoKey()
			}
		}
	}
	if len(unknown) == 0 {
		return c.unlike
	}
	key := j.broken.dist.Columns()
	if j.broken.all() {
		key = j.broken.op.Fixed
	}
	verb := " is"
	if len(unknown) > 1 {
		verb = " are"
	}
	return "right only if " + strings.Join(unknown, " and ") + verb + " keyed by (part of) " + c.query.showKey(key) + ", " + why
}

// alternatives lists all five strategies with their verdicts.
func (c *Case) alternatives(chosen string) []Alternative {
	var out []Alternative
	for _, s := range strategies.All {
		j := c.judge(s)
		a := Alternative{Strategy: s.Name, Because: j.why}
		switch {
		case s.Name == chosen && j.kind == strategies.Proven:
			a.Verdict = "chosen"
		case j.kind == strategies.Proven:
			a.Verdict = "correct"
		case j.kind == strategies.Refuted:
			a.Verdict = "wrong"
		default:
			a.Verdict = string(j.kind)
		}
		out = append(out, a)
	}
	return out
}
