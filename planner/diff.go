package planner

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/velo-plan/velo-plan/strategies/dist"
	"github.com/velo-plan/velo-plan/strategies/hash"
)

// Difference is how two results differ in their jobs. Its JSON is the contract of `explain --diff --format json`.
// Lists are in the order of the new result, followed by what is gone, and are never nil.
type Difference struct {
	FormatVersion string      `json:"format_version"`
	Jobs          []JobChange `json:"jobs"` // only those with a difference
	Summary       DiffSummary `json:"summary"`
}

// DiffSummary counts the jobs of a Difference. Rekeyed jobs are also counted as changed.
type DiffSummary struct {
	Added     int `json:"added"`
	Removed   int `json:"removed"`
	Changed   int `json:"changed"`
	Unchanged int `json:"unchanged"`
	Rekeyed   int `json:"rekeyed"`
}

// What became of a job.
const (
	JobAdded   = "added"
	JobRemoved = "removed"
	JobChanged = "changed"
)

// JobChange is what became of one job.
type JobChange struct {
	Job    string    `json:"job"`
	Change string    `json:"change"` // JobAdded, JobRemoved or JobChanged
	Old    *JobPlace `json:"old,omitempty"`
	New    *JobPlace `json:"new,omitempty"`
	// Rekeys reports whether records of one key may go to a partition other than the one that holds their state,
	// so that the job cannot continue from its state.
	Rekeys  bool     `json:"rekeys"`
	Changes []Change `json:"changes"`
}

// JobPlace is where a plan's statement starts, and the plan in short.
type JobPlace struct {
	File     string   `json:"file"`
	Line     int      `json:"line"`
	Strategy string   `json:"strategy"`
	Keys     []string `json:"keys"`
}

// Change is one difference. Old and New are lists of texts, with a single text for what is not a list. For facts
// they hold only those that are gone and those that are new.
type Change struct {
	Field  string   `json:"field"`
	Old    []string `json:"old"`
	New    []string `json:"new"`
	Rekeys bool     `json:"rekeys"`
	// Moved is the share of the keys whose partition is another one, where it follows from the change of the number of
	// partitions alone; nil otherwise.
	Moved *float64 `json:"moved,omitempty"`
}

// Diff compares two results job by job. Jobs are the same if they have the same name; those without a name are
// paired in order.
func Diff(from, to *Result) *Difference {
	d := &Difference{FormatVersion: FormatVersion, Jobs: []JobChange{}}
	pairs, gone := pair(from.Plans, to.Plans)
	for i, p := range to.Plans {
		d.compare(pairs[i], p)
	}
	for _, p := range gone {
		d.compare(p, nil)
	}
	return d
}

// compare adds what became of a job; either plan may be nil.
func (d *Difference) compare(from, to *Plan) {
	j := JobChange{Change: JobChanged, Old: placeOf(from), New: placeOf(to), Changes: []Change{}}
	switch {
	case from == nil:
		j.Job, j.Change = to.Job, JobAdded
		d.Summary.Added++
	case to == nil:
		j.Job, j.Change = from.Job, JobRemoved
		d.Summary.Removed++
	default:
		j.Job, j.Changes = to.Job, changes(from, to)
		if len(j.Changes) == 0 {
			d.Summary.Unchanged++
			return
		}
		d.Summary.Changed++
		if j.Rekeys = slices.ContainsFunc(j.Changes, func(c Change) bool { return c.Rekeys }); j.Rekeys {
			d.Summary.Rekeyed++
		}
	}
	d.Jobs = append(d.Jobs, j)
}

func placeOf(p *Plan) *JobPlace {
	if p == nil {
		return nil
	}
	return &JobPlace{File: p.File, Line: p.Line, Strategy: p.Strategy, Keys: texts(p.Keys)}
}

