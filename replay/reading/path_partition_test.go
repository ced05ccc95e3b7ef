package reading

import "testing"

// TestPartitionOfPath: what the names of sinks tell.
func TestPartitionOfPath(t *testing.T) {
	for path, want := range map[string]string{
		"topics/T/partition=3/T+3+0000000123.avro":          "3",
		"T+12+0000000123.json.gz":                           "12",
		"s3://bucket/topics/T/partition=7/part-0.parquet":   "7",
		"data/partition=04/x.ndjson":                        "04",
		`data\partition=5\x.csv`:                            "5",
		"partition=2024-01-01/x":                            "",
		"data/repartition=5/x":                              "",
		"partition=3":                                       "",
		"a+b+c.csv":                                         "",
		"1+2.csv":                                           "",
		"partition=99999999999/x":                           "",
		"t/year=2024/partition=8/hour=3/T+9+0000000001.csv": "9",
	} {
		if got := string(partitionOfPath(path)); got != want {
			t.Errorf("%s: %q, want %q", path, got, want)
		}
	}
}
