package reading

import (
	"regexp"
	"strings"
)

// partitionFolder matches the folder that a sink, or Hive, puts the records of a partition into, and partitionFile the
// name that the Kafka sinks for object stores give a file: the topic, the partition and the first offset.
var (
	partitionFolder = regexp.MustCompile(`(?:^|/)partition=(\d{1,9})/`)
	partitionFile   = regexp.MustCompile(`(?:^|/)[^/+]+\+(\d{1,9})\+\d+(?:\.[^/]*)?$`)
)

// partitionOfPath returns the source partition that the path of a file names, as it is written; nil: none. The name of the
// file comes before its folder.
func partitionOfPath(path string) []byte {
	path = strings.ReplaceAll(path, `\`, "/")
	for _, pattern := range []*regexp.Regexp{partitionFile, partitionFolder} {
		if found := pattern.FindAllStringSubmatch(path, -1); found != nil {
			return []byte(found[len(found)-1][1])
		}
	}
	return nil
}
