package cmd

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/velo-plan/velo-plan/cmd/render"
)

// eachCommand calls f with every command.
func eachCommand(f func(c *cobra.Command)) {
	var walk func(c *cobra.Command)
	walk = func(c *cobra.Command) {
		f(c)
		for _, below := range c.Commands() {
			walk(below)
		}
	}
	walk(Commands())
}

// Every flag stands in one group of the help.
func TestEveryFlagIsInAGroup(t *testing.T) {
	groups, used := map[string]string{}, map[string]bool{}
	for _, g := range flagGroups {
		for _, name := range slices.Concat(g.most, g.other) {
			if groups[name] != "" {
				t.Errorf("--%s is in %s and in %s", name, groups[name], g.title)
			}
			groups[name] = g.title
		}
	}
	eachCommand(func(c *cobra.Command) {
		c.Flags().VisitAll(func(f *pflag.Flag) {
			used[f.Name] = true
			if groups[f.Name] == "" {
				t.Errorf("%s --%s is in no group of cmd/help.go", c.CommandPath(), f.Name)
			}
		})
	})
	for name, title := range groups {
		if !used[name] {
			t.Errorf("no command has --%s, which is in %s", name, title)
		}
	}
}

// Help fits the terminal, says each default once, lists the values of each flag that has a few, and is shorter for -h.
func TestHelp(t *testing.T) {
	eachCommand(func(c *cobra.Command) {
		long := render.HelpText(helpOf(c, false), render.Options{})
		for line := range strings.Lines(long) {
			if n := len([]rune(strings.TrimSuffix(line, "\n"))); n > 80 && !strings.HasPrefix(line, "  ") {
				t.Errorf("%s: a line of %d columns: %s", c.CommandPath(), n, line)
			}
		}
		if short := render.HelpText(helpOf(c, true), render.Options{}); c.HasParent() && len(c.Long) > 200 && len(short)*4 > len(long)*3 {
			t.Errorf("%s: -h prints %d bytes and --help %d", c.CommandPath(), len(short), len(long))
		}
		c.LocalFlags().VisitAll(func(f *pflag.Flag) {
			text := flagLine(f).Text
			if n := strings.Count(text, "default"); n > 1 || n == 1 && !strings.Contains(text, "(default: ") && !strings.Contains(text, "; default: ") {
				t.Errorf("%s --%s: one default, in the form (default: x): %s", c.CommandPath(), f.Name, text)
			}
			complete, ok := c.GetFlagCompletionFunc(f.Name)
			if !ok {
				return
			}
			values, _ := complete(c, nil, "")
			if len(values) > 20 {
				return // the codes of rules
			}
			for _, value := range values {
				if _, err := os.Stat(value); err != nil && !strings.Contains(text, value) {
					t.Errorf("%s --%s: nothing of %s: %s", c.CommandPath(), f.Name, value, text)
				}
			}
		})
	})
}
