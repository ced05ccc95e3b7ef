package project

import (
	"strings"

	"github.com/velo-plan/velo-plan/planner/syntax"
)

// partitioners are those of librdkafka, with the hash function that each applies to the key of a record. Those with
// _random spread records without a key; the others put them into one partition.
var partitioners = map[string]string{
	"consistent": "crc32", "consistent_random": "crc32",
	"murmur2": "murmur2", "murmur2_random": "murmur2",
	"fnv1a": "fnv1a", "fnv1a_random": "fnv1a",
}

// defaultPartitioner is what librdkafka applies if nothing names one.
const defaultPartitioner = "consistent_random"

// partitioner returns the function that decides the partition of what a statement writes, "" if it is not known. none
// tells why no key decides, "" if one may. The engine's writer passes the property to its client (kafka/writer.rs
// valid_producer_properties); another engine has a client of its own.
func (e *Environment) partitioner(stmt *syntax.Statement) (name, none string) {
	property := stmt.Target.Name + ".partitioner"
	value := stmt.Property(property)
	if value == "" {
		if e.Config.NoEngine {
			return "", ""
		}
		value = defaultPartitioner
	}
	name = partitioners[strings.ToLower(value)]
	if name == "" {
		none = "'" + property + "' = '" + value + "'"
	}
	return name, none
}
