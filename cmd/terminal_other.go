//go:build !unix

package cmd

import "os"

// terminalWidth is 0: unknown, so that the default width is taken.
func terminalWidth(*os.File) int { return 0 }
