package report

import (
	"slices"

	"github.com/velo-plan/velo-plan/replay/counting"
	"github.com/velo-plan/velo-plan/replay/state"
	"github.com/velo-plan/velo-plan/strategies"
	"github.com/velo-plan/velo-plan/strategies/dist"
	"github.com/velo-plan/velo-plan/strategies/hash"
	"github.com/velo-plan/velo-plan/strategies/scalar"
)

// Rescale is what moves when the number of partitions becomes another one. Shares are parts of 1.
type Rescale struct {
	// Keys is the share of the routing keys whose partition is another one, null where no key routes. Keys with one hash count once.
	Keys    *float64 `json:"keys"`
	Records float64  `json:"records"` // the share of the records, by the partition that each would have had
	// StateBytes is the state that moves with the keys; null where its size is not known.
	StateBytes *uint64 `json:"state_bytes"`
	// Breaks says what does not hold until the records from before the change are processed, and the state has been moved.
	Breaks []string `json:"breaks"`
	// By has the shares by each way to choose partitions, the one that the replay took first.
	By []MovedBy `json:"by"`
}

// The ways to choose partitions, by MovedBy.Method.
const (
	MoveModulo    = "modulo"     // the hash of the replay, or the source partition, modulo the number of partitions
	MoveTopic     = "topic"      // Kafka's partitioner for the message key: murmur2 modulo the number of partitions
	MoveJump      = "jump_hash"  // jump consistent hashing of the hash of the replay
	MoveKeyGroups = "key_groups" // ranges of key groups, as in Flink
)

// What breaks while the number of partitions changes, by Rescale.Breaks.
const (
	BreaksOrder  = "order_per_key"   // two partitions have records of a key, and nothing orders them
	BreaksGroups = "groups_split"    // the state of a group is in one partition, and its new records go to another one
	BreaksSource = "order_of_source" // two partitions have records of a source partition
)

// MovedBy is what moves by one way to choose partitions.
type MovedBy struct {
	Method  string   `json:"method"` // one of the constants Move...
	Keys    *float64 `json:"keys"`   // null where no key routes
	Records float64  `json:"records"`
}

// rescale returns what moves when there are n partitions instead of those of a result; nil where that cannot be said, as records
// are dealt out in turn.
func rescale(r *state.Result, n, workers int) *Rescale {
	ps := r.Partitions
	var moved *Rescale
	switch ps.Scope.Delivers {
	case dist.KindBy:
		moved = &Rescale{By: movedKeys(r, n, workers)}
	case dist.KindSource:
		moved = &Rescale{By: []MovedBy{{Method: MoveModulo, Records: movedSources(ps, n)}}}
	case dist.KindSingle:
		moved = &Rescale{By: []MovedBy{{Method: MoveModulo}}}
	default:
		return nil
	}
	moved.Keys, moved.Records, moved.Breaks = moved.By[0].Keys, moved.By[0].Records, []string{}
	if moved.Records == 0 {
		return moved
	}
	if ps.Scope.Delivers == dist.KindBy {
		moved.Breaks = append(moved.Breaks, BreaksOrder)
	} else {
		moved.Breaks = append(moved.Breaks, BreaksSource)
	}
	if ps.Scope.Groups {
		moved.Breaks = append(moved.Breaks, BreaksGroups)
	}
	return moved
}

// weigh fills in the bytes that move of a state: of groups as many as of the keys, of records as many as of the records.
func (m *Rescale) weigh(s *StateBlock) {
	if m == nil || s == nil {
		return
	}
	share := m.Records
	if m.Keys != nil && s.Kind == state.KeepsGroups {
		share = *m.Keys
	}
	bytes := round(share * float64(s.Bytes))
	m.StateBytes = &bytes
}

// movedSources returns the share of the records whose source partition is another one modulo n.
func movedSources(ps *counting.Partitions, n int) float64 {
	var moved, all uint64
	for _, p := range ps.List {
		for _, c := range p.Sources.List {
			all += c.Records
			if int(c.Partition)%n != int(c.Partition)%len(ps.List) {
				moved += c.Records
			}
		}
	}
	return Share(moved, all)
}

// mover chooses partitions in one way.
type mover struct {
	method string
	// counts returns the counts by key of a partition, sum what place takes for one of their keys.
	counts func(*counting.Partition) *counting.KeyCounts
	sum    func(hash uint64, key []byte) uint64
	place  func(sum uint64, n int) int
}

