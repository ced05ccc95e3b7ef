package routing_test

import (
	"bufio"
	"context"
	"fmt"
	"hash/fnv"
	"io"
	"strings"

	"github.com/velo-plan/velo-plan/routing"
)

// Lines of a log, spread by host: the lines of one host stay together and in order.
func Example() {
	log := `db1 connect
web1 GET /
db1 query
web2 GET /
web1 POST /order
db1 close
`
	lines := bufio.NewScanner(strings.NewReader(log))
	next := func(context.Context) ([]string, error) {
		if !lines.Scan() {
			if lines.Err() != nil {
				return nil, lines.Err()
			}
			return nil, io.EOF
		}
		return []string{lines.Text()}, nil // a real program returns a few hundred at once
	}
	byHost := func(_ uint64, line string) int {
		host, _, _ := strings.Cut(line, " ")
		h := fnv.New32a()
		io.WriteString(h, host)
		return int(h.Sum32() % 3)
	}

	partitions := make([][]string, 3) // each element is touched by one goroutine at a time
	metrics, err := routing.Run(context.Background(), routing.Config{Partitions: 3, Workers: 2},
		routing.Records(next, byHost),
		func(partition int, batch routing.Batch[string]) error {
			for line := range batch.All() {
				partitions[partition] = append(partitions[partition], line)
			}
			return nil
		})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(metrics.Records(), "lines")
	for p, lines := range partitions {
		fmt.Printf("%d %q\n", p, lines)
	}
	// Output:
	// 6 lines
	// 0 []
	// 1 ["web1 GET /" "web2 GET /" "web1 POST /order"]
	// 2 ["db1 connect" "db1 query" "db1 close"]
}
