package report

import (
	"math"

	"github.com/velo-plan/velo-plan/replay/counting"
	"github.com/velo-plan/velo-plan/replay/state"
)

// StateBlock is how much a job keeps of these records. docs/skew.md has the model.
type StateBlock struct {
	Kind string `json:"kind"` // one of state.Keeps...
	// Groups is how many groups there are at the end of the input: of windows, those in windows that are not over.
	Groups uint64 `json:"groups"`
	// GroupsPeak is the largest number of them at one time.
	GroupsPeak uint64 `json:"groups_peak"`
	// Records is the largest number of records that are kept at one time, for a join or OVER.
	Records      uint64           `json:"records,omitempty"`
	Bytes        uint64           `json:"bytes"` // at the peak
	PerPartition []StatePartition `json:"per_partition"`
	// GrowthPerHour is how many groups come to be in an hour of event time, at the end of the input; null if the time is
	// not known, or if windows end.
	GrowthPerHour *float64 `json:"growth_per_hour"`
	Exact         bool     `json:"exact"`
	// Interval is where GroupsPeak is with 95 % confidence; null if it is exact.
	Interval *Interval  `json:"interval"`
	Model    StateModel `json:"model"`
}

// StatePartition is what one partition keeps.
type StatePartition struct {
	Groups     uint64 `json:"groups"`
	GroupsPeak uint64 `json:"groups_peak"`
	Bytes      uint64 `json:"bytes"`
}

// Interval is where a number is.
type Interval struct {
	Low  uint64 `json:"low"`
	High uint64 `json:"high"`
}

// StateModel is what the bytes are computed by.
type StateModel struct {
	EntryBytes int `json:"entry_bytes"` // of a group or record, besides what is below
	ValueBytes int `json:"value_bytes"` // of an aggregate
	Aggregates int `json:"aggregates"`  // of a group
	// KeyBytes and RecordBytes are the mean of these records: a group key in canonical form, a line.
	KeyBytes    float64 `json:"key_bytes"`
	RecordBytes float64 `json:"record_bytes"`
	// WindowSeconds is the length of a window, EverySeconds the time from the begin of one to that of the next,
	// GraceSeconds how long it is kept after its end; 0: there are no windows.
	WindowSeconds float64 `json:"window_seconds"`
	EverySeconds  float64 `json:"every_seconds"`
	GraceSeconds  float64 `json:"grace_seconds"`
	WithinSeconds float64 `json:"within_seconds"` // how long a record is kept for a join; 0: forever
	Rows          int64   `json:"rows"`           // how many records of a group OVER keeps; 0: all
}

const (
	// DefaultEntryBytes is what an entry of a hash table takes besides key and values: hash, pointers, free slots.
	DefaultEntryBytes = 64
	// DefaultValueBytes is what an aggregate takes: a tagged value of 8 bytes.
	DefaultValueBytes = 16
)

// stateOf tells what the job keeps; nil if that is nothing that is known.
func stateOf(r *state.Result, o *Options) *StateBlock {
	ps, keeps := r.Partitions, r.Identity.Keeps
	if !ps.Scope.Groups || r.Totals.Records == 0 || keeps.Kind == state.KeepsNothing {
		return nil
	}
	s := &StateBlock{Kind: keeps.Kind, Exact: true, PerPartition: make([]StatePartition, len(ps.List)), Model: StateModel{
		EntryBytes: o.EntryBytes, ValueBytes: o.ValueBytes, Aggregates: keeps.Aggregates,
		WindowSeconds: seconds(ps.Scope.Panes.Length), EverySeconds: seconds(ps.Scope.Panes.Every), GraceSeconds: seconds(keeps.Grace),
		WithinSeconds: seconds(keeps.Within), Rows: keeps.Rows}}
	if s.Kind == "" {
		s.Kind, s.Model.Aggregates = state.KeepsGroups, 1
	}
	var bytes uint64
	for _, p := range ps.List {
		bytes += p.Bytes
	}
	s.Model.RecordBytes = float64(bytes) / float64(r.Totals.Records)
	seen := make([]groupsSeen, len(ps.List))
	counting.Each(len(ps.List), o.Workers, func(i int) { seen[i] = lookAtGroups(ps.List[i], keeps.Rows) })
	var all groupsSeen
	for i := range seen {
		all.add(&seen[i])
	}
	if all.looked > 0 {
		s.Model.KeyBytes = all.keyBytes / all.looked
	}
	s.kept(r, seen, &all)
	s.infer(r, o, &all)
	s.weigh(seen, &all)
	return s
}

