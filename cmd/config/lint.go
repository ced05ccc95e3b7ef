package config

import (
	"maps"
	"strings"

	"github.com/bmatcuk/doublestar/v4"

	"github.com/velo-plan/velo-plan/planner/catalog/mapping"
	"github.com/velo-plan/velo-plan/planner/lint"
)

// Lint is what the configuration file says of lint. The zero Lint says nothing.
type Lint struct {
	// NoEngine is `engine: none`: the jobs run on something other than Velostream.
	NoEngine bool
	// Levels is `severity`, by code.
	Levels map[string]lint.Level
	// FailOn is the lowest severity of a finding that fails the run; "" if not stated.
	FailOn lint.Level
	// MaxWarnings is how many warnings do not fail the run; nil if not stated.
	MaxWarnings *int
	// Include are the patterns of the files that lint without arguments reads, Exclude those of the
	// files that folders and patterns leave out; both relative to the configuration file.
	Include, Exclude []string
	// Annotations are prefixes of names of annotations that tools of the user's own read.
	Annotations []string
	// Baseline is the path of the baseline file, relative to the configuration file.
	Baseline string
}

// MaxMaxWarnings is the largest value of max-warnings.
const MaxMaxWarnings = 1_000_000

// FailLevels are the values of fail-on, in ascending order.
var FailLevels = []string{string(lint.LevelNote), string(lint.LevelWarning), string(lint.LevelError)}

// lintKeys are the keys of `lint`.
var lintKeys = []string{"severity", "fail-on", "max-warnings", "include", "exclude", "baseline", "annotations"}

// readEngine reads `engine`.
func (l *Lint) readEngine(v mapping.Value) {
	name, _ := v.OneOf("velostream", "none")
	l.NoEngine = name == "none"
}

// read reads `lint`.
func (l *Lint) read(v mapping.Value) {
	for _, f := range v.FieldsHere(elsewhere, lintKeys...) {
		switch f.Key {
		case "severity":
			l.Levels = readLevels(f.Value)
		case "fail-on":
			level, _ := f.Value.OneOf(FailLevels...)
			l.FailOn = lint.Level(level)
		case "max-warnings":
			if n, ok := f.Value.Int(0, MaxMaxWarnings); ok {
				l.MaxWarnings = &n
			}
		case "include":
			l.Include = readPatterns(f.Value)
		case "exclude":
			l.Exclude = readPatterns(f.Value)
		case "annotations":
			l.Annotations = readPrefixes(f.Value)
		case "baseline":
			if path, ok := f.Value.Text(); ok && local(f.Value, path) {
				l.Baseline = path
			}
		}
	}
}

// readLevels reads the levels of rules by their codes and families. What is said of a code counts more than what is
// said of its family.
func readLevels(v mapping.Value) map[string]lint.Level {
	families, levels := map[string]lint.Level{}, map[string]lint.Level{}
	words := make([]string, len(lint.Levels))
	for i, l := range lint.Levels {
		words[i] = string(l)
	}
	for _, f := range v.Entries() {
		rules, to := lint.Select(f.Key), families
		if one, ok := lint.Lookup(f.Key); ok {
			to = levels
			if !strings.EqualFold(one.Code(), f.Key) {
				f.Note("there is no rule of the code "+f.Key, "write its code: "+one.Code())
				continue
			}
		}
		if help := elsewhere(f.Key); rules == nil && help != "" {
			f.Note(f.Key+" does not belong in this place", help)
			continue
		}
		if rules == nil {
			f.Note("there is no rule or family of the code "+f.Key, lint.Meant(f.Key)+"velo-plan rules lists all codes; the families are "+strings.Join(lint.Families(), ", "))
			continue
		}
		level, ok := f.Value.OneOf(words...)
		for _, r := range rules {
			if ok {
				to[r.Code()] = lint.Level(level)
			}
		}
	}
	maps.Copy(families, levels)
	return families
}

// readPatterns reads a list of patterns, or a single one.
func readPatterns(v mapping.Value) []string {
	var list []string
	for _, item := range v.Items() {
		pattern, ok := item.Text()
		if ok && !doublestar.ValidatePattern(pattern) {
			item.Note("a malformed pattern", "close the brackets, or quote them with a backslash")
			continue
		}
		if ok && local(item, pattern) {
			list = append(list, pattern)
		}
	}
	return list
}

// readPrefixes reads what names begin with.
func readPrefixes(v mapping.Value) []string {
	var list []string
	for _, item := range v.Items() {
		if prefix, ok := item.Text(); ok && prefix != "" {
			list = append(list, prefix)
		}
	}
	return list
}
