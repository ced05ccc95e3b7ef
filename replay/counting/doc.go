// Package counting counts what each partition receives: records, groups, source partitions, source keys.
//
//	batch ──► Partition ┬─► KeyCounts ── Table, exact ── budget spent ──► sample + HyperLogLog + HeavyKeys
//	                    ├─► SourceCounts: order by source partition
//	                    └─► SourceKeys: where the declared source key was seen
//
// All counts merge: those of the parts of an input give those of the whole, and nothing depends on the
// number of workers or on when a budget ran out. One worker at a time is in a partition.
package counting
