package cmd

import (
	"embed"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/velo-plan/velo-plan/planner/catalog/mapping"
)

// schemas holds the JSON Schema (draft 2020-12) of each machine-readable format. It is the only
// place where they are kept.
//
//go:embed schema/*.json
var schemas embed.FS

// schemaNames are the formats that have a schema.
var schemaNames = []string{"explain", "diff", "replay", "prove", "lint", "config", "catalog"}

// schemaCommand is `velo-plan schema`.
func (p *program) schemaCommand() *cobra.Command {
	var f flags
	c := &cobra.Command{
		Use:   "schema (explain | diff | replay | prove | lint | config | catalog)",
		Short: "The JSON Schema of a format that velo-plan writes or reads",
		Long: "Prints the JSON Schema (draft 2020-12) of what explain, explain --diff, replay, prove and\n" +
			"lint write with --format json, or of the configuration file and the catalog file.",
		Example:   "  velo-plan schema explain\n  velo-plan schema catalog -o catalog.schema.json",
		Args:      arguments(1, 1, "schema takes the name of a format: "+list(schemaNames)),
		ValidArgs: schemaNames,
		RunE: func(c *cobra.Command, args []string) error {
			text, err := schemas.ReadFile("schema/" + args[0] + ".json")
			if err != nil {
				return usageError{c.CommandPath(), fmt.Errorf("unknown format %q; %s", args[0], mapping.Expected(args[0], schemaNames))}
			}
			return p.write(&f, string(text), nil)
		},
	}
	c.Flags().StringVarP(&f.output, "output", "o", "", "write to this `file` instead of standard output")
	return c
}
