package prove

import (
	"context"
	"encoding/json"
	"maps"
	"slices"

	"github.com/velo-plan/velo-plan/planner"
	"github.com/velo-plan/velo-plan/planner/catalog"
	"github.com/velo-plan/velo-plan/strategies/scalar"
)

// Tries is how many random data sets a search tries.
const Tries = 200

// Search executes the statement on random data sets. For each strategy of the report it notes the first one that shows
// it wrong, shrunk, or on how many it gave the right rows. An error is that of the context.
func (s *Statement) Search(ctx context.Context, r *Report, seed uint64) error {
	x := s.Start(r, s.Router)
	if x.db == nil {
		return nil
	}
	defer x.Close()
	for i := range r.Strategies {
		r.Strategies[i].HeldOn = new(int)
	}
	x.db.ctx = ctx
	ran := 0
	var failed error
	for number := range Tries {
		if ctx.Err() != nil {
			break
		}
		s.told("random data sets", number, Tries)
		if err := x.try(s.Random(seed, number)); err == nil {
			ran++ // on others a function refuses a value
		} else {
			failed = err
		}
		if !slices.ContainsFunc(r.Strategies, func(out Result) bool { return out.Witness == nil && out.Error == "" }) {
			break // there is nothing left to find
		}
	}
	if ran == 0 && ctx.Err() == nil {
		r.Cannot(s.Job, failed)
		return nil
	}
	for i := range r.Strategies {
		if out := &r.Strategies[i]; out.Error == "" && (out.Witness != nil || ctx.Err() == nil) {
			same := out.Witness == nil
			out.Same = &same
		}
	}
	r.Columns = s.columns(x.db.columns)
	return ctx.Err()
}

// try tries one data set for the strategies that have no witness yet.
func (x *Run) try(data Data) error {
	spreads := make([][][]int, len(x.routers))
	for i, router := range x.routers {
		var err error
		if router == nil || x.report.Strategies[i].Witness != nil {
			spreads[i] = nowhere(data)
		} else if spreads[i], err = router.Spread(data, ""); err != nil {
			return err
		}
	}
	if err := x.db.Load(data, spreads...); err != nil {
		return err
	}
	whole, err := x.db.Whole()
	if err != nil {
		return err
	}
	var other []int
	for i, router := range x.routers {
		out := &x.report.Strategies[i]
		if router == nil || out.Witness != nil {
			continue
		}
		busy := router.Busy(spreads[i])
		if len(busy) == 0 {
			continue
		}
		union, err := x.db.Union(i, busy)
		switch {
		case err != nil:
			return err
		case !whole.Compare(union).Same():
			other = append(other, i)
		case len(whole.Rows) > 0: // else there was nothing to see
			*out.HeldOn++
		}
	}
	for _, i := range other {
		router := x.routers[i]
		least := Shrink(data, x.s.sources(), func(less Data) bool {
			other, err := x.differs(router, less)
			return other && err == nil
		})
		if x.report.Strategies[i].Witness, err = x.witness(router, least); err != nil {
			return err
		}
	}
	return nil
}

// nowhere is the spread of a strategy that does not run.
func nowhere(data Data) [][]int {
	out := make([][]int, len(data))
	for i := range data {
		out[i] = make([]int, len(data[i]))
	}
	return out
}

// differs reports whether a strategy gives other rows than the whole.
func (x *Run) differs(router *Router, data Data) (bool, error) {
	spread, err := router.Spread(data, "")
	if err != nil {
		return false, err
	}
	busy := router.Busy(spread)
	if len(busy) == 0 {
		return false, nil
	}
	if err := x.db.Load(data, spread); err != nil {
		return false, err
	}
	whole, err := x.db.Whole()
	if err != nil {
		return false, err
	}
	union, err := x.db.Union(0, busy)
	return err == nil && !whole.Compare(union).Same(), err
}

// sources are the names of the sources, in the order of the plan.
func (s *Statement) sources() []string {
	var out []string
	for _, in := range s.Job.Case.Tree.Scans {
		out = append(out, in.Name)
	}
	return out
}

// reading names a source of the plan; one that is read several times has its alias, too.
func (s *Statement) reading(i int) string {
	scans := s.Job.Case.Tree.Scans
	for k, in := range scans {
		if k != i && in.Name == scans[i].Name {
			return in.Name + " AS " + scans[i].Instance
		}
	}
	return scans[i].Name
}

// Shrink leaves out records for as long as the rest still shows something: many at once as long as that goes, then
// single ones. Sources of one name share their records.
func Shrink(data Data, sources []string, shows func(Data) bool) Data {
	for again := true; again; {
		again = false
		for i, name := range sources {
			if slices.Index(sources, name) < i {
				continue
			}
			for size := max(1, len(data[i])/2); size > 0; size /= 2 {
				for end := len(data[i]); end > 0; end -= size {
					less := slices.Clone(data)
					rest := slices.Delete(slices.Clone(data[i]), max(0, end-size), end)
					for k := range less {
						if sources[k] == name {
							less[k] = rest
						}
					}
					if shows(less) {
						data, again = less, true
					}
				}
			}
		}
	}
	return data
}

// witness puts a data set into a report.
func (x *Run) witness(router *Router, data Data) (*planner.Witness, error) {
	spread, err := router.Spread(data, "")
	if err != nil {
		return nil, err
	}
	if err := x.db.Load(data, spread); err != nil {
		return nil, err
	}
	w := &planner.Witness{Records: []planner.WitnessRecord{}, Columns: []string{}, Right: []json.RawMessage{}, Got: []planner.Got{}}
	for i, records := range data {
		for n, rec := range records {
			out := planner.WitnessRecord{Source: x.s.reading(i), SourcePartition: rec.Partition, Record: rec.json()}
			if at := spread[i][n]; at >= 0 {
				out.Partition = &at
			}
			w.Records = append(w.Records, out)
		}
	}
	whole, err := x.db.Whole()
	if err != nil {
		return nil, err
	}
	w.Columns = x.s.columns(slices.Clone(x.db.columns))
	for _, row := range slices.Sorted(maps.Keys(whole.Rows)) {
		for range whole.Rows[row] {
			w.Right = append(w.Right, json.RawMessage(row))
		}
	}
	for _, part := range router.Busy(spread) {
		rows := Rows{}
		if err := x.db.Partition(0, part, rows); err != nil {
			return nil, err
		}
		for _, row := range slices.Sorted(maps.Keys(rows)) {
			for range rows[row] {
				w.Got = append(w.Got, planner.Got{Partition: part, Row: json.RawMessage(row)})
			}
		}
	}
	return w, nil
}

// json is the record as an object of the columns that the statement reads.
func (r *Record) json() json.RawMessage {
	b := []byte{'{'}
	for i, c := range r.Table.Columns {
		if c.System == partitionColumn {
			continue
		}
		if len(b) > 1 {
			b = append(b, ',')
		}
		name := c.System
		if name == "" {
			name = catalog.PathText(c.Path...)
		}
		b = append(appendJSON(b, name), ':')
		switch v := r.Values[i]; {
		case v.IsNull():
			b = append(b, "null"...)
		case v.Kind() == scalar.KindString:
			b = appendJSON(b, v.String())
		default:
			b = append(b, v.Text()...)
		}
	}
	return append(b, '}')
}
