package engine

import (
	"maps"
	"slices"
	"strings"

	"github.com/velo-plan/velo-plan/strategies/spelling"
)

// reader is the code of the engine that reads an annotation.
type reader uint8

const (
	byJob    reader = iota + 1 // sql/annotation_parser.rs, from the text of a statement
	byHeader                   // sql/app_parser.rs, from the lines of a file, by one exact prefix
	byMetric                   // sql/parser/annotations.rs, from the comments of CREATE STREAM
	byNobody                   // written about, but read by no code, or by none that runs
)

// readers holds every annotation that the engine's code or documents know.
var readers = readerTable()

func readerTable() map[string]reader {
	table := map[string]reader{}
	for r, names := range map[reader]string{
		byJob: "job_mode batch_size num_partitions partitioning_strategy " +
			"deployment.node_id deployment.node_name deployment.region",
		byHeader: "application app version description phase name sla.latency.p99 sla.availability " +
			"data_retention compliance observability.metrics.enabled observability.tracing.enabled " +
			"observability.error_reporting.enabled observability.profiling.enabled",
		byMetric: "metric metric_type metric_help metric_labels metric_condition metric_sample_rate " +
			"metric_field metric_buckets",
		byNobody: "job_name processor_mode failure_strategy enable_dlq max_retries retry_backoff_ms " +
			"dlq_max_size log_progress progress_interval batch_timeout_ms enable_core_affinity partition_count " +
			"partitions velo trace export metric_window metric_aggregation metric_quantiles metric_stream " +
			"partition-count sticky-partition-id sticky_partition_id",
	} {
		for _, n := range strings.Fields(names) {
			table[n] = r
		}
	}
	return table
}

// readNames are the annotations that the engine reads, in alphabetical order.
var readNames = slices.DeleteFunc(slices.Sorted(maps.Keys(readers)), func(name string) bool { return readers[name] == byNobody })

// unreadFamilies are prefixes of names that the engine's documents use and no code reads.
var unreadFamilies = []string{"ai.", "alert"}

// toolFamilies are the prefixes of annotations for tools beside the engine: the generator of test data, and the order of
// applications (docs/test-harness/CLI_REFERENCE.md, docs/user-guides/sql-annotations.md).
var toolFamilies = []string{"data.", "depends_on"}

// plannerFamilies are the prefixes of velo-plan's own annotations.
var plannerFamilies = []string{"source_key.", "source_partitions."}

// meant maps names that people write to the one that the engine reads.
var meant = map[string]string{
	"partition_count": "num_partitions", "partition-count": "num_partitions", "partitions": "num_partitions",
	"num-partitions": "num_partitions", "partition_strategy": "partitioning_strategy", "strategy": "partitioning_strategy",
	"partitioning": "partitioning_strategy", "partitioner": "partitioning_strategy", "processor_mode": "job_mode",
	"mode": "job_mode", "processing_mode": "job_mode", "job_name": "name", "jobname": "name", "batchsize": "batch_size",
}

// readerOf returns who reads an annotation; 0 if nobody knows the name.
func readerOf(name string) reader {
	if r := readers[name]; r != 0 {
		return r
	}
	for _, family := range unreadFamilies {
		if strings.HasPrefix(name, family) {
			return byNobody
		}
	}
	return 0
}

// OfStatement reports whether an annotation of that name is about the statement that follows, and not about the
// file.
func OfStatement(name string) bool {
	r := readers[name]
	return r == byJob || r == byMetric || name == "name"
}

// nearest returns the name read by the engine that is closest to the one written: by case, by habit, or by at most
// one wrong letter in four. It returns "" if none is similar.
func nearest(written string) string {
	lower := strings.ToLower(written)
	if r := readers[lower]; r != 0 && r != byNobody {
		return lower
	}
	if m := meant[lower]; m != "" {
		return m
	}
	return spelling.Nearest(lower, readNames, len(lower)/4)
}
