package replay

import "github.com/velo-plan/velo-plan/routing"

// partitionState is what one partition has received. The router lets one worker at a time into it.
type partitionState struct {
	records, bytes uint64
	moved          uint64 // records that another partition would have if the source's were kept
}

// partitions are the states, by number.
type partitions []partitionState

// consume adds a batch to its partition.
func (ps partitions) consume(partition int, batch routing.Batch[record]) error {
	var bytes, moved uint64
	for r := range batch.All() {
		bytes += uint64(r.length)
		if int(r.source)%len(ps) != partition {
			moved++
		}
	}
	p := &ps[partition]
	p.records += uint64(batch.Len())
	p.bytes += bytes
	p.moved += moved
	return nil
}
