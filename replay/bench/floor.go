package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"sync"
	"sync/atomic"
)

// The arguments that make the program something else.
const (
	floorArgument = "-floor"
	skipArgument  = "-skip"
	shapeArgument = "-shape"
)

// own are the commands that the program itself is: two yardsticks, and what makes a file, which is a command so that its
// memory is not taken for that of commands that are run later.
//
// The yardsticks do something with each block of a file: find its line ends, as no replay can do less, or look at each of
// its bytes as a simple reader of JSON does, which takes as long as the instructions of a processor do.
var own = map[string]func(args []string) error{
	floorArgument: func(args []string) error {
		return yardstick(args, func(block []byte) int64 { return int64(bytes.Count(block, []byte{'\n'})) })
	},
	skipArgument:  func(args []string) error { return yardstick(args, skip) },
	shapeArgument: writeShape,
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

// yardstick reads a file by a number of workers, both of which are its arguments, and adds up what is counted.
func yardstick(args []string, count func(block []byte) int64) error {
	workers, err := strconv.Atoi(args[1])
	if err != nil {
		return err
	}
	file, err := os.Open(args[0])
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
