package reading

import (
	"strings"
	"testing"
	"unsafe"
)

// TestBufferShrinks: a chunk that held a long line does not keep the room for it.
func TestBufferShrinks(t *testing.T) {
	b := buffer{block: DefaultBlockBytes, maxLine: DefaultMaxLineBytes}
	b.reset()
	usual := len(b.buf)
	b.begin([]byte(strings.Repeat("x", 4<<20)))
	wide := len(b.buf)
	b.reset()
	b.begin([]byte("x"))
	b.room()
	if wide < 4<<20 || len(b.buf) != usual {
		t.Errorf("%d bytes, for a long line %d, then %d", usual, wide, len(b.buf))
	}
}

// TestShortestRecords: a chunk of the shortest records stays within its bound.
func TestShortestRecords(t *testing.T) {
	if most := DefaultBlockBytes / len("{}\n") * int(unsafe.Sizeof(Record{})); most > 3<<20 {
		t.Errorf("the records of a block take %d bytes", most)
	}
}
