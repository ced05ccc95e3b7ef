package reading

import "github.com/velo-plan/velo-plan/strategies"

// Records returns the accepted records, once for each way.
func (c *Chunk) Records() []Record {
	ways := len(c.partitioners)
	if ways == 1 {
		return c.records
	}
	c.copies = c.copies[:0]
	for range ways {
		c.copies = append(c.copies, c.records...)
	}
	return c.copies
}

// Route asks the strategies.
func (c *Chunk) Route(partitions []int32) {
	first := 0 // of the way's partitions
	for _, partitioner := range c.partitioners {
		for i := range c.records {
			r := &c.records[i]
			partitions[i] = int32(first + partitioner.Partition(strategies.Record{
				Hash: r.Hash, SourcePartition: r.Source, Ordinal: c.Ordinal(i),
			}))
		}
		partitions = partitions[len(c.records):]
		first += c.source.cfg.Partitions
	}
}
