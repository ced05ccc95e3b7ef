//go:build !unix

package cmd

import "os"

// terminalWidth returns 0, for unknown, so that the default width is used.
func terminalWidth(*os.File) int { return 0 }