// groupsSeen is what the table of the groups of a partition holds.
type groupsSeen struct {
	groups        float64 // distinct, that the query sees
	once, twice   float64 // of these with one record, with two
	records, rows float64 // of these, and of them that OVER keeps
	looked        float64 // groups that the figures above are from
	keyBytes      float64
	exact         bool
}

// lookAtGroups counts the groups of a partition, of each of which so many rows are kept.
func lookAtGroups(p *counting.Partition, rows int64) groupsSeen {
	g := groupsSeen{exact: p.Groups.Sketch == nil}
	all := 0.0
	for s := range p.Groups.Table.All() {
		all++
		if s.Mark&counting.InGroup == 0 {
			continue
		}
		g.looked++
		g.keyBytes += float64(len(p.Groups.Table.Key(s)))
		g.records += float64(s.Count)
		switch s.Count {
		case 1:
			g.once++
		case 2:
			g.twice++
		}
		if rows > 0 {
			g.rows += math.Min(float64(s.Count), float64(rows))
		} else {
			g.rows += float64(s.Count)
		}
	}
	g.groups = g.looked
	if !g.exact && all > 0 { // the table is a sample, by the hash of the group
		scale := float64(p.Groups.Distinct()) / all
		for _, n := range []*float64{&g.groups, &g.once, &g.twice, &g.records, &g.rows} {
			*n *= scale
		}
	}
	return g
}

// add adds what another partition holds.
func (g *groupsSeen) add(other *groupsSeen) {
	g.groups += other.groups
	g.once += other.once
	g.twice += other.twice
	g.records += other.records
	g.rows += other.rows
	g.looked += other.looked
	g.keyBytes += other.keyBytes
}

// kept fills in the groups at the end and at the peak, as far as they were seen.
func (s *StateBlock) kept(r *state.Result, seen []groupsSeen, all *groupsSeen) {
	ps := r.Partitions
	s.Groups, s.GroupsPeak = round(all.groups), round(all.groups)
	for i := range seen {
		s.PerPartition[i].Groups, s.PerPartition[i].GroupsPeak = round(seen[i].groups), round(seen[i].groups)
		s.Exact = s.Exact && seen[i].exact
	}
	switch {
	case ps.Scope.Alive && ps.Scope.Panes.Length > 0:
		s.keptInWindows(ps, r.Identity.Keeps.Grace)
	case ps.Scope.Alive:
		s.GrowthPerHour = growth(ps)
	}
	switch s.Kind {
	case state.KeepsRecords:
		s.Records = s.within(ps, all)
	case state.KeepsRows:
		s.Records = round(all.rows)
	}
}

// within is how many records are kept at most for a join.
func (s *StateBlock) within(ps *counting.Partitions, all *groupsSeen) uint64 {
	buckets := ps.Buckets()
	if s.Model.WithinSeconds == 0 || buckets == nil || len(buckets.List) == 0 {
		return round(all.records)
	}
	length := int64(1000 * (s.Model.WithinSeconds + s.Model.GraceSeconds))
	most, from, now := uint64(0), 0, uint64(0)
	for i, b := range buckets.List {
		now += b.Records
		for ; from < i && buckets.List[from].Start+length <= b.Start; from++ {
			now -= buckets.List[from].Records
		}
		most = max(most, now)
	}
	return most
}

// weigh fills in the bytes.
func (s *StateBlock) weigh(seen []groupsSeen, all *groupsSeen) {
	m := &s.Model
	group := float64(m.EntryBytes) + m.KeyBytes + float64(m.Aggregates*m.ValueBytes)
	total := float64(s.GroupsPeak)*group + float64(s.Records)*(float64(m.EntryBytes)+m.RecordBytes)
	s.Bytes = round(total)
	for i := range s.PerPartition {
		p := &s.PerPartition[i]
		if s.Kind == state.KeepsGroups {
			p.Bytes = round(float64(p.GroupsPeak) * group)
		} else if all.records > 0 {
			p.Bytes = round(total * seen[i].records / all.records)
		}
	}
}

// round returns the nearest whole number.
func round(n float64) uint64 { return uint64(math.Round(max(0, n))) }
