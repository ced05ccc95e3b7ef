package counting

const (
	// firstBlock is the size of an arena's first block, small because there may be an arena for each
	// of 65,536 partitions; each further one is twice as long, up to lastBlock.
	firstBlock = 1 << 10
	lastBlock  = 256 << 10
)

// arena keeps byte strings that are never changed or freed one by one, in blocks that never move.
type arena struct {
	blocks [][]byte
}

// keep copies b and returns where the copy is.
func (a *arena) keep(b []byte) (block, at uint32) {
	n := len(a.blocks)
	if n == 0 || cap(a.blocks[n-1])-len(a.blocks[n-1]) < len(b) {
		size := min(firstBlock<<min(n, 16), lastBlock)
		a.blocks = append(a.blocks, make([]byte, 0, max(size, len(b))))
		n++
	}
	last := &a.blocks[n-1]
	at = uint32(len(*last))
	*last = append(*last, b...)
	return uint32(n - 1), at
}

// get returns n bytes that were kept.
func (a *arena) get(block, at, n uint32) []byte { return a.blocks[block][at : at+n : at+n] }
