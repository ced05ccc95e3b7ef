package project

import (
	"strconv"
	"strings"

	"github.com/velo-plan/velo-plan/planner/catalog"
	"github.com/velo-plan/velo-plan/planner/syntax"
)

// recordKey takes the key of a topic from its declaration: DISTRIBUTED BY (Flink), columns marked KEY (ksqlDB), or the
// primary key of a table whose topic is known to be its changelog.
func recordKey(s *catalog.Stream, stmt *syntax.Statement) {
	names, by := stmt.DistributedBy, "DISTRIBUTED BY"
	if stmt.DistributedMethod == "RANGE" { // ranges put keys elsewhere than a hash does, and nothing says where
		names = nil
	}
	if names == nil {
		for _, c := range stmt.Columns {
			if c.Key {
				names, by = append(names, c.Name), "KEY"
			}
		}
	}
	if names == nil && changelog(stmt) {
		names, by = stmt.PrimaryKey, "PRIMARY KEY"
	}
	for _, k := range names {
		s.Key, s.KeyBy = append(s.Key, catalog.PathText(k.Name)), by
	}
}

// marked reports whether a column is marked KEY alone: several records may have the same key then, or none.
func marked(stmt *syntax.Statement, name syntax.Ident) bool {
	for _, c := range stmt.Columns {
		if c.Key && c.Name == name {
			return true
		}
	}
	return false
}

// changelog reports whether the records of a declared table are keyed by its primary key.
func changelog(stmt *syntax.Statement) bool {
	return stmt.Kind == syntax.KindDeclTable && (stmt.Property("kafka_topic") != "" || strings.EqualFold(stmt.Property("connector"), "upsert-kafka"))
}

// topicPartitions takes the number of partitions of a topic from DISTRIBUTED .. INTO n BUCKETS (Flink) or from
// PARTITIONS = n (ksqlDB).
func topicPartitions(s *catalog.Stream, stmt *syntax.Statement) {
	if stmt.Buckets > 0 {
		s.Partitions, s.PartBy = stmt.Buckets, "DISTRIBUTED BY"
	} else if n, err := strconv.Atoi(stmt.Property("partitions")); err == nil && n > 0 {
		s.Partitions, s.PartBy = n, "PARTITIONS"
	}
}
