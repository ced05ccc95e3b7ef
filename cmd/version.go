package cmd

import (
	"cmp"
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"

	"github.com/velo-plan/velo-plan/cmd/config"
	"github.com/velo-plan/velo-plan/cmd/render"
)

// build is what the Go toolchain has recorded about how the program was built: from a clone the commit and its
// date, by go install only the version.
type build struct {
	FormatVersion string `json:"format_version"`
	Version       string `json:"version"`
	Commit        string `json:"commit,omitempty"`
	Date          string `json:"date,omitempty"` // of the commit, RFC 3339
	Modified      bool   `json:"modified"`       // the clone had changes that are in no commit
	Go            string `json:"go"`
	Platform      string `json:"platform"`
}

// buildOf reads a build; info is nil for one without modules.
func buildOf(info *debug.BuildInfo) build {
	b := build{FormatVersion: "1.0", Version: "(unknown)", Go: runtime.Version(), Platform: runtime.GOOS + "/" + runtime.GOARCH}
	if info == nil {
		return b
	}
	b.Version = cmp.Or(info.Main.Version, "(devel)")
	for _, s := range info.Settings {
		switch s.Key {
		case "vcs.revision":
			b.Commit = s.Value
		case "vcs.time":
			b.Date = s.Value
		case "vcs.modified":
			b.Modified = s.Value == "true"
		}
	}
	return b
}

// thisBuild is that of the running program.
func thisBuild() build {
	info, _ := debug.ReadBuildInfo()
	return buildOf(info)
}

// String is a build on one line.
func (b build) String() string {
	commit := ""
	if b.Commit != "" {
		day, _, _ := strings.Cut(b.Date, "T")
		commit = strings.TrimRight(" "+b.Commit[:min(len(b.Commit), 12)]+" "+day, " ")
	}
	if b.Modified {
		commit += " (modified)"
	}
	return fmt.Sprintf("velo-plan %s%s %s %s\n", b.Version, commit, b.Go, b.Platform)
}

// versionCommand is `velo-plan version`.
func (p *program) versionCommand() *cobra.Command {
	var f flags
	c := &cobra.Command{
		Use:     "version",
		Short:   "The version of velo-plan, its commit and date",
		Example: "  velo-plan version\n  velo-plan version --format json",
		Args:    arguments(0, 0, "version takes no arguments"),
		RunE: func(*cobra.Command, []string) error {
			if f.values.Format != config.FormatJSON {
				return p.write(&f, thisBuild().String(), nil)
			}
			text, err := render.JSON(thisBuild())
			if err != nil {
				return err
			}
			return p.write(&f, text, nil)
		},
	}
	f.addOutput(c, formatText, config.FormatJSON)
	return c
}
