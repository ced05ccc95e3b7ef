package mapping

import (
	"slices"
	"strings"

	"github.com/velo-plan/velo-plan/strategies/spelling"
)

// Nearest returns the known name that was most likely meant by name, compared without case, or "" if none is
// similar. Up to a third of the characters may be wrong.
func Nearest(name string, known []string) string {
	folded := make([]string, len(known))
	for i, k := range known {
		folded[i] = strings.ToLower(k)
	}
	if near := spelling.Nearest(strings.ToLower(name), folded, len(name)/3); near != "" {
		return known[slices.Index(folded, near)]
	}
	return ""
}

// Expected tells what to write instead of an unknown name: the nearest known one, and all of them.
func Expected(name string, known []string) string {
	list := "expected one of " + strings.Join(known, ", ")
	if len(known) == 1 {
		list = "expected " + known[0]
	}
	if near := Nearest(name, known); near != "" && len(known) > 1 {
		return "did you mean " + near + "? " + list
	}
	return list
}
