package routing

import "time"

// Metrics is what a run counted.
type Metrics struct {
	// Chunks is the number of chunks that every partition has consumed its part of.
	Chunks uint64
	// Partitions has one element per partition.
	Partitions []PartitionMetrics
	// Times tells where the workers' time went.
	Times Times
}

// Times is the time that all workers of a run together spent in various activities. What it does not list is the
// work of the router itself.
type Times struct {
	// Next, Load, Route and Consume are the times spent in the callbacks of these names. Load includes Settle, and
	// Route includes the grouping of the records by partition.
	Next, Load, Route, Consume time.Duration
	// Starved is the time in which workers had nothing to do while one of them was in Next.
	Starved time.Duration
	// Full is the time in which workers had nothing to do because all chunks were in use, or because the input had
	// ended and other workers were handling the rest.
	Full time.Duration
}

// add adds the times of another worker.
func (t *Times) add(other Times) {
	t.Next += other.Next
	t.Load += other.Load
	t.Route += other.Route
	t.Consume += other.Consume
	t.Starved += other.Starved
	t.Full += other.Full
}

// Records returns the number of consumed records of all partitions.
func (m Metrics) Records() uint64 {
	var n uint64
	for _, p := range m.Partitions {
		n += p.Records
	}
	return n
}

// PartitionMetrics is what a run counted for one partition.
type PartitionMetrics struct {
	// Records is the number of records in the batches that were consumed without an error.
	Records uint64
	// Batches is the number of those batches.
	Batches uint64
	// MaxDepth is the largest number of routed chunks that waited for this partition when it was served, including
	// the one being served. It never exceeds Config.Chunks.
	MaxDepth int
	// Blocked is the time in which nothing could be claimed because all chunks were in use and this partition was
	// the last to need the oldest one. It counts once, however many workers waited.
	Blocked time.Duration
}
