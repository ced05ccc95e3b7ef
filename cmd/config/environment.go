package config

import (
	"fmt"
	"strings"
)

// prefix starts the name of every environment variable.
const prefix = "VELO_PLAN_"

// configVariable names the configuration file.
const configVariable = prefix + "CONFIG"

// readEnvironment reads the VELO_PLAN_ variables. An empty variable says nothing.
func readEnvironment(getenv func(string) string) (Values, error) {
	var v Values
	for _, key := range []string{KeyStrategy, KeyPartitions, KeyHash, KeyFormat, KeyColor, KeyCatalog} {
		name := prefix + strings.ToUpper(key)
		text := getenv(name)
		if text == "" {
			continue
		}
		if err := v.Set(key, text); err != nil {
			return v, fmt.Errorf("the environment variable %s: %w", name, err)
		}
	}
	return v, nil
}