// changes lists how two plans of one job differ.
func changes(from, to *Plan) []Change {
	keyed := holdsState(from)
	hashing := from.Hashes() || to.Hashes()
	single := string(dist.KindSingle)
	spread := from.Delivered.Dist != single || to.Delivered.Dist != single
	goneFacts, newFacts := apart(factTexts(from), factTexts(to))
	goneNeeds, _ := apart(requiredTexts(from), requiredTexts(to))
	out := []Change{}
	for _, c := range []Change{
		{"strategy", []string{from.Strategy}, []string{to.Strategy}, keyed, nil},
		{"keys", from.Keys, to.Keys, keyed, nil},
		{"partitions", []string{strconv.Itoa(from.Partitions)}, []string{strconv.Itoa(to.Partitions)}, keyed && spread, movedKeys(from, to)},
		{"hash", []string{from.Hash}, []string{to.Hash}, keyed && hashing, nil},
		{"required", requiredTexts(from), requiredTexts(to), keyed && len(goneNeeds) > 0, nil},
		{"inputs", inputTexts(from), inputTexts(to), keyed && otherRoutes(from, to), nil},
		{"stages", stageTexts(from), stageTexts(to), false, nil},
		{"sink", sinkTexts(from), sinkTexts(to), false, nil},
		{"facts", goneFacts, newFacts, false, nil},
		{"verdict", []string{from.Verdict}, []string{to.Verdict}, false, nil},
	} {
		if !slices.Equal(c.Old, c.New) {
			c.Old, c.New = texts(c.Old), texts(c.New)
			out = append(out, c)
		}
	}
	return out
}

// movedKeys returns the share of the keys that move as the number of partitions becomes another one; nil if they are not hashed, or
// something else decides where they go to as well.
func movedKeys(from, to *Plan) *float64 {
	if !from.Hashes() || !to.Hashes() || from.Hash != to.Hash || !slices.Equal(from.Keys, to.Keys) {
		return nil
	}
	moved := hash.MovedByModulo(from.Partitions, to.Partitions)
	return &moved
}

// holdsState reports whether a job keeps something by key, or by one key for all records. It does if it has a hard
// requirement.
func holdsState(p *Plan) bool {
	return slices.ContainsFunc(p.Required, func(r Requirement) bool { return !r.Soft && r.Dist.Dist != string(dist.KindAny) })
}

// texts returns a list that is never nil.
func texts(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}

// apart removes from each of two lists what they have in common.
func apart(from, to []string) (gone, added []string) {
	without := func(list, other []string) []string {
		in := map[string]bool{}
		for _, text := range other {
			in[text] = true
		}
		return slices.DeleteFunc(slices.Clone(list), func(text string) bool { return in[text] })
	}
	return without(from, to), without(to, from)
}

// onKeys writes keys after "on", or returns "" if there are none.
func onKeys(keys []string) string {
	if len(keys) == 0 {
		return ""
	}
	return " on " + strings.Join(keys, ", ")
}

// requiredTexts returns the hard requirements in a fixed order: what is kept together.
func requiredTexts(p *Plan) []string {
	var out []string
	for _, r := range p.Required {
		if !r.Soft {
			out = append(out, meeting(r))
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// meeting puts a requirement into words.
func meeting(r Requirement) string {
	switch dist.Kind(r.Dist.Dist) {
	case dist.KindSingle:
		return "all records meet"
	case dist.KindAny:
		return "no records have to meet"
	case dist.KindSource:
		return "source partitions stay whole"
	}
	return "records with equal " + strings.Join(r.Keys, ", ") + " meet"
}

// inputTexts lists the sources with the routes of their records.
func inputTexts(p *Plan) []string {
	var out []string
	for _, in := range p.Inputs {
		out = append(out, in.Source+": "+in.Route+onKeys(in.Keys))
	}
	return out
}

// otherRoutes reports whether the two plans route a source that both read differently.
func otherRoutes(from, to *Plan) bool {
	routes := map[string][]string{}
	for _, in := range from.Inputs {
		routes[in.Source] = append(routes[in.Source], in.Route+onKeys(in.Keys))
	}
	for _, in := range to.Inputs {
		if old := routes[in.Source]; len(old) > 0 && !slices.Contains(old, in.Route+onKeys(in.Keys)) {
			return true
		}
	}
	return false
}

func stageTexts(p *Plan) []string {
	var out []string
	for _, s := range p.Stages {
		out = append(out, fmt.Sprintf("%d. %s of %s: %s%s", s.ID, s.Operator, strings.Join(s.Inputs, ", "), s.Exchange, onKeys(s.Keys)))
	}
	return out
}

func sinkTexts(p *Plan) []string {
	if p.Sink == nil {
		return nil
	}
	return []string{p.Sink.Name + onKeys(p.Sink.Key)}
}

func factTexts(p *Plan) []string {
	var out []string
	for _, f := range p.Facts {
		out = append(out, strings.Join(f.From, ", ")+" → "+f.To+": "+f.Because)
	}
	return out
}
