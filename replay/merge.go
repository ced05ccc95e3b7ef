package replay

import (
	"fmt"
	"io"

	"github.com/velo-plan/velo-plan/strategies/dist"
)

// Part is the state of a part of an input, as Config.State has received it.
type Part struct {
	Name  string // for messages: a path
	State io.Reader
}

// MergeConfig says what a merged report is to say besides what was counted.
type MergeConfig struct {
	WhatIf     []int     // as Config.WhatIf
	Thresholds []Limit   // as Config.Thresholds
	State      io.Writer // receives the merged state, if it is not nil
	Workers    int       // goroutines that compare the partitions; 0 means one a core
}

// Merge returns the report of an input of which the parts, in input order, were replayed one by
// one: byte for byte that of a replay of the whole, but for the throughput (times are added up),
// if all parts are exact and so is the whole. Otherwise the counts by key agree within the errors
// that the report shows, and SketchedFromChunk may name an earlier chunk.
//
// Parts of a topic may come in any order. What a member of a group had not committed is left out where
// another part has the same offsets.
//
// A *StateError says which part could not be read, is damaged, of another version or of another
// plan, or has what another one has too. With a *MissingError there is a report too, marked as not
// complete. Any other error is the configuration's, or that of writing the merged state.
func Merge(parts []Part, cfg MergeConfig) (*Report, error) {
	o := options{whatIf: cfg.WhatIf, limits: cfg.Thresholds, workers: cfg.Workers}
	if err := o.check(); err != nil {
		return nil, err
	}
	m := merger{}
	for _, part := range parts {
		if err := readParts(part, m.add); err != nil {
			return nil, &StateError{part.Name, err}
		}
	}
	switch {
	case len(parts) == 0:
		return nil, errNoParts
	case m.whole == nil && len(m.uncommitted) == 0:
		return nil, errNothing
	}
	if err := m.finish(); err != nil {
		return nil, err
	}
	missing := m.missing()
	if cfg.State != nil {
		if err := m.whole.write(cfg.State); err != nil {
			return nil, err
		}
	}
	return m.whole.report(o), missing
}

// difference says how a result differs so that it cannot be a part of the same input, in words that
// follow "was replayed"; empty if it can be.
func (r *result) difference(other *result) string {
	if d := r.identity.difference(&other.identity); d != "" {
		return d
	}
	if a, b := r.topic.what(), other.topic.what(); a != b {
		return fmt.Sprintf("from %s, not %s", b, a)
	}
	a, b := r.partitions.counting, other.partitions.counting
	a.budget, b.budget = 0, 0
	if a != b {
		return fmt.Sprintf("with a plan that delivers %q, not %q", b.delivers, a.delivers)
	}
	return ""
}

// merge adds the next part, which it changes.
func (r *result) merge(next *result) {
	n := len(r.partitions.list)
	shift := 0
	if r.partitions.counting.delivers == dist.KindAny {
		// Records dealt out in turn: the next part began at partition 0, here it goes on.
		shift = int(r.totals.records % uint64(n))
	}
	r.partitions.counting.budget = min(r.partitions.counting.budget, next.partitions.counting.budget)
	for i, p := range next.partitions.list {
		r.partitions.list[(i+shift)%n].merge(p, r)
	}
	r.chunks += next.chunks
	if r.topic == nil {
		r.files = append(r.files, next.files...)
		r.envelopes = append(r.envelopes, next.envelopes...)
	} else {
		r.topic.merge(next.topic)
	}
	r.totals.merge(&next.totals)
	if r.stopped == "" {
		r.stopped = next.stopped
	}
	r.took += next.took
	r.workers = max(r.workers, next.workers)
}

// merge adds what the next part has of a partition; before is the result up to there.
func (p *partitionState) merge(next *partitionState, before *result) {
	counting := &before.partitions.counting
	p.records += next.records
	p.bytes += next.bytes
	p.unknown += next.unknown
	p.sources.merge(&next.sources, before.totals.records)
	if counting.groups {
		p.groups.budget = counting.budget
		p.groups.merge(&next.groups)
	}
	if counting.routes {
		p.routes.budget = counting.budget
		p.routes.merge(&next.routes)
	}
	if counting.sourceKeys {
		p.sourceKeys.budget = counting.budget
		p.sourceKeys.merge(&next.sourceKeys)
	}
	switch {
	case p.sketched:
	case next.sketched:
		p.sketched, p.sketchedFrom = true, before.chunks+next.sketchedFrom
	case p.pastBudget():
		p.sketched, p.sketchedFrom = true, before.chunks // some chunk of this part
	}
}

// merge adds the counts of the next part.
func (t *totals) merge(next *totals) {
	t.bytes += next.bytes
	t.records += next.records
	t.lines += next.lines
	t.blank += next.blank
	t.rejected += next.rejected
	t.nullKeys += next.nullKeys
	t.kinds = mergeKinds(t.kinds, next.kinds)
	t.missingSources += next.missingSources
	for why, n := range next.byReason {
		t.byReason[why] += n
	}
	t.first = append(t.first, next.first[:min(len(next.first), maxFirst-len(t.first))]...)
}
