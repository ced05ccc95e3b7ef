package counting

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/cespare/xxhash/v2"
	"github.com/google/go-cmp/cmp"
)

// TestTablesShareMemory: tables that take their segments from the same slabs, and give some back on
// the way, do not get into each other's.
func TestTablesShareMemory(t *testing.T) {
	memory := new(slabs)
	defer memory.free()
	rnd := rand.New(rand.NewPCG(1, 2))
	var tables [4]*Table
	var models [4]map[string]uint64
	for i := range tables {
		tables[i], models[i] = NewTable(), make(map[string]uint64)
		tables[i].memory = memory
	}
	for n := range 200_000 {
		i := n % len(tables)
		key := fmt.Appendf(nil, "%d-%d", i, rnd.IntN(20_000))
		if hash := xxhash.Sum64(key); tables[i].Wanted(hash) {
			tables[i].Upsert(hash, key).Count++
			models[i][string(key)]++
		}
		if n%30_011 == 0 {
			tables[i].halve(func(s *Slot) { delete(models[i], string(tables[i].Key(s))) })
		}
	}
	for i := range tables {
		if diff := cmp.Diff(models[i], contents(t, tables[i], 2)); diff != "" {
			t.Fatalf("table %d: %s", i, diff)
		}
	}
	if len(memory.mappings) > 1 || len(memory.rest) == slabBytes/slotBytes {
		t.Errorf("%d slabs, %d slots are left", len(memory.mappings), len(memory.rest))
	}
}

// TestGivenBackIsEmpty: a segment that was given back is taken again, without what was in it.
func TestGivenBackIsEmpty(t *testing.T) {
	memory := new(slabs)
	defer memory.free()
	slots := memory.take(segmentSlots)
	slots[7].form, slots[7].Count = 1, 9
	memory.give(slots)
	again := memory.take(segmentSlots)
	if &again[0] != &slots[0] || again[7] != (Slot{}) {
		t.Errorf("%+v", again[7])
	}
	if other := memory.take(segmentSlots); &other[0] == &again[0] {
		t.Error("the same segment twice")
	}
	memory.give(make([]Slot, 4))
	if len(memory.unused) != 0 {
		t.Error("half a segment was taken back")
	}
}
