package cmd

import (
	"fmt"
	"os"
	"slices"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/velo-plan/velo-plan/cmd/config"
	"github.com/velo-plan/velo-plan/planner"
	"github.com/velo-plan/velo-plan/planner/catalog/mapping"
)

// flags are those that several commands have.
type flags struct {
	values  config.Values
	formats []string // of the command, its default first

	config           string
	output           string
	job              string
	quiet            bool
	sourceKeys       []string
	sourcePartitions []string

	read []string // files of the configuration, which are not to be written over
}

// setting is a flag whose value is checked like the same setting in every other place.
type setting struct {
	key   string
	flags *flags
	text  string
}

// Set implements pflag.Value.
func (s *setting) Set(text string) error {
	if s.key == config.KeyFormat && !slices.Contains(s.flags.formats, text) {
		return fmt.Errorf("unknown format; %s", mapping.Expected(text, s.flags.formats))
	}
	s.text = text
	return s.flags.values.Set(s.key, text)
}

// String implements pflag.Value.
func (s *setting) String() string { return s.text }

// Type implements pflag.Value; help shows it.
func (s *setting) Type() string {
	switch s.key {
	case config.KeyPartitions:
		return "int"
	case config.KeyCatalog:
		return "file"
	default:
		return "name"
	}
}

// addOutput gives a command the flags about its output.
func (f *flags) addOutput(c *cobra.Command, formats ...string) {
	f.formats = formats
	c.Flags().VarP(&setting{key: config.KeyFormat, flags: f}, config.KeyFormat, "f", "output format: "+list(formats))
	c.Flags().Lookup(config.KeyFormat).DefValue = formats[0]
	oneOf(c, config.KeyFormat, formats)
	f.addPlace(c)
}

// addPlace gives a command the flags about where its output goes and how it looks there.
func (f *flags) addPlace(c *cobra.Command) {
	set := c.Flags()
	set.StringVarP(&f.output, "output", "o", "", "write to this `file` instead of standard output")
	set.Var(&setting{key: config.KeyColor, flags: f}, config.KeyColor, "colours: "+list(config.Colors))
	set.Lookup(config.KeyColor).DefValue = config.ColorAuto
	oneOf(c, config.KeyColor, config.Colors)
	set.BoolVarP(&f.quiet, "quiet", "q", false, "no warnings, notes and summaries")
	c.MarkFlagFilename("output")
}

// addPlanning gives a command the flags about plans.
func (f *flags) addPlanning(c *cobra.Command) {
	c.Flags().Var(&setting{key: config.KeyStrategy, flags: f}, config.KeyStrategy, "strategy, over the job's own: "+list(strategyNames()))
	oneOf(c, config.KeyStrategy, strategyNames())
	f.addKnown(c)
}

// addKnown gives a command the flags about what is known besides the text of a job.
func (f *flags) addKnown(c *cobra.Command) {
	set := c.Flags()
	set.StringVar(&f.config, "config", "", "configuration `file` (default: velo-plan.yaml in or above the folder of the first file)")
	set.Var(&setting{key: config.KeyCatalog, flags: f}, config.KeyCatalog, "catalog file: keys, partitions and kinds of streams")
	set.VarP(&setting{key: config.KeyPartitions, flags: f}, config.KeyPartitions, "n", "partitions of the job, over its @num_partitions")
	set.Lookup(config.KeyPartitions).DefValue = strconv.Itoa(planner.DefaultPartitions)
	set.Var(&setting{key: config.KeyHash, flags: f}, config.KeyHash, "hash of keys: "+list(config.Hashes()))
	set.Lookup(config.KeyHash).DefValue = config.Hashes()[0]
	set.StringArrayVar(&f.sourceKeys, config.FlagSourceKey, nil, "columns that key a topic, as `stream=a,b` (repeatable)")
	set.StringArrayVar(&f.sourcePartitions, config.FlagSourcePartitions, nil, "partitions of a topic, as `stream=12` (repeatable)")
	set.StringVar(&f.job, "job", "", "plan only the job of this `name`")
	c.MarkFlagFilename(config.KeyCatalog, "yaml", "yml", "json")
	c.MarkFlagFilename("config", "yaml", "yml")
	oneOf(c, config.KeyHash, config.Hashes())
	c.RegisterFlagCompletionFunc("job", completeJobs)
	c.RegisterFlagCompletionFunc(config.FlagSourceKey, completeSourceFacts)
	c.RegisterFlagCompletionFunc(config.FlagSourcePartitions, completeSourceFacts)
}

// oneOf lets shells complete a flag that has one of a few values.
func oneOf(c *cobra.Command, flag string, values []string) {
	c.RegisterFlagCompletionFunc(flag, cobra.FixedCompletions(values, cobra.ShellCompDirectiveNoFileComp))
}

// list writes names as "a, b or c".
func list(names []string) string {
	text := names[0]
	for i, name := range names[1:] {
		if i == len(names)-2 {
			text += " or " + name
		} else {
			text += ", " + name
		}
	}
	return text
}

// load reads the configuration for a command; near is the folder of its project.
func (f *flags) load(near string) (*config.Config, error) {
	cfg, err := config.Load(config.Request{
		Flags: f.values, Config: f.config, SourceKeys: f.sourceKeys, SourcePartitions: f.sourcePartitions,
		Job: f.job, Near: near, Getenv: os.Getenv,
	})
	if err == nil {
		f.read = cfg.Files()
	}
	return cfg, err
}
