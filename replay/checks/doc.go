// Package checks holds the claims of a plan against what the partitions have counted: that no group is in two
// partitions, that the order of each source partition is kept, that the declared source key decides the
// source partition.
//
//	Partitions ──► Meet (groups of all partitions, put together) ──► Groups ┐
//	           ├─► Order                                                    ├──► []Check
//	           └─► SourceKey                                                ┘
//
// A failed check is certain and has examples. What could not be looked at is "sampled" or "not_checked", and
// the check says why.
package checks
