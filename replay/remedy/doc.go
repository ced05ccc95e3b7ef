// Package remedy computes what each way to mend skew would make of the records that a replay has counted.
//
//	counting.Partitions ──► Loads: keys with their records ──► All ──► []Remedy, the best first
//
// Nothing is read again: a remedy that sends every record somewhere, as partial key grouping does, is run on the keys
// and their numbers, as if the records of each came evenly over the input. docs/skew.md has the models.
package remedy
