package mapping

import "strings"

// longest is the longest name, in bytes, that Nearest looks at: a longer one is no slip.
const longest = 64

// Nearest returns the known name that was most likely meant by name, compared without case; "" if
// none is near. Up to a third of the characters may be wrong.
func Nearest(name string, known []string) string {
	if len(name) > longest {
		return ""
	}
	best, bestDistance := "", len(name)/3+1
	for _, k := range known {
		if d := distance(strings.ToLower(name), strings.ToLower(k)); d < bestDistance {
			best, bestDistance = k, d
		}
	}
	return best
}

// Expected is the way out for an unknown name: the nearest known one, and all of them.
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

// distance counts the bytes to insert, delete, replace or swap with their neighbour that make b
// of a (restricted Damerau-Levenshtein distance).
func distance(a, b string) int {
	before, above, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range above {
		above[j] = j
	}
	for i := range len(a) {
		row[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			row[j+1] = min(row[j]+1, above[j+1]+1, above[j]+cost)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
		before, above, row = above, row, before
	}
	return above[len(b)]
}
