// Command velo-plan plans how a streaming SQL job spreads its records over partitions, says why,
// and replays records through the real router.
//
//	os.Args, standard streams ──► cmd.Main ──► exit code
//
//go:generate go run testdata/records/generate.go
package main

import (
	"os"

	"github.com/velo-plan/velo-plan/cmd"
)

func main() {
	os.Exit(cmd.Main(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}
