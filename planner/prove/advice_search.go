package prove

import (
	"context"
	"errors"
	"slices"
)

// adviceTries is how many random data sets the statements of an advice are tried on.
const adviceTries = 50

// shuffles is in how many orders statements are executed whose rows differ.
const shuffles = 8

// errOrder tells that the rows are not determined by the records alone.
var errOrder = errors.New("the rows depend on the order of records that are equal in an ORDER BY")

// Search executes the statements on random data sets, and notes on how many they gave the rows of the job. An error is
// that of the context.
func (w *Written) Search(ctx context.Context, seed uint64) error {
	if w.out.Error != "" {
		return ctx.Err()
	}
	whole := w.whole.Start(NewReport(w.whole.Job, func(string) bool { return false }), w.whole.Router)
	defer whole.Close()
	w.out.HeldOn = new(int)
	var refused error
	for number := range adviceTries {
		same, rows, err := w.try(ctx, whole, w.whole.Random(seed, number))
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil:
			refused = err // a function refuses a value, or it is errOrder
		case !same:
			w.out.Same = &same
			return nil
		case rows > 0:
			*w.out.HeldOn++
			w.out.Same = &same
		}
	}
	if w.out.Same == nil {
		w.fails(refused)
	}
	return nil
}

// try compares the job with its statements on one data set; rows is how many there were to compare.
func (w *Written) try(ctx context.Context, job *Run, data Data) (same bool, rows int, err error) {
	whole, union, err := w.both(ctx, job, data, false)
	if err != nil {
		return false, 0, err
	}
	d := whole.Compare(union)
	if d.Same() {
		return true, d.Whole + d.Union, nil
	}
	// Between two statements records lose their order, so nothing is shown if that alone changes rows.
	for n := range shuffles {
		mixed := slices.Clone(data)
		for i := range mixed {
			mixed[i] = slices.Clone(mixed[i])
			if n == 0 { // the other way round, every two records change their order
				slices.Reverse(mixed[i])
				continue
			}
			w.random.Shuffle(len(mixed[i]), func(a, b int) { mixed[i][a], mixed[i][b] = mixed[i][b], mixed[i][a] })
		}
		other, otherUnion, err := w.both(ctx, job, mixed, true)
		if err != nil {
			return false, 0, err
		}
		if !whole.Compare(other.Rows).Same() || !(&Right{Rows: union}).Compare(otherUnion).Same() {
			return false, 0, errOrder
		}
	}
	return false, d.Whole + d.Union, nil
}

// both returns the answer of the job and that of the statements.
func (w *Written) both(ctx context.Context, job *Run, data Data, mixed bool) (*Right, Rows, error) {
	for _, part := range w.parts {
		if err := part.empty(); err != nil {
			return nil, nil, err
		}
	}
	for i, name := range w.whole.sources() {
		if slices.Index(w.whole.sources(), name) == i {
			for _, rec := range data[i] {
				w.Add(name, rec)
			}
		}
	}
	if w.out.Error != "" {
		return nil, nil, errors.New(w.out.Error)
	}
	union, ran, err := w.union(ctx, mixed)
	if err != nil {
		return nil, nil, err
	}
	if !ran {
		return new(Right), union, nil // without a record nothing runs
	}
	if err := job.db.Load(data); err != nil {
		return nil, nil, err
	}
	whole, err := job.db.Whole()
	return whole, union, err
}

// empty leaves out all records that were added.
func (x *Run) empty() error {
	for r := range x.busy {
		clear(x.busy[r])
	}
	return x.db.Load(nil)
}

// unordered reports whether the rows of the job or of the statements depend on the order of records, as random ones show.
func (w *Written) unordered(ctx context.Context, seed uint64) bool {
	whole := w.whole.Start(NewReport(w.whole.Job, func(string) bool { return false }), w.whole.Router)
	defer whole.Close()
	for number := range adviceTries {
		if _, _, err := w.try(ctx, whole, w.whole.Random(seed, number)); errors.Is(err, errOrder) {
			return true
		}
	}
	return false
}
