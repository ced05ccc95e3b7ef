package cmd

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/velo-plan/velo-plan/planner/catalog/mapping"
)

// root is the program's command with all others below it.
func (p *program) root() *cobra.Command {
	root := &cobra.Command{
		Use:   "velo-plan",
		Short: "Plan how a streaming SQL job spreads its records over partitions, and prove it",
		Long: "velo-plan reads a streaming SQL job, decides how its records must be spread over its\n" +
			"partitions, says why, and proves it on real records.",
		Example: "  velo-plan explain job.sql\n" +
			"  velo-plan replay trades.ndjson --query job.sql\n" +
			"  velo-plan strategies always_hash",
		Args:                       unknownCommand,
		RunE:                       func(c *cobra.Command, _ []string) error { return c.Help() },
		SuggestionsMinimumDistance: 2,
		SilenceErrors:              true,
		SilenceUsage:               true,
	}
	root.SetIn(p.in)
	root.SetOut(p.out)
	root.SetErr(p.errOut)
	root.SetFlagErrorFunc(func(c *cobra.Command, err error) error { return usageError{c.CommandPath(), plainly(c, err)} })
	root.CompletionOptions.HiddenDefaultCmd = false
	root.AddCommand(p.explainCommand(), p.replayCommand(), p.proveCommand(), p.lintCommand(), p.strategiesCommand(), p.rulesCommand(), p.generateCommand(), p.schemaCommand(), p.versionCommand())
	root.SetHelpCommand(helpCommand(root))
	root.SetHelpFunc(p.help)
	root.Version = thisBuild().String()
	root.SetVersionTemplate("{{.Version}}")
	root.Flags().Bool("version", false, "the version of velo-plan")
	describeHelp(root)
	return root
}

// Commands returns the program's command with all others below it, for those who document them.
func Commands() *cobra.Command {
	root := (&program{in: os.Stdin, out: os.Stdout, errOut: os.Stderr}).root()
	root.DisableAutoGenTag = true
	root.InitDefaultCompletionCmd()
	return root
}

// plainly puts what the parser of flags says into words, and names the flag that was meant.
func plainly(c *cobra.Command, err error) error {
	var unknown *pflag.NotExistError
	if errors.As(err, &unknown) {
		if near := nearestFlag(c, cmp.Or(unknown.GetSpecifiedShortnames(), unknown.GetSpecifiedName())); near != "" {
			return fmt.Errorf("%w; did you mean --%s?", err, near)
		}
		return err
	}
	var number *strconv.NumError
	if !errors.As(err, &number) {
		return err
	}
	want := "expected a whole number"
	if number.Func == "ParseUint" {
		want += " from 0"
	}
	return errors.New(strings.Replace(err.Error(), number.Error(), want, 1))
}

// nearestFlag is the flag of a command that a wrong name was most likely meant to be; "" if none is near. A name may
// also be the beginning or the end of a longer one.
func nearestFlag(c *cobra.Command, name string) string {
	var known []string
	part := ""
	c.Flags().VisitAll(func(f *pflag.Flag) {
		if f.Hidden {
			return
		}
		known = append(known, f.Name)
		if (strings.HasPrefix(f.Name, name) || strings.HasSuffix(f.Name, "-"+name)) && (part == "" || len(f.Name) < len(part)) {
			part = f.Name
		}
	})
	if near := mapping.Nearest(name, known); near != "" || len(name) < 3 {
		return near
	}
	return part
}

// unknownCommand rejects arguments of the program itself, and names the command that was meant.
func unknownCommand(c *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	message := fmt.Sprintf("unknown command %q", args[0])
	if near := c.SuggestionsFor(args[0]); len(near) > 0 {
		message += ": did you mean " + strings.Join(near, " or ") + "?"
	} else if _, err := os.Stat(args[0]); err == nil || strings.HasSuffix(args[0], ".sql") {
		message += ": to plan a file, write velo-plan explain " + args[0]
	}
	return usageError{c.CommandPath(), fmt.Errorf("%s", message)}
}

// helpCommand is cobra's, except that an unknown topic is an error.
func helpCommand(root *cobra.Command) *cobra.Command {
	return &cobra.Command{
		Use:   "help [COMMAND]",
		Short: "Help about a command",
		ValidArgsFunction: func(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
			var names []string
			if topic, _, err := root.Find(args); err == nil {
				for _, below := range topic.Commands() {
					if below.IsAvailableCommand() {
						names = append(names, below.Name()+"\t"+below.Short)
					}
				}
			}
			return names, cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(c *cobra.Command, args []string) error {
			topic, rest, err := root.Find(args)
			if err != nil || len(rest) > 0 {
				return unknownCommand(root, args)
			}
			topic.InitDefaultHelpFlag()
			return topic.Help()
		},
	}
}

// arguments checks the number of positional arguments; want says in words what is expected.
func arguments(low, high int, want string) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		if len(args) >= low && len(args) <= high {
			return nil
		}
		return usageError{c.CommandPath(), fmt.Errorf("%s; found %d arguments", want, len(args))}
	}
}
