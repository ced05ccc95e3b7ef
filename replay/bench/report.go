package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"regexp"
	"runtime"
	"strconv"
	"strings"
)

// bar is what a figure is held against.
type bar struct {
	what  string
	value float64
	limit float64
	least bool   // the value must be at least the limit; else at most
	unit  string // behind both
}

// ok says whether the bar is met.
func (b bar) ok() bool {
	if b.least {
		return b.value >= b.limit
	}
	return b.value <= b.limit
}

// report prints the figures and the bars as Markdown. The error says that a bar is missed.
func report(w io.Writer, s settings, cases []*benchCase, shapes []*shapeCases, allocations float64) error {
	fmt.Fprintf(w, "%s, %d cores, %s/%s, %s; medians of %d rounds\n\n", processor(), runtime.NumCPU(), runtime.GOOS, runtime.GOARCH, runtime.Version(), s.rounds)
	fmt.Fprintln(w, "| what | s | M records/s | peak MiB |\n| --- | --- | --- | --- |")
	by := map[string]*benchCase{}
	for _, c := range cases {
		by[c.name] = c
		rate := "-"
		if c.records > 0 {
			rate = fmt.Sprintf("%.2f", c.rate()/1e6)
		}
		fmt.Fprintf(w, "| %s | %.3f | %s | %.0f |\n", c.name, c.median(), rate, float64(c.peak)/(1<<20))
	}
	shapeBars := reportShapes(w, shapes)
	fmt.Fprintln(w, "\n| bar | measured | limit | met |\n| --- | --- | --- | --- |")
	missed := 0
	for _, b := range append(bars(by, allocations), shapeBars...) {
		word, met := "at most", "yes"
		if b.least {
			word = "at least"
		}
		if !b.ok() {
			met = "**no**"
			missed++
		}
		fmt.Fprintf(w, "| %s | %.4g%s | %s %.4g%s | %s |\n", b.what, b.value, b.unit, word, b.limit, b.unit, met)
	}
	if missed > 0 {
		return errors.New(strconv.Itoa(missed) + " bars are missed")
	}
	return nil
}

// bars are the limits, as ratios of medians of one run where they are about speed.
func bars(by map[string]*benchCase, allocations float64) []bar {
	whole := by[mainCase]
	times := func(name string) float64 { return by[name].median() / whole.median() }
	mebibytes := func(name string) float64 { return float64(by[name].peak) / (1 << 20) }
	return []bar{
		{"replay over wc -l, wall time", 1 / times(wcCase), 3.5, false, " x"},
		{"the program one would write over replay", times(baselineCase), 20, true, " x"},
		{"one worker over two", times(oneCase), 1.8, true, " x"},
		{"rate with every record a group of its own, of that with 5,000 keys", by[manyCase].rate() / whole.rate(), 0.25, true, ""},
		{"allocations per record", allocations, 0.01, false, ""},
		{"resident memory", mebibytes(mainCase), 64, false, " MiB"},
		{"resident memory, from a pipe", mebibytes(pipeCase), 64, false, " MiB"},
		{"64 partitions over 8", times(wideCase), 1.2, false, " x"},
		{"round_robin over always_hash", times(robinCase), 1, false, " x"},
		{"sticky_partition over always_hash", times(stickyCase), 1, false, " x"},
		{"fan_in over always_hash", times(fanInCase), 1, false, " x"},
		{"rate from a pipe, of that from a file", by[pipeCase].rate() / whole.rate(), 0.5, true, ""},
		{"rate with 8 layouts mixed, of that with one", by[mixedCase].rate() / whole.rate(), 0.5, true, ""},
		{"explain of one job, whole process", 1000 * by[explainCase].median(), 10, false, " ms"},
		{"lint of 1,000 files", by[lintCase].median(), 1, false, " s"},
	}
}

// allocationPattern finds the allocations of a benchmark with its records a second before them.
var allocationPattern = regexp.MustCompile(`(\d+) allocs/op`)

// allocationsPerRecord runs the benchmark of the package replay that counts allocations.
func allocationsPerRecord() (float64, error) {
	command := exec.Command("go", "test", "-run", "^$", "-bench", "^BenchmarkReplay$/^always_hash$/^partitions=8$/^workers=2$",
		"-benchmem", "-benchtime", "20x", "github.com/velo-plan/velo-plan/replay")
	out, err := command.Output()
	if err != nil {
		return 0, fmt.Errorf("%v: %w", command.Args, err)
	}
	found := allocationPattern.FindSubmatch(out)
	if found == nil {
		return 0, fmt.Errorf("%v: no allocations in %q", command.Args, out)
	}
	n, err := strconv.ParseFloat(string(found[1]), 64)
	return n / benchmarkRecords, err
}

// benchmarkRecords is how many records one operation of BenchmarkReplay has.
const benchmarkRecords = 200_000

// processor names the machine's, if the system says it.
func processor() string {
	text, err := os.ReadFile("/proc/cpuinfo")
	if err == nil {
		for line := range strings.Lines(string(text)) {
			if name, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(name) == "model name" {
				return strings.TrimSpace(value)
			}
		}
	}
	return "unknown processor"
}
