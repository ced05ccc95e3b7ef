package advise

import (
	"strings"

	"github.com/velo-plan/velo-plan/planner/decide"
	"github.com/velo-plan/velo-plan/planner/logical"
	"github.com/velo-plan/velo-plan/planner/resolve"
	"github.com/velo-plan/velo-plan/planner/syntax"
)

// combine tells how partial results of an aggregate make the whole one. An aggregate that is not listed needs all
// records in one place: an exact COUNT DISTINCT, MEDIAN or PERCENTILE needs the values themselves, and STRING_AGG,
// FIRST and LAST need their order (Gray et al., Data Cube, 1997: distributive and algebraic aggregates merge,
// holistic ones do not).
var combine = map[string]combination{
	"COUNT": {"add the counts", "SUM"}, "SUM": {"add the sums", "SUM"}, "MIN": {"take the minimum", "MIN"}, "MAX": {"take the maximum", "MAX"},
	"AVG":    {how: "carry SUM and COUNT and divide at the end"},
	"STDDEV": {how: squares}, "STDDEV_POP": {how: squares}, "STDDEV_SAMP": {how: squares},
	"VARIANCE": {how: squares}, "VAR_POP": {how: squares}, "VAR_SAMP": {how: squares},
	"BOOL_AND": {"AND them", "BOOL_AND"}, "BOOL_OR": {"OR them", "BOOL_OR"}, "EVERY": {"AND them", "EVERY"},
	"BIT_AND": {"AND them", "BIT_AND"}, "BIT_OR": {"OR them", "BIT_OR"}, "ANY_VALUE": {"take any", "ANY_VALUE"},
	"APPROX_COUNT_DISTINCT": {how: "merge the sketches, if the engine exposes them"},
}

// combination is how partial results of an aggregate are combined.
type combination struct {
	how string // in words
	by  string // the aggregate that does it; "" if it takes several
}

const squares = "carry COUNT, SUM and the SUM of squares"

// combineOf returns how the partial results of a call are combined, if they can be.
func combineOf(c *syntax.Call) (combination, bool) {
	way, ok := combine[strings.ToUpper(c.Name)]
	return way, ok && !c.Distinct && len(c.OrderBy) == 0
}

// twoPhase tells how a total over all records could be computed in two phases: first per source partition, then
// over the few rows that result. It names what cannot be combined.
func (a *adviser) twoPhase() string {
	ways, stuck := a.phases()
	switch {
	case len(stuck) > 0:
		return decide.List(stuck) + " cannot be combined from partial results, so this stays; only fewer records (a filter, a window) help"
	case len(ways) == 0:
		return ""
	}
	return "two phases would spread the work: group by _PARTITION in a first job, which moves nothing, and combine its few rows per window in a second (" + strings.Join(ways, "; ") + ")"
}

// twoPhaseOfGroups tells how the groups of the statement could be computed in two phases, for groups with too many
// records for one partition. It returns "" if the statement has no groups, no aggregates, or further operators
// that need records together.
func (a *adviser) twoPhaseOfGroups() string {
	c := a.c
	ways, stuck := a.phases()
	switch {
	case len(c.Hard) != 1 || c.Hard[0].Kind != logical.KindGroup || c.Hard[0].All:
		return ""
	case len(stuck) > 0:
		return decide.List(stuck) + " cannot be combined from partial results, so one partition has to see all records of a group; only fewer records (a filter, a window) help"
	case len(ways) == 0:
		return ""
	}
	group := strings.TrimPrefix(c.Hard[0].Text, "GROUP BY ")
	return "two phases would spread a group that has too many records: group by " + group + ", _PARTITION in a first job, which moves nothing, and combine its few rows per window by " + group + " in a second (" + strings.Join(ways, "; ") + ")"
}

// indivisible tells why the records of a group may not be divided among partitions and their results combined. It
// returns "" if they may.
func (a *adviser) indivisible() string {
	for _, n := range a.c.Hard {
		if n.Kind != logical.KindGroup && n.Kind != logical.KindAggregate {
			return n.Text + " needs the records themselves in one place, not what an aggregation makes of them"
		}
	}
	if _, stuck := a.phases(); len(stuck) > 0 {
		return decide.List(stuck) + " cannot be combined from partial results"
	}
	return ""
}

// phases tells for each aggregate of the outermost SELECT how partial results are combined; stuck lists those that
// cannot be.
func (a *adviser) phases() (ways, stuck []string) {
	s := resolve.TopSelect(a.stmt.Query)
	if s == nil {
		return nil, nil
	}
	look := func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.Subquery, *syntax.Exists, *syntax.Quantified:
			return false
		case *syntax.Call:
			if !logical.IsAggregate(n) {
				return true
			}
			if way, ok := combineOf(n); ok {
				ways = addOnce(ways, strings.ToUpper(n.Name)+": "+way.how)
			} else {
				stuck = addOnce(stuck, syntax.Format(n))
			}
			return false
		}
		return true
	}
	for _, it := range s.Items {
		syntax.Inspect(it.Expr, look)
	}
	if s.Having != nil {
		syntax.Inspect(s.Having, look)
	}
	return ways, stuck
}

func addOnce(list []string, s string) []string {
	for _, have := range list {
		if have == s {
			return list
		}
	}
	return append(list, s)
}
