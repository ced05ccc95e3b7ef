package planner

import (
	"fmt"
	"strings"

	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/planner/syntax"
	"github.com/velo-plan/velo-plan/strategies/dist"
)

// overs adds one operator for each OVER of the select list; those with one PARTITION BY are one.
func (a *analysis) overs(s *syntax.Select, sc *scope, rel *relation) {
	seen := map[string]bool{}
	for _, it := range s.Items {
		syntax.Inspect(it.Expr, func(n syntax.Node) bool {
			switch n := n.(type) {
			case *syntax.Subquery, *syntax.Exists, *syntax.Quantified:
				return false
			case *syntax.Call:
				if n.Over != nil {
					op := a.over(n, sc, rel)
					if !seen[op.Text] {
						seen[op.Text] = true
						a.operate(op, rel)
					}
					rel.unordered, rel.joins = true, narrowed(rel.joins, op.Keys)
				}
			}
			return true
		})
	}
}

func (a *analysis) over(call *syntax.Call, sc *scope, rel *relation) *Operator {
	over := call.Over
	partition := over.Partition
	for hops := 0; over.Ref.Name != "" && len(partition) == 0 && hops < 32; hops++ {
		base, ok := sc.windows[strings.ToLower(over.Ref.Name)]
		if !ok {
			a.find(diag.Error, "VP001", over.Ref.Span(), fmt.Sprintf("OVER %s: no WINDOW of that name is defined", over.Ref.Name), "define it: WINDOW "+over.Ref.Name+" AS (PARTITION BY ..)")
			break
		}
		over, partition = base, base.Partition
	}
	op := &Operator{Kind: OpOver, Span: call.Over.Span(), Text: call.Name + " OVER ()"}
	if len(partition) == 0 {
		op.Text = strings.ToUpper(call.Name) + "(..) OVER without PARTITION BY"
		op.All, op.AllWhy = true, "its frame runs over all records"
		return op
	}
	var ids []dist.Column
	for _, p := range partition {
		ids = append(ids, a.inAllSets(a.expr(p, sc), sc))
	}
	op.Text = "OVER (PARTITION BY " + a.q.showAll(ids) + ")"
	op.Keys = a.keys(ids, rel)
	if len(op.Keys) == 0 {
		op.All, op.AllWhy, op.Fixed = true, a.whyNoKey(ids, rel), a.fixed(ids, rel)
	}
	return op
}
