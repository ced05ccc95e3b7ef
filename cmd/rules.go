package cmd

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/velo-plan/velo-plan/cmd/config"
	"github.com/velo-plan/velo-plan/cmd/render"
	"github.com/velo-plan/velo-plan/planner/lint"
)

// rulesCommand is `velo-plan rules`.
func (p *program) rulesCommand() *cobra.Command {
	var f flags
	codes := make([]string, len(lint.All))
	for i, r := range lint.All {
		codes[i] = r.Code()
	}
	c := &cobra.Command{
		Use:       "rules [CODE]",
		Short:     "The rules of lint, or one with why, bad and good",
		Long:      "Lists the rules of lint. With a code or a name, prints everything about one.",
		Example:   "  velo-plan rules\n  velo-plan rules VP101",
		Args:      arguments(0, 1, "rules takes one code, or none for all"),
		ValidArgs: codes,
		RunE: func(c *cobra.Command, args []string) error {
			cfg, err := f.load(".")
			if err != nil {
				return err
			}
			chosen := lint.All
			if len(args) == 1 {
				one, ok := lint.Lookup(args[0])
				if !ok {
					return usageError{c.CommandPath(), fmt.Errorf("there is no rule %q; %svelo-plan rules lists all", args[0], lint.Meant(args[0]))}
				}
				chosen = []lint.Rule{one}
			}
			return p.printRules(&f, cfg, chosen)
		},
	}
	f.addOutput(c, config.FormatTable, config.FormatMarkdown, config.FormatJSON)
	return c
}

// printRules writes rules in the format asked for.
func (p *program) printRules(f *flags, cfg *config.Config, chosen []lint.Rule) error {
	switch cfg.Format(f.formats) {
	case config.FormatJSON:
		text, err := render.RulesJSON(chosen)
		if err != nil {
			return fmt.Errorf("cannot print the rules: %w", err)
		}
		return p.write(f, text, nil)
	case config.FormatMarkdown:
		return p.write(f, render.RulesMarkdown(chosen), nil)
	default:
		return p.write(f, render.RulesTable(chosen, p.dataStyle(f, cfg)), nil)
	}
}
