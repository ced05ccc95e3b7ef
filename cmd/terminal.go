package cmd

import (
	"cmp"
	"strings"
)

// wantsColor tells whether the environment wants colours, which counts where neither a flag nor a setting decides.
// NO_COLOR outweighs FORCE_COLOR and CLICOLOR_FORCE, and these outweigh CLICOLOR=0 and what the output goes to.
func wantsColor(terminal bool, getenv func(string) string) bool {
	on := func(name string) bool {
		value := getenv(name)
		return value != "" && value != "0" && value != "false"
	}
	switch {
	case getenv("NO_COLOR") != "":
		return false
	case on("FORCE_COLOR"), on("CLICOLOR_FORCE"):
		return true
	}
	return terminal && getenv("TERM") != "dumb" && getenv("CLICOLOR") != "0"
}

// asciiLocale tells whether the locale has an encoding other than UTF-8, so that lines are drawn with ASCII characters.
// An environment that says nothing of it is taken to be of today.
func asciiLocale(getenv func(string) string) bool {
	locale := strings.ToLower(cmp.Or(getenv("LC_ALL"), getenv("LC_CTYPE"), getenv("LANG")))
	return locale != "" && !strings.Contains(locale, "utf-8") && !strings.Contains(locale, "utf8")
}
