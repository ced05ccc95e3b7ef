// Command bench measures velo-plan as a user runs it, whole processes on real files, and holds the
// ratios against bars that it prints with them. All commands of a round take turns, so that all of
// them meet the same changes of the machine's speed; medians count.
//
//	build ──► generate ──► rounds: each command once, page cache warm ──► medians ──► bars
//
// It exits with 1 if a bar is missed. It needs Go, wc and cat, and room for the files. Where python3 has duckdb,
// that is measured too.
package main

import (
	"flag"
	"fmt"
	"os"
)

func main() {
	if len(os.Args) > 1 && own[os.Args[1]] != nil { // bench runs itself as a command
		finish(own[os.Args[1]](os.Args[2:]))
		return
	}
	var s settings
	flag.IntVar(&s.records, "records", 6_000_000, "records of the files, of about 179 bytes each")
	flag.IntVar(&s.groups, "groups", 10_000_000, "distinct groups of the file with many")
	flag.IntVar(&s.shapeMB, "shape-mb", 200, "MB of a file of each shape")
	flag.IntVar(&s.rounds, "rounds", 7, "how often each command is run")
	flag.StringVar(&s.dir, "dir", "", "folder for the files, which is kept (default: a temporary one)")
	flag.Parse()
	finish(bench(s))
}

// finish ends the program.
func finish(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// settings are the flags.
type settings struct {
	records, groups, shapeMB, rounds int
	dir                              string
}

// bench builds, generates, measures and prints.
func bench(s settings) error {
	if s.dir != "" {
		if err := os.MkdirAll(s.dir, 0o777); err != nil {
			return err
		}
	} else {
		dir, err := os.MkdirTemp("", "velo-plan-bench")
		if err != nil {
			return err
		}
		defer os.RemoveAll(dir)
		s.dir = dir
	}
	files, err := prepare(s)
	if err != nil {
		return err
	}
	cases := files.cases(s)
	if err := measure(cases, files, s.rounds); err != nil {
		return err
	}
	shapes, err := files.prepareShapes(s)
	if err != nil {
		return err
	}
	if err := measureShapes(shapes, s.rounds); err != nil {
		return err
	}
	allocations, err := allocationsPerRecord()
	if err != nil {
		return err
	}
	return report(os.Stdout, s, cases, shapes, allocations)
}
