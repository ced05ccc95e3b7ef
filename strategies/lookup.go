package strategies

import "strings"

// Lookup returns the strategy of that name, in any of the engine's spellings and in any case, and
// whether there is one.
func Lookup(name string) (Strategy, bool) {
	name = strings.ToLower(name)
	for _, s := range All {
		for _, spelling := range s.Spellings {
			if spelling == name {
				return s, true
			}
		}
	}
	return Strategy{}, false
}

// maxNearestLength is the longest name, in bytes, that Nearest compares: a longer one is no slip
// of the fingers, and the comparison takes time by its length.
const maxNearestLength = 32

// Nearest returns the known spelling that name was most likely meant to be, for a message about an
// unknown strategy; "" if none is near. Up to a third of the characters may be wrong.
func Nearest(name string) string {
	if len(name) > maxNearestLength {
		return ""
	}
	best, bestDistance := "", len(name)/3+1
	for _, s := range All {
		for _, spelling := range s.Spellings {
			if d := editDistance(strings.ToLower(name), spelling); d < bestDistance {
				best, bestDistance = spelling, d
			}
		}
	}
	return best
}

// editDistance counts the bytes to insert, delete or replace, and the neighbours to swap, that
// make b of a (Damerau and Levenshtein, restricted: no byte is touched twice).
func editDistance(a, b string) int {
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
