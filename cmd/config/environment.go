package config

import (
	"fmt"
	"strings"
)

// prefix starts the name of every environment variable.
const prefix = "VELO_PLAN_"

// configVariable names the configuration file.
const configVariable = prefix + "CONFIG"

// Variable is the name of the environment variable of a setting: VELO_PLAN_SASL_USER of sasl-user.
func Variable(key string) string {
	return prefix + strings.ToUpper(strings.ReplaceAll(key, "-", "_"))
}

// readEnvironment reads the VELO_PLAN_ variables. An empty variable counts as not set.
func readEnvironment(getenv func(string) string) (Values, error) {
	var v Values
	for _, key := range []string{KeyStrategy, KeyPartitions, KeyHash, KeyFormat, KeyColor, KeyCatalog} {
		name := Variable(key)
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
