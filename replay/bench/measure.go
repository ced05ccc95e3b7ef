package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"time"
)

// benchCase is a command that is measured.
type benchCase struct {
	name    string
	args    []string
	piped   string // a file that cat writes to its standard input; empty: none
	records int    // that it works on; 0: it works on none
	most    int    // rounds, if fewer than all: it is slow
	tells   bool   // it prints itself how many seconds it took, without its start

	seconds []float64
	peak    int64 // most resident memory in bytes, as the system accounts it
}

// median returns that of the seconds.
func (c *benchCase) median() float64 {
	sorted := slices.Sorted(slices.Values(c.seconds))
	return sorted[len(sorted)/2]
}

// rate returns the records a second.
func (c *benchCase) rate() float64 { return float64(c.records) / c.median() }

// The cases that others are compared with.
const (
	wcCase       = "wc -l"
	baselineCase = "the program one would write"
	mainCase     = "replay, always_hash, 5,000 keys, 8 partitions"
	oneCase      = "with one worker"
	wideCase     = "over 64 partitions"
	manyCase     = "every record a group of its own"
	pipeCase     = "from a pipe"
	mixedCase    = "8 layouts mixed"
	robinCase    = "round_robin"
	stickyCase   = "sticky_partition"
	fanInCase    = "fan_in"
	explainCase  = "explain one job"
	lintCase     = "lint 1,000 files of 5 statements"
)

// cases lists what is measured.
func (p prepared) cases(s settings) []*benchCase {
	replay := func(name, file string, records int, args ...string) *benchCase {
		all := append([]string{p.veloPlan, "replay", file, "--format", "json"}, args...)
		return &benchCase{name: name, args: all, records: records}
	}
	hash := []string{"--strategy", "always_hash", "--key", "symbol"}
	pipe := replay(pipeCase, "-", s.records, hash...)
	pipe.piped = p.few
	return []*benchCase{
		{name: "floor: read and find line ends, two workers", args: []string{p.self, floorArgument, p.few, "2"}, records: s.records},
		{name: "floor, one worker", args: []string{p.self, floorArgument, p.few, "1"}, records: s.records},
		{name: wcCase, args: []string{"wc", "-l", p.few}, records: s.records},
		{name: baselineCase, args: []string{p.baseline, p.few}, records: s.records, most: 2},
		replay(mainCase, p.few, s.records, hash...),
		replay(oneCase, p.few, s.records, append(hash, "--workers", "1")...),
		replay(wideCase, p.few, s.records, append(hash, "-n", "64")...),
		replay(robinCase, p.few, s.records, "--strategy", "round_robin"),
		replay(stickyCase, p.few, s.records, "--strategy", "sticky_partition"),
		replay(fanInCase, p.few, s.records, "--strategy", "fan_in"),
		pipe,
		replay(mixedCase, p.mixed, s.records, hash...),
		replay(manyCase, p.many, s.groups, "--strategy", "always_hash", "--key", "trade_id"),
		{name: explainCase, args: []string{p.veloPlan, "explain", p.job}},
		{name: lintCase, args: []string{p.veloPlan, "lint", "--fail-on", "error", p.manyJobs}},
	}
}

// measure runs all cases in turns.
func measure(cases []*benchCase, p prepared, rounds int) error {
	for round := range rounds + 1 { // the first one only warms up
		for _, path := range []string{p.few, p.mixed, p.many} {
			if err := readOnce(path); err != nil {
				return err
			}
		}
		if err := runRound(cases, round); err != nil {
			return err
		}
		fmt.Fprintf(os.Stderr, "round %d of %d\n", round, rounds)
	}
	return nil
}

// runRounds runs cases in turns, once more to warm up.
func runRounds(cases []*benchCase, rounds int) error {
	for round := range rounds + 1 {
		if err := runRound(cases, round); err != nil {
			return err
		}
	}
	return nil
}

// runRound runs each case once. Round 0 does not count.
func runRound(cases []*benchCase, round int) error {
	for _, c := range cases {
		if c.most > 0 && round > c.most || round == 0 && c.most > 0 {
			continue
		}
		took, err := c.run()
		if err != nil {
			return fmt.Errorf("%s: %v: %w", c.name, c.args, err)
		}
		if round > 0 {
			c.seconds = append(c.seconds, took.Seconds())
		}
	}
	return nil
}

// readOnce brings a file into the page cache.
func readOnce(path string) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	_, err = io.Copy(io.Discard, file)
	return err
}

// run runs the command once and returns how long that took.
func (c *benchCase) run() (time.Duration, error) {
	command := exec.Command(c.args[0], c.args[1:]...)
	command.Stderr = os.Stderr
	var told bytes.Buffer
	if c.tells {
		command.Stdout = &told
	}
	var cat *exec.Cmd
	if c.piped != "" {
		cat = exec.Command("cat", c.piped)
		pipe, err := cat.StdoutPipe()
		if err != nil {
			return 0, err
		}
		command.Stdin = pipe
	}
	start := time.Now()
	if cat != nil {
		if err := cat.Start(); err != nil {
			return 0, err
		}
	}
	err := command.Run()
	took := time.Since(start)
	if cat != nil {
		if failed := cat.Wait(); err == nil {
			err = failed
		}
	}
	if state := command.ProcessState; state != nil {
		c.peak = max(c.peak, peakMemory(state))
	}
	if c.tells && err == nil {
		var seconds float64
		if _, err = fmt.Sscan(told.String(), &seconds); err == nil {
			took = time.Duration(seconds * float64(time.Second))
		}
	}
	return took, err
}