// moversOf returns the ways, that of the replay first. Kafka's partitioner is among them if the text of a message key is known: where
// the routing keys are counted by their bytes, or the groups are by the same columns.
func moversOf(r *state.Result, n int) []mover {
	ps := r.Partitions
	groups := hash.KeyGroups(max(n, len(ps.List)))
	murmur2, _ := hash.Lookup("murmur2")
	list := []mover{{MoveModulo, ps.Loads, ps.RoutingHash, r.Hash.Partition}}
	switch {
	case r.Hash.Name == murmur2.Name:
		list = append(list, mover{MoveTopic, ps.Loads, ps.RoutingHash, murmur2.Partition})
	case !ps.Scope.Routes || ps.Scope.Groups && slices.Equal(r.Identity.Keys, r.Identity.Groups):
		list = append(list, mover{MoveTopic, func(p *counting.Partition) *counting.KeyCounts { return &p.Groups },
			func(_ uint64, key []byte) uint64 { return murmur2.Sum(messageKey(key, murmur2)) }, murmur2.Partition})
	}
	return append(list, mover{MoveJump, ps.Loads, ps.RoutingHash, hash.Jump},
		mover{MoveKeyGroups, ps.Loads, ps.RoutingHash, func(sum uint64, n int) int { return hash.GroupPartition(counting.Mix(sum), groups, n) }})
}

// messageKey returns the bytes of a message key for the canonical bytes of a key; of one that is cut off, for what is there.
func messageKey(key []byte, h hash.Hash) []byte {
	var values []scalar.Value
	for len(key) > 0 {
		v, rest, ok := scalar.CutKey(key)
		if !ok {
			break
		}
		values, key = append(values, v), rest
	}
	return strategies.AppendKeyBytes(nil, h, values)
}

// moving adds up what moves. Where there is a sketch, the rarer keys are as those of the sample.
type moving struct{ keys, all, records float64 }

// movedKeys returns what moves by each way.
func movedKeys(r *state.Result, n, workers int) []MovedBy {
	ps, movers := r.Partitions, moversOf(r, n)
	sums := make([]moving, len(ps.List)*len(movers))
	counting.Each(len(sums), workers, func(i int) { sums[i] = movedOf(ps, ps.List[i/len(movers)], n, movers[i%len(movers)]) })
	list := make([]MovedBy, len(movers))
	for m, by := range movers {
		var moved moving
		for i := range ps.List {
			s := sums[i*len(movers)+m]
			moved.keys += s.keys
			moved.all += s.all
			moved.records += s.records
		}
		share := moved.keys / max(moved.all, 1)
		list[m] = MovedBy{by.method, &share, moved.records / float64(max(ps.Records(), 1))}
	}
	return list
}

// movedOf adds up what moves of one partition in one way.
func movedOf(ps *counting.Partitions, p *counting.Partition, n int, by mover) moving {
	k := by.counts(p)
	moves := func(hash uint64, key []byte) bool {
		sum := by.sum(hash, key)
		return by.place(sum, n) != by.place(sum, len(ps.List))
	}
	var keys, moved, single, singleMoved, sampled, sampledMoved uint64 // keys, and records of those known one by one and of the others
	count := func(move bool, records uint64, all, of *uint64) {
		if *all += records; move {
			*of += records
		}
	}
	bound := k.HeavyFrom()
	for _, c := range k.Heavy() {
		move := moves(c.Hash, c.Key)
		count(move, c.Records, &single, &singleMoved)
		if bound == 0 { // they are all the keys outside the sample
			count(move, 1, &keys, &moved)
		}
	}
	for s := range k.Table.All() {
		move := moves(s.Hash, k.Table.Key(s))
		count(move, 1, &keys, &moved)
		if s.Count >= bound {
			count(move, s.Count, &single, &singleMoved)
		} else {
			count(move, s.Count, &sampled, &sampledMoved)
		}
	}
	all := keys
	if bound > 0 {
		all = k.Distinct()
	}
	return moving{float64(all) * Share(moved, keys), float64(all), float64(singleMoved) + float64(p.Records-min(single, p.Records))*Share(sampledMoved, sampled)}
}
