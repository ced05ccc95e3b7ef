package replay

import "testing"

// TestViolationsSurviveSampling: what was seen to fail fails, whatever memory there is left, also
// when merged.
func TestViolationsSurviveSampling(t *testing.T) {
	part := func(first uint64) *sourceKeys {
		s := &sourceKeys{table: newTable(), budget: 10 * slotBytes}
		for n := range uint64(1000) {
			hash, key := keyOf(first + n)
			s.add(hash, key, 1)
			if n == 0 {
				s.add(hash, key, 2)
			}
		}
		if s.table.zeros == 0 || s.table.bytes() > s.budget || s.lost != 1 {
			t.Errorf("%d lost, %d keys", s.lost, s.table.keys)
		}
		return s
	}
	a, b := part(0), part(5000)
	b.table.halve(func(*slot) {})
	a.merge(b)
	if a.lost != 2 || a.table.bytes() > a.budget || a.table.zeros < b.table.zeros {
		t.Errorf("%d lost, %d keys", a.lost, a.table.keys)
	}
	// A violation in the sample of one part is lost when the other one's sample is smaller.
	whole := &sourceKeys{table: newTable(), budget: 100 * slotBytes}
	for n := range uint64(50) {
		hash, key := keyOf(n)
		whole.add(hash, key, 3)
		whole.add(hash, key, 4)
	}
	a.merge(whole)
	violations := a.lost
	for c := range a.table.all() {
		if pair(c.count).both() {
			violations++
		}
	}
	if violations != 2+50 || a.table.bytes() > a.budget {
		t.Errorf("%d violations, %d keys", violations, a.table.keys)
	}
}
