package lint

import "github.com/velo-plan/velo-plan/planner/diag"

// Level is how much a finding of a rule counts: LevelOff, or the name of a severity.
type Level string

// The levels.
const (
	LevelOff     Level = "off"
	LevelNote    Level = "note"
	LevelWarning Level = "warning"
	LevelError   Level = "error"
)

// Levels are all levels, the least first.
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

// Config says how to lint. The zero Config asks every rule with its own severity. It is not
// changed and must not change during Run.
type Config struct {
	// Levels holds the level of rules by code; a rule that is not in it has its own severity.
	Levels map[string]Level
	// NoEngine turns the rules about the engine off: the jobs run somewhere else.
	NoEngine bool
	// Job is the only job to report findings of; "" reports all.
	Job string
	// Baselines hold findings that are known already: they are reported as suppressed.
	Baselines []*Baseline
	// Unreadable are the inputs that could not be read, with the reason (VP005).
	Unreadable []diag.Diagnostic
	// Identity turns the name of a source into one that is the same wherever the program runs, for
	// fingerprints; nil leaves names as they are.
	Identity func(name string) string
	// Workers is how many files are checked side by side; 0 stands for one a processor. The result
	// does not depend on it.
	Workers int
}

// level is how much a rule counts; LevelOff if it is not to be asked.
func (c *Config) level(r Rule) Level {
	if l, ok := c.Levels[r.Code]; ok {
		return l
	}
	if c.NoEngine && r.AboutEngine() {
		return LevelOff
	}
	return Level(r.Severity.String())
}

// identity is the name of a source for fingerprints.
func (c *Config) identity(name string) string {
	if c.Identity == nil {
		return name
	}
	return c.Identity(name)
}
