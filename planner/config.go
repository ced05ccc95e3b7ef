package planner

import "github.com/velo-plan/velo-plan/planner/catalog"

// DefaultPartitions is the partition count of a job if nothing states one. The engine's own default is its
// server's CPU count, which is unknown here, and a plan must not differ from machine to machine.
const DefaultPartitions = 8

// Config is what is known besides the statement. The zero Config plans with defaults. A strategy or a count may be
// given in several places; the order of precedence is flag, annotation, WITH, environment, config file. That is
// why the places are kept apart here.
type Config struct {
	Strategy   Named[string] // partitioning strategy by flag, environment or config file
	Partitions Named[int]    // partitions of the job by flag, environment or config file
	// NoAutoSelect is `auto_select_strategy: false`: without a named strategy always_hash runs.
	NoAutoSelect bool
	Hash         string // "" is xxhash64
	// Catalog is the catalog file's content; nil if none.
	Catalog *catalog.Catalog
	// Flags holds what --source-key and --source-partitions say, which takes precedence over the catalog file.
	Flags *catalog.Catalog
	// Cluster is what a Kafka cluster says of its topics; nil if none was asked. It takes precedence over
	// annotations and declarations; flags and the catalog file take precedence over it.
	Cluster *Cluster
	// Schemas returns what a schema registry says of a topic, or, if it has nothing of that name, of a topic with a second
	// name; nil if none was asked. Everything else takes precedence over it.
	Schemas func(topic, second string) *catalog.Stream
	// Job selects one job by name; "" plans all.
	Job string
	// NoEngine reports whether the jobs run on an engine other than Velostream: a table on a topic is then a
	// changelog, and names of columns are compared without case.
	NoEngine bool
	// Remedies asks for the statements that would mend the skew of a job (Plan.Remedies).
	Remedies []Remedy
}

// Named is a setting that can come from three places outside the statement. A zero value means that the place does
// not give it.
type Named[T comparable] struct {
	Flag, Environment, File T
}

// MaxPartitions is the largest partition count of a job that can be planned and replayed.
const MaxPartitions = 1 << 16

// Cluster is what a Kafka cluster says of its topics.
type Cluster struct {
	Name       string         // what messages and reasons call it: "the cluster 127.0.0.1:9092"
	Partitions map[string]int // by topic name, in which case matters
}

// Stream returns what the cluster says of a topic, or, if it has none of that name, of a topic with a second name.
// A nil Cluster says nothing.
func (c *Cluster) Stream(topic, second string) *catalog.Stream {
	if c == nil {
		return &catalog.Stream{}
	}
	n := c.Partitions[topic]
	if n == 0 {
		n = c.Partitions[second]
	}
	if n == 0 {
		return &catalog.Stream{}
	}
	return &catalog.Stream{Partitions: n, PartBy: c.Name}
}
