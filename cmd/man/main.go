// The program man writes the man pages of velo-plan and its commands, from their own help, into a
// folder: go run ./cmd/man FOLDER
package main

import (
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"
	"github.com/spf13/pflag"

	"github.com/velo-plan/velo-plan/cmd"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: go run ./cmd/man FOLDER")
		os.Exit(2)
	}
	if err := write(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// write writes a page for each command into a folder, which is made if it is not there.
func write(folder string) error {
	if err := os.MkdirAll(folder, 0o777); err != nil {
		return err
	}
	root := cmd.Commands()
	asMarkdown(root)
	return doc.GenManTree(root, &doc.GenManHeader{Section: "1", Source: "velo-plan", Manual: "velo-plan manual"}, folder)
}

// asMarkdown turns the help of a command and of all below it into what the page's writer reads it as.
func asMarkdown(c *cobra.Command) {
	c.Long = markdown(c.Long)
	c.Flags().VisitAll(func(f *pflag.Flag) { f.Usage = literal.Replace(f.Usage) })
	for _, below := range c.Commands() {
		asMarkdown(below)
	}
}

// literal keeps signs that Markdown has a meaning for; not the quotes around the name of a flag's value.
var literal = strings.NewReplacer(`\`, `\\`, "*", `\*`, "_", `\_`, "<", `\<`)

// markdown writes a plain text so that its signs and its indented lines come out as they are.
func markdown(text string) string {
	var out []string
	indented := false
	for line := range strings.SplitSeq(text, "\n") {
		was := indented
		indented = strings.HasPrefix(line, "  ") || strings.HasPrefix(line, "\t")
		if indented != was {
			out = append(out, "")
		}
		if indented {
			line = "    " + line
		} else {
			line = literal.Replace(line)
		}
		out = append(out, line)
	}
	return strings.Join(out, "\n")
}
