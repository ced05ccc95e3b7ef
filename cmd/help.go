package cmd

import (
	"fmt"

	"github.com/spf13/cobra"
)

// groupFlags puts the flags about a cluster after all others in the help of every command, where they would hide
// the few flags that most people need.
func groupFlags(root *cobra.Command) {
	usage := root.UsageFunc()
	root.SetUsageFunc(func(c *cobra.Command) error {
		group := (&cobra.Command{}).Flags()
		for _, name := range connectionNames {
			if flag := c.LocalFlags().Lookup(name); flag != nil {
				flag.Hidden = true
				group.AddFlag(flag)
			}
		}
		err := usage(c)
		for _, name := range connectionNames {
			if flag := group.Lookup(name); flag != nil {
				flag.Hidden = false
			}
		}
		if text := group.FlagUsages(); text != "" && err == nil {
			_, err = fmt.Fprintf(c.OutOrStderr(), "\nFlags about a Kafka cluster:\n%s", text)
		}
		return err
	})
}
