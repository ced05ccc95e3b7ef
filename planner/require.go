package planner

import (
	"github.com/velo-plan/velo-plan/strategies/dist"
)

// need is one requirement of one operator: its distribution, over which inputs, under which facts.
type need struct {
	op     *Operator
	dist   dist.Dist
	soft   bool
	facts  []dist.Fact
	inputs []int // base sources below, without copied tables
	// pairs is set on the two needs of a join or subquery: both sides must also be co-partitioned
	// on corresponding columns of these.
	pairs       []Pair
	left, right []int

	closed *dist.Closure // what the need's columns decide, once it was asked for
	equals *classes      // columns of one value, likewise
}

// decides says whether the columns of the need decide a column.
func (n *need) decides(id dist.Column) bool {
	if n.closed == nil {
		c := dist.Close(n.dist, n.facts)
		n.closed = &c
	}
	return n.closed.Has(id)
}

// equal says whether two columns have one value in every row that the need's operator reads.
func (n *need) equal(a, b dist.Column) bool {
	if a == b {
		return true
	}
	if n.equals == nil {
		n.equals = equalities(n.facts)
	}
	return n.equals.find(a) == n.equals.find(b)
}

// all says whether the need is that every record meets every other.
func (n *need) all() bool { return n.dist.Kind() == dist.KindSingle }

// requirements is the table of what each operator requires of the distribution of its input, as
// distribution.md of the design states it. An operator that is not in it requires nothing.
var requirements = map[OpKind]func(*Operator) []need{
	OpGroup:     byEverySet,
	OpAggregate: byKeys,
	OpSession:   byKeys,
	OpOver:      byKeys,
	OpDistinct:  byKeys,
	OpPattern:   byKeys,
	OpTableFunc: byKeys,
	OpSetOp:     byKeys,
	OpJoin:      bothSides,
	OpSubquery:  bothSides,
	OpLimit:     byKeys,
	OpTable:     single,
	OpRecursion: single,
	OpOrder:     sourceOrder,
	OpSink:      sinkOrder,
}

// single: every record meets every other.
func single(*Operator) []need { return []need{{dist: dist.Single()}} }

// byKeys: records with equal keys meet.
func byKeys(op *Operator) []need {
	if op.All {
		return single(op)
	}
	return []need{{dist: dist.By(op.Keys...)}}
}

// byEverySet: the groups of every grouping set meet. One record is in a group of each set, so only
// columns common to all of them serve.
func byEverySet(op *Operator) []need {
	if op.All || op.Sets == nil {
		return byKeys(op)
	}
	var out []need
	for _, set := range op.Sets {
		out = append(out, need{dist: dist.By(set...)})
	}
	return out
}

// bothSides: records of the two sides meet that are equal in the paired columns.
func bothSides(op *Operator) []need {
	if op.All {
		return single(op)
	}
	var l, r []dist.Column
	for _, p := range op.Equal {
		l, r = append(l, p.Left), append(r, p.Right)
	}
	return []need{
		{dist: dist.By(l...), inputs: op.Left, pairs: op.Equal, left: op.Left, right: op.Right},
		{dist: dist.By(r...), inputs: op.Right, pairs: op.Equal, left: op.Left, right: op.Right},
	}
}

// sourceOrder, soft: a source partition stays together, so that its order survives.
func sourceOrder(*Operator) []need { return []need{{dist: dist.Source(), soft: true}} }

// sinkOrder, soft: updates of one sink key from one source partition stay together, so that a
// later one cannot overtake an earlier one.
func sinkOrder(op *Operator) []need {
	return []need{{dist: dist.By(append(append([]dist.Column(nil), op.Keys...), dist.Partition)...), soft: true}}
}

// needs lists what the query requires, in the order of its operators from the sources upwards.
// What only copied tables feed requires nothing: every partition has all of it.
func (q *Query) needs() []*need {
	var out []*need
	for _, op := range q.Operators {
		if op.Void || !q.moves(op) {
			continue
		}
		for _, n := range requirements[op.Kind](op) {
			n := n
			n.op = op
			if n.inputs == nil {
				n.inputs = op.Inputs
			}
			n.inputs, n.left, n.right = q.moving(n.inputs), q.moving(n.left), q.moving(n.right)
			if len(n.inputs) == 0 {
				n.inputs = q.moving(op.Inputs)
			}
			if !op.Global {
				n.facts = op.facts
			}
			out = append(out, &n)
		}
	}
	return out
}

// moves says whether any base source below the operator is one whose records are spread.
func (q *Query) moves(op *Operator) bool { return len(q.moving(op.Inputs)) > 0 }

// moving are the inputs that are not copied to every partition.
func (q *Query) moving(inputs []int) []int {
	var out []int
	for _, i := range inputs {
		if !q.Inputs[i].Copied {
			out = append(out, i)
		}
	}
	return out
}

// split parts needs into hard ones, which decide correctness, and soft ones, which decide only
// where no hard one does.
func split(needs []*need) (hard, soft []*need) {
	for _, n := range needs {
		if n.soft {
			soft = append(soft, n)
		} else {
			hard = append(hard, n)
		}
	}
	return hard, soft
}
