package counting

import "testing"

// TestViolationsSurviveSampling: what was seen to fail fails, whatever memory there is left, also
// when merged.
func TestViolationsSurviveSampling(t *testing.T) {
	part := func(first uint64) *SourceKeys {
		s := &SourceKeys{Table: NewTable(), Places: NewTable(), Budget: 10 * slotBytes}
		for n := range uint64(1000) {
			hash, key := keyOf(first + n)
			s.add(hash, key, 1)
			if n == 0 {
				s.add(hash, key, 2)
			}
		}
		if s.Table.Zeros == 0 || s.Table.bytes()+s.Places.bytes() > s.Budget || s.Table.Zeros != s.Places.Zeros || s.Lost != 1 {
			t.Errorf("%d lost, %d keys", s.Lost, s.Table.Keys)
		}
		return s
	}
	a, b := part(0), part(5000)
	b.Table.halve(func(*Slot) {})
	a.merge(b)
	if a.Lost != 2 || a.Table.bytes()+a.Places.bytes() > a.Budget || a.Table.Zeros < b.Table.Zeros {
		t.Errorf("%d lost, %d keys", a.Lost, a.Table.Keys)
	}
	// A violation in the sample of one part is lost when the other one's sample is smaller.
	whole := &SourceKeys{Table: NewTable(), Places: NewTable(), Budget: 200 * slotBytes}
	for n := range uint64(50) {
		hash, key := keyOf(n)
		whole.add(hash, key, 3)
		whole.add(hash, key, 4)
	}
	a.merge(whole)
	violations := a.Lost
	for c := range a.Table.All() {
		if Pair(c.Count).Both() {
			violations++
		}
	}
	if violations != 2+50 || a.Table.bytes()+a.Places.bytes() > a.Budget {
		t.Errorf("%d violations, %d keys", violations, a.Table.Keys)
	}
}
