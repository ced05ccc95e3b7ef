package cmd

import (
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/velo-plan/velo-plan/cmd/config"
	"github.com/velo-plan/velo-plan/cmd/render"
)

// flagGroup are flags that help shows together. Those that most people need come first and are all that -h shows.
type flagGroup struct {
	title       string
	most, other []string
}

// flagGroups has every flag of every command once; a test sees to it.
var flagGroups = []flagGroup{
	{"Input",
		[]string{"sql", "input", "query", "job", "records", "keys", "skew"},
		[]string{"source", "key", "limit", "exclude", "force-exclude", "stdin-filename", "envelope", "format-in", "columns", "delimiter", "partition-field", "max-line-bytes", "on-error",
			"keyed-by", "nulls", "seed", "layouts", "drift", "time", "bucket", "witness"}},
	{"Plan",
		[]string{"strategy", "partitions", "source-key", "catalog"},
		[]string{"source-partitions", "hash", "config"}},
	{"Checks and thresholds",
		[]string{"analyze", "diff", "compare", "what-if", "remedies", "max-skew", "max-skew-in-time", "fail-on", "rule", "fix", "since", "baseline"},
		[]string{"disable", "write-baseline", "max-warnings", "max-hot-key", "max-cv", "max-gini", "max-empty", "max-moved", "max-null-keys",
			"max-rejected", "min-alignment", "batch-size", "rate", "per-record", "backlog", "sample"}},
	{"Output",
		[]string{"format", "output", "quiet", "full", "graph", "help"},
		[]string{"tree", "write", "state", "color", "memory", "workers", "version", "no-descriptions"}},
	{"Kafka",
		[]string{"brokers", "topic"},
		append([]string{"from", "to", "follow", "group", "checkpoint", "verify-keys", "verify-sample"}, connectionNames[1:]...)},
	{"Schemas",
		[]string{flagRegistry},
		slices.Concat(registryNames[1:], schemaFileNames)},
}

// help prints the help of a command: all of it for --help and `velo-plan help`, and for -h what most people need.
func (p *program) help(c *cobra.Command, args []string) {
	given := func(flag string) bool {
		return slices.ContainsFunc(args, func(arg string) bool { return strings.HasPrefix(arg, flag) })
	}
	short := given("-h") && !given("--help") && c.HasParent()
	io.WriteString(p.out, render.HelpText(helpOf(c, short), p.style(p.out, config.ColorAuto)))
}

// mostExamples is the number of examples that -h shows.
const mostExamples = 3

// helpOf is the help of a command.
func helpOf(c *cobra.Command, short bool) render.Help {
	h := render.Help{Text: c.Long, Usage: c.UseLine()}
	if c.Example != "" {
		h.Examples = strings.Split(strings.TrimSpace(c.Example), "\n")
		for i, line := range h.Examples {
			h.Examples[i] = strings.TrimSpace(line)
		}
	}
	if h.Text == "" {
		h.Text = c.Short + "."
	}
	for _, below := range c.Commands() {
		if below.IsAvailableCommand() {
			h.Commands = append(h.Commands, render.HelpLine{Name: below.Name(), Text: below.Short})
		}
	}
	flags := 0
	c.LocalFlags().VisitAll(func(f *pflag.Flag) {
		if !f.Hidden {
			flags++
		}
	})
	for _, group := range flagGroups {
		names := group.most
		if !short {
			names = slices.Concat(group.most, group.other)
		}
		var lines []render.HelpLine
		for _, name := range names {
			if f := c.LocalFlags().Lookup(name); f != nil && !f.Hidden {
				lines = append(lines, flagLine(f))
			}
		}
		if len(lines) > 0 {
			h.Flags = append(h.Flags, render.HelpGroup{Title: group.title, Lines: lines})
			flags -= len(lines)
		}
	}
	switch {
	case short:
		h.Text = c.Short + "."
		h.Examples = h.Examples[:min(len(h.Examples), mostExamples)]
		h.Closing = c.CommandPath() + " --help shows everything"
		if flags > 0 {
			h.Closing += ", " + render.Plural(flags, "more flag") + " too"
		}
		h.Closing += "."
	case !c.HasParent():
		h.Closing = c.CommandPath() + " COMMAND -h is the short help of a command, --help the long one."
	}
	return h
}

// flagLine is a flag as help shows it, with its default if it has one.
func flagLine(f *pflag.Flag) render.HelpLine {
	value, usage := pflag.UnquoteUsage(f)
	name := "    --" + f.Name
	if f.Shorthand != "" {
		name = "-" + f.Shorthand + ", --" + f.Name
	}
	if value != "" {
		name += " " + value
	}
	if !slices.Contains([]string{"", "0", "0s", "false", "[]"}, f.DefValue) && !strings.Contains(usage, "(default: ") {
		usage += " (default: " + f.DefValue + ")"
	}
	return render.HelpLine{Name: name, Text: usage}
}

// describeHelp gives a command and those below it the flag that asks for help.
func describeHelp(c *cobra.Command) {
	c.Flags().BoolP("help", "h", false, "-h: what most people need; --help: everything")
	for _, below := range c.Commands() {
		describeHelp(below)
	}
}
