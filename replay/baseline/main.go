// Command baseline is the program that one would write in an hour instead of a replay: a scanner, a
// decoder, a channel and a goroutine for each partition. `make bench` measures against it. It checks
// less than replay does, and keeps less: only the records of each group.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"sync"

	"github.com/cespare/xxhash/v2"
)

// partitions is how many there are.
const partitions = 8

// trade is a record, which the partitions receive whole.
type trade struct {
	Symbol    string  `json:"symbol"`
	Price     float64 `json:"price"`
	Quantity  int     `json:"quantity"`
	Side      string  `json:"side"`
	Venue     string  `json:"venue"`
	TraderID  string  `json:"trader_id"`
	EventTime string  `json:"event_time"`
	Partition int     `json:"_partition"`
	TradeID   int     `json:"trade_id"`
}

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: baseline FILE")
		os.Exit(2)
	}
	if err := run(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "baseline:", err)
		os.Exit(1)
	}
}

// run spreads the records of a file over the partitions by their symbol and prints how many each got.
func run(path string) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	var groups [partitions]map[string]int
	var channels [partitions]chan trade
	var consumers sync.WaitGroup
	for p := range channels {
		groups[p], channels[p] = make(map[string]int), make(chan trade, 1024)
		consumers.Go(func() {
			for t := range channels[p] {
				groups[p][t.Symbol]++
			}
		})
	}
	lines := bufio.NewScanner(file)
	lines.Buffer(make([]byte, 1<<20), 1<<20)
	for lines.Scan() {
		var t trade
		if err := json.Unmarshal(lines.Bytes(), &t); err != nil {
			return err
		}
		channels[xxhash.Sum64String(t.Symbol)%partitions] <- t
	}
	for _, c := range channels {
		close(c)
	}
	consumers.Wait()
	for p, counts := range groups {
		records := 0
		for _, n := range counts {
			records += n
		}
		fmt.Printf("partition %d: %d records, %d groups\n", p, records, len(counts))
	}
	return lines.Err()
}
