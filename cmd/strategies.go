package cmd

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/velo-plan/velo-plan/cmd/config"
	"github.com/velo-plan/velo-plan/cmd/render"
	"github.com/velo-plan/velo-plan/strategies"
)

// strategiesCommand is `velo-plan strategies`.
func (p *program) strategiesCommand() *cobra.Command {
	var f flags
	c := &cobra.Command{
		Use:   "strategies [NAME]",
		Short: "The five strategies: what they deliver, when, and what they cost",
		Long: "Lists the five strategies. With a name, in any spelling that Velostream knows, prints\n" +
			"everything about one.",
		Example:   "  velo-plan strategies\n  velo-plan strategies sticky",
		Args:      arguments(0, 1, "strategies takes one name, or none for all"),
		ValidArgs: strategyNames(),
		RunE: func(c *cobra.Command, args []string) error {
			cfg, err := f.load(".")
			if err != nil {
				return err
			}
			chosen := strategies.All
			if len(args) == 1 {
				var v config.Values
				if err := v.Set(config.KeyStrategy, args[0]); err != nil {
					return usageError{c.CommandPath(), err}
				}
				one, _ := strategies.Lookup(args[0])
				chosen = []strategies.Strategy{one}
			}
			return p.printStrategies(&f, cfg, chosen)
		},
	}
	f.addOutput(c, config.FormatTable, config.FormatMarkdown, config.FormatJSON)
	return c
}

// printStrategies writes strategies in the format asked for.
func (p *program) printStrategies(f *flags, cfg *config.Config, chosen []strategies.Strategy) error {
	switch cfg.Format(f.formats) {
	case config.FormatJSON:
		text, err := render.StrategiesJSON(chosen)
		if err != nil {
			return fmt.Errorf("cannot print the strategies: %w", err)
		}
		return p.write(f, text, nil)
	case config.FormatMarkdown:
		return p.write(f, render.StrategiesMarkdown(chosen), nil)
	default:
		return p.write(f, render.StrategiesTable(chosen, p.dataStyle(f, cfg)), nil)
	}
}

// strategyNames lists the canonical names, for completion.
func strategyNames() []string {
	names := make([]string, len(strategies.All))
	for i, s := range strategies.All {
		names[i] = s.Name
	}
	return names
}
