package cmd

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/velo-plan/velo-plan/planner/syntax"
	"github.com/velo-plan/velo-plan/replay/report"
)

// demandFlags are the flags about what a job has to stand, and of what the records are a sample.
type demandFlags struct {
	rate, perRecord, backlog, sample string

	demand *report.Demand // nil: nobody asks
	share  float64        // of all records; 0: they are all
}

// add gives a command the flags.
func (f *demandFlags) add(c *cobra.Command) {
	set := c.Flags()
	set.StringVar(&f.rate, "rate", "", "with --per-record: `records` that come in a second, as 200k/s (default: as the event times say)")
	set.StringVar(&f.perRecord, "per-record", "", "`time` that a partition takes for a record, as 20us: tells how busy the partitions are and how many are enough")
	set.StringVar(&f.backlog, "backlog", "", "with --per-record: `number` of records that wait, as 5M: tells how long it takes to work them off")
	set.StringVar(&f.sample, "sample", "", "the input is this `share` of all records, drawn by chance, as 5%: tells the state for all of them")
}

// check reads the flags and reports a value that is not allowed.
func (f *demandFlags) check() error {
	if f.sample != "" {
		share, err := parseLimit("max_moved", f.sample) // a share too
		if err != nil || share == 0 {
			return fmt.Errorf("--sample %q: expected a share above 0 and at most 1, as 5%% or 0.05", f.sample)
		}
		f.share = share
	}
	if f.perRecord == "" {
		for name, value := range map[string]string{"rate": f.rate, "backlog": f.backlog} {
			if value != "" {
				return fmt.Errorf("--%s goes with --per-record: say how long a partition takes for a record, as --per-record 20us", name)
			}
		}
		return nil
	}
	d := report.Demand{}
	var ok bool
	if d.PerRecord, ok = parseDuration(f.perRecord); !ok || d.PerRecord <= 0 || d.PerRecord > time.Hour {
		return fmt.Errorf("--per-record %q: expected a length of time above 0 and at most 1h, as 20us or 1.5ms", f.perRecord)
	}
	if f.rate != "" {
		if d.Rate, ok = parseAmount(strings.TrimSuffix(f.rate, "/s")); !ok || d.Rate <= 0 {
			return fmt.Errorf("--rate %q: expected a number of records above 0, as 200k/s", f.rate)
		}
	}
	if f.backlog != "" {
		n, ok := parseAmount(f.backlog)
		if !ok {
			return fmt.Errorf("--backlog %q: expected a number of records from 0, as 5M", f.backlog)
		}
		d.Backlog = uint64(n)
	}
	f.demand = &d
	return nil
}

// parseDuration reads a length of time as Go writes it, or as SQL does.
func parseDuration(text string) (time.Duration, bool) {
	if d, err := time.ParseDuration(text); err == nil {
		return d, true
	}
	return syntax.ParseLength(text)
}

// parseAmount reads a number from 0 with k, M or G behind it for thousands, millions and thousands of millions.
func parseAmount(text string) (float64, bool) {
	unit := 1.0
	for letter, of := range map[string]float64{"k": 1e3, "K": 1e3, "M": 1e6, "G": 1e9} {
		if rest, found := strings.CutSuffix(text, letter); found {
			text, unit = rest, of
		}
	}
	n, err := strconv.ParseFloat(strings.ReplaceAll(text, "_", ""), 64)
	n *= unit
	return n, err == nil && n >= 0 && n <= 1e15 && !math.IsNaN(n)
}
