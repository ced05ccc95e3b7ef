package decide

import (
	"fmt"
	"strings"

	"github.com/velo-plan/velo-plan/planner"
	"github.com/velo-plan/velo-plan/planner/logical"
	"github.com/velo-plan/velo-plan/strategies"
	"github.com/velo-plan/velo-plan/strategies/dist"
)

// whyUnavailable tells why there is no key to hash.
func (c *Case) whyUnavailable() string {
	if !c.Keys.OK {
		return c.WhyNoCommonKey()
	}
	if n := c.AnyAll(); n != nil {
		return "there is nothing to hash: " + n.Text + " needs all records together"
	}
	return "there is nothing to hash: " + operators(c.Hard) + " has no key"
}

// explain puts a judgement into a sentence.
func (c *Case) explain(j *Judgement) string {
	if c.Partitions == 1 {
		return "with one partition everything meets"
	}
	switch {
	case j.Verdict == Refuted:
		return c.explainWrong(j)
	case j.Verdict == Unproven && j.Broken == nil:
		return "right only if " + c.Tree.Assumptions[0].If + ", which nothing says"
	case j.Verdict == Unproven:
		return c.explainUnproven(j)
	}
	share := c.MovedShare()
	switch j.Delivered.Kind() {
	case dist.KindSingle:
		if j.Strategy.TakesKeys {
			return "right, but without a column to hash one partition carries every record"
		}
		if c.AnyAll() != nil {
			return fmt.Sprintf("everything meets; the other %d partitions have nothing to do", c.Partitions-1)
		}
		return "right, but one partition carries every record"
	case dist.KindAny:
		if len(c.Soft) > 0 {
			return c.softBroken()
		}
		return "an even spread; records of one source partition are separated"
	case dist.KindSource:
		if len(c.Hard) == 0 {
			return "no record moves, and the order inside a source partition survives; the balance is the source's"
		}
		return "no record moves: " + c.whyAligned(c.Hard)
	}
	text := c.showGroups(dist.By(c.PlanKeys()...)) + " meet"
	if all := c.AnyAll(); all != nil {
		return text + ", in one partition: " + all.Why
	}
	if !j.Strategy.NeedsKeys && c.Unlike != "" {
		text = "hashes like " + strategies.AlwaysHash.Name + ", because " + c.Unlike + ": " + text
	}
	if c.Aligned && len(c.Hard) > 0 {
		return text + ", but the source already brings them together: about " + share + " of the records would move for nothing"
	}
	return text + "; about " + share + " of the records move"
}

// MovedShare is the share of the records that an even hash sends to another partition.
func (c *Case) MovedShare() string {
	return fmt.Sprintf("%.4g %%", 100*planner.MovedShare(c.Partitions))
}

// softBroken tells what an even spread loses where an order is asked for.
func (c *Case) softBroken() string {
	if c.Soft[0].Kind == logical.KindSink {
		return "every record comes out once, but updates of one key may overtake each other"
	}
	return "every record comes out once, but the order of the source is lost"
}

func (c *Case) explainWrong(j *Judgement) string {
	n := j.Broken
	if n.All {
		switch n.Kind {
		case logical.KindLimit:
			return fmt.Sprintf("%s would be counted in each of the %d partitions", n.Text, c.Partitions)
		case logical.KindTable:
			return fmt.Sprintf("its rows would come out %d times, once per partition", c.Partitions)
		}
		if n.Match != nil && n.Match.Unlike != nil {
			return c.unlikeTypes(n)
		}
		return fmt.Sprintf("%s would give up to %d partial results, one per partition", n.Text, c.Partitions)
	}
	groups := c.showGroups(n.Dist())
	switch {
	case j.Delivered.Kind() == dist.KindSource && n.Match == nil && len(n.Scans) == 1:
		if n.Scans[0].IsTable() {
			return c.Unlike + ": its rows would come out once per partition"
		}
		return whyNotAligned(n.Scans[0], n) + ": " + groups + " lie in several source partitions"
	case j.Delivered.Kind() == dist.KindSource:
		return c.Unlike + ": " + groups + " need not meet what they are compared with"
	case n.Match != nil:
		return "records that join would lie in different partitions and miss each other"
	}
	return groups + fmt.Sprintf(" would be split over %d partitions", c.Partitions)
}

// unlikeTypes tells that two columns are compared whose equal values hash differently.
func (c *Case) unlikeTypes(n *logical.Need) string {
	p, cols := n.Match.Unlike, c.Tree.Columns
	if cols.Collated(p) {
		return fmt.Sprintf("%s = %s compares by a collation: values that it calls equal may have different bytes, which hash differently",
			c.Tree.Show(p.Left), c.Tree.Show(p.Right))
	}
	return fmt.Sprintf("%s is %s and %s is %s: equal values hash differently, so records that match lie in different partitions",
		c.Tree.Show(p.Left), cols.Get(p.Left).Type.Word(), c.Tree.Show(p.Right), cols.Get(p.Right).Type.Word())
}

func (c *Case) explainUnproven(j *Judgement) string {
	var unknown []string
	why := "which nothing says"
	for _, s := range j.Broken.Scans {
		if len(s.Key) == 0 {
			unknown = append(unknown, s.Name)
			if s.Known.Unkeyed() {
				why = "but " + whyNoKey(s)
			}
		}
	}
	if len(unknown) == 0 {
		return c.Unlike
	}
	key := j.Broken.Keys
	if j.Broken.All {
		key = j.Broken.Fixed
	}
	verb := " is"
	if len(unknown) > 1 {
		verb = " are"
	}
	return "right only if " + strings.Join(unknown, " and ") + verb + " keyed by (part of) " + c.showKey(key) + ", " + why
}
