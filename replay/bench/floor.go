package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"sync"
	"sync/atomic"
)

// The arguments that make the program a yardstick.
const (
	floorArgument = "-floor"
	skipArgument  = "-skip"
)

// yardsticks are what can be done with each block: find its line ends, as no replay can do less, or look at each of its
// bytes as a simple reader of JSON does, which takes as long as the instructions of a processor do.
var yardsticks = map[string]func(block []byte) int64{
	floorArgument: func(block []byte) int64 { return int64(bytes.Count(block, []byte{'\n'})) },
	skipArgument:  skip,
}

// skip counts what structures JSON outside of strings.
func skip(block []byte) (structure int64) {
	inString := false
	for i := 0; i < len(block); i++ {
		switch c := block[i]; {
		case c == '\\':
			i++
		case c == '"':
			inString = !inString
		case !inString && (c == '{' || c == '}' || c == '[' || c == ']' || c == ':' || c == ',' || c == '\n'):
			structure++
		}
	}
	return structure
}

// floorBlock is how much is read at a time.
const floorBlock = 256 << 10

// floor reads a file by so many workers and adds up what a yardstick counts.
func floor(path string, workers int, count func(block []byte) int64) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	var at, total atomic.Int64
	failed := make([]error, workers)
	var group sync.WaitGroup
	for w := range workers {
		group.Go(func() {
			block := make([]byte, floorBlock)
			for {
				n, err := file.ReadAt(block, at.Add(floorBlock)-floorBlock)
				total.Add(count(block[:n]))
				if err != nil {
					if err != io.EOF {
						failed[w] = err
					}
					return
				}
			}
		})
	}
	group.Wait()
	fmt.Println(total.Load())
	return errors.Join(failed...)
}
