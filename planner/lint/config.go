package lint

import (
	"path"

	"github.com/velo-plan/velo-plan/planner/diag"
)

// Level is how serious a finding of a rule is: LevelOff, or the name of a severity.
type Level string

// The levels.
const (
	LevelOff     Level = "off"
	LevelNote    Level = "note"
	LevelWarning Level = "warning"
	LevelError   Level = "error"
)

// Levels are all levels, in ascending order.
var Levels = []Level{LevelOff, LevelNote, LevelWarning, LevelError}

// Severity is the severity of a level other than LevelOff.
func (l Level) Severity() diag.Severity {
	switch l {
	case LevelError:
		return diag.Error
	case LevelWarning:
		return diag.Warning
	default:
		return diag.Note
	}
}

// Config configures linting. The zero Config asks every rule with its own severity. Run does not change it, and it
// must not be changed during Run.
type Config struct {
	// Levels holds the levels of rules by code; a rule that is not in it has its own severity.
	Levels map[string]Level
	// Annotations are prefixes of names of annotations that tools of the user's own read.
	Annotations []string
	// NoEngine turns off the rules about the engine, because the jobs run elsewhere.
	NoEngine bool
	// Job is the only job whose findings are reported; "" reports all.
	Job string
	// Baselines hold known findings, which are reported as suppressed.
	Baselines []*Baseline
	// Unreadable are the inputs that could not be read, with the reason (VP005).
	Unreadable []diag.Diagnostic
	// Identity turns the name of a source into one that is the same wherever the program runs, for fingerprints.
	// If it is nil, names are used as they are.
	Identity func(name string) string
	// Exists reports whether there is a file of an identity, so that a baseline's finding of a file that was not read
	// is not taken for gone, nor the file for renamed. If it is nil, there are no other files than those of the run.
	Exists func(identity string) bool
	// Workers is how many files are checked concurrently; 0 means one per processor. The result does not depend on
	// it.
	Workers int
}

// Level is the level of a rule; LevelOff if the rule is not to be asked.
func (c *Config) Level(r Rule) Level {
	if l, ok := c.Levels[r.Code()]; ok {
		return l
	}
	if c.NoEngine && r.AboutEngine() {
		return LevelOff
	}
	return Level(r.Severity.String())
}

// home is the identity of a source.
func (c *Config) home(name string) string {
	if c.Identity != nil {
		name = c.Identity(name)
	}
	return path.Clean(name)
}
