package engine

import (
	"strings"

	"github.com/velo-plan/velo-plan/planner/diag"
)

// Property is one WITH property as the engine reads it.
type Property struct {
	Key, Value         string // without quotes
	KeySpan, ValueSpan diag.Span
	// Ignored tells why the engine does not do what the property says; "" if nothing is known against it.
	Ignored string
	// Instead is what to write instead; "" if Ignored is.
	Instead string
}

// property notes a property, and what is known against it.
func (p *parser) property(key, value token) {
	q := Property{Key: p.value(key), Value: p.value(value), KeySpan: key.span, ValueSpan: value.span}
	switch {
	case q.Key == "partitioning_strategy":
		if known, _ := strategyNamed(q.Value); !known {
			q.Ignored = "the engine knows no strategy " + short(q.Value) + ": it warns in its log and runs always_hash"
			q.Instead = "always_hash, smart_repartition, sticky_partition, round_robin or fan_in"
		}
	case lastPart(q.Key, "key.field"): // covers message.key.field and schema.key.field
		q.Ignored = "the engine's writer does not read " + short(q.Key)
		q.Instead = "PRIMARY KEY after the column in the select list; a windowed GROUP BY sets the key by itself"
	case lastPart(strings.ToLower(q.Key), "partitioner") && !partitioners[strings.ToLower(q.Value)]:
		q.Ignored = "Kafka's client knows no partitioner " + short(q.Value) + " and refuses the sink: the records go to standard output"
		q.Instead = "random, consistent, consistent_random, murmur2, murmur2_random, fnv1a or fnv1a_random"
	case lastPart(strings.ToLower(q.Key), "partitioner.consistent.random"):
		q.Ignored = "Kafka's client has no property " + short(q.Key) + " and refuses the sink: the records go to standard output"
		q.Instead = "partitioner = consistent_random, which is what it does anyway"
	case lastPart(q.Key, "partitions"), lastPart(q.Key, "num_partitions"), lastPart(q.Key, "replication.factor"):
		q.Ignored = "the engine has no property " + short(q.Key)
		q.Instead = "the topic made with its partitions beforehand; for the partitions of the job, -- @job_mode: adaptive and -- @num_partitions: 8"
	}
	p.out.Properties = append(p.out.Properties, q)
}

// partitioners are the values of librdkafka's property of that name, which the writer passes on (kafka/writer.rs
// valid_producer_properties). If the client is not made, the job writes to standard output (stream_job_server.rs).
var partitioners = map[string]bool{
	"random": true, "consistent": true, "consistent_random": true, "murmur2": true, "murmur2_random": true, "fnv1a": true, "fnv1a_random": true,
}

// lastPart reports whether a dotted key is the name or ends in it.
func lastPart(key, name string) bool {
	return key == name || strings.HasSuffix(key, "."+name)
}

// wideSpellings are the names of strategies in a WITH property, ignoring case (server/v2/strategy_config.rs), with
// the name by which the annotation knows the same strategy.
var wideSpellings = map[string]string{
	"always_hash": "hash", "alwayshash": "hash", "hash": "hash",
	"smart_repartition": "smart", "smartrepartition": "smart", "smart": "smart",
	"round_robin": "roundrobin", "roundrobin": "roundrobin", "round": "roundrobin", "robin": "roundrobin",
	"sticky_partition": "sticky", "stickypartition": "sticky", "sticky": "sticky",
	"fan_in": "fanin", "fanin": "fanin", "fan-in": "fanin",
}

// strategyNamed reports whether a WITH property may name a strategy this way, and how the annotation spells it.
func strategyNamed(value string) (known bool, annotation string) {
	annotation, known = wideSpellings[strings.ToLower(value)]
	return known, annotation
}
