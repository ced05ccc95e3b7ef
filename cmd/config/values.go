package config

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/velo-plan/velo-plan/planner/catalog/mapping"
	"github.com/velo-plan/velo-plan/routing"
	"github.com/velo-plan/velo-plan/strategies"
	"github.com/velo-plan/velo-plan/strategies/hash"
)

// The output formats.
const (
	FormatTable    = "table"
	FormatTree     = "tree"
	FormatMarkdown = "markdown"
	FormatJSON     = "json"
	FormatYAML     = "yaml"
	FormatMermaid  = "mermaid"
	FormatDOT      = "dot"
	FormatHTML     = "html"
)

// When to colour.
const (
	ColorAuto   = "auto" // on a terminal that wants it
	ColorAlways = "always"
	ColorNever  = "never"
)

// Colors are the values of a setting about colours, the default first.
var Colors = []string{ColorAuto, ColorAlways, ColorNever}

// The keys of settings: the names of flags, of keys of the configuration file and, in upper case
// after VELO_PLAN_, of environment variables.
const (
	KeyStrategy   = "strategy"
	KeyPartitions = "partitions"
	KeyHash       = "hash"
	KeyFormat     = "format"
	KeyColor      = "color"
	KeyCatalog    = "catalog"
)

// Values is what one place states. A zero field states nothing.
type Values struct {
	Strategy     string // any spelling that strategies.Lookup knows
	Partitions   int    // of the job, 1 to routing.MaxPartitions
	Hash         string // a name of hash.All
	Format       string // one of the formats
	Color        string // ColorAuto, ColorAlways or ColorNever
	Catalog      string // a path
	NoAutoSelect bool   // `auto_select_strategy: false`, in the configuration file only
	State        State  // `state`, in the configuration file only
	Lint         Lint   // `engine` and `lint`, in the configuration file only
}

// Set stores the text that a place gives for a key, after checking it. The error tells what would be right, but
// not the place.
func (v *Values) Set(key, text string) error {
	switch key {
	case KeyStrategy:
		v.Strategy = text
		return checkStrategy(text)
	case KeyPartitions:
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 || n > routing.MaxPartitions {
			return fmt.Errorf("expected a whole number from 1 to %d, found %q", routing.MaxPartitions, text)
		}
		v.Partitions = n
	case KeyHash:
		v.Hash = text
		return checkOneOf(text, Hashes())
	case KeyFormat:
		v.Format = text
		return checkOneOf(text, []string{FormatTable, FormatTree, FormatMarkdown, FormatJSON, FormatYAML, FormatMermaid, FormatDOT, FormatHTML})
	case KeyColor:
		v.Color = text
		return checkOneOf(text, Colors)
	case KeyCatalog:
		v.Catalog = text
		if text == "" {
			return fmt.Errorf("expected the path of a catalog file, found nothing")
		}
	default:
		panic("config: no setting is called " + key)
	}
	return nil
}

// checkStrategy rejects names that are not a spelling of a strategy.
func checkStrategy(name string) error {
	if _, ok := strategies.Lookup(name); ok {
		return nil
	}
	names := make([]string, len(strategies.All))
	for i, s := range strategies.All {
		names[i] = s.Name
	}
	err := fmt.Errorf("unknown strategy %q; %s", name, mapping.Expected("", names))
	if near := strategies.Nearest(name); near != "" {
		err = fmt.Errorf("unknown strategy %q; did you mean %s? %s", name, near, mapping.Expected("", names))
	}
	return err
}

// checkOneOf rejects a text that is not one of known.
func checkOneOf(text string, known []string) error {
	if slices.Contains(known, text) {
		return nil
	}
	return fmt.Errorf("unknown value %q; %s", text, mapping.Expected(text, known))
}

// Hashes lists the names of the hashes, the default first.
func Hashes() []string {
	names := make([]string, len(hash.All))
	for i, h := range hash.All {
		names[i] = h.Name
	}
	return names
}
