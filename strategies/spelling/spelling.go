// Package spelling finds the known name that a misspelt one was most likely meant to be.
package spelling

// longest is the longest name, in bytes, that is compared: a longer one is no slip of the fingers,
// and the comparison takes time by its length.
const longest = 64

// Nearest returns the first of the known names that takes the fewest slips to write as name, and
// at most most of them; "" if there is none. Names are compared as they are, case included.
func Nearest(name string, known []string, most int) string {
	best, least := "", most+1
	if len(name) > longest {
		return best
	}
	for _, k := range known {
		if len(k)-len(name) >= least || len(name)-len(k) >= least {
			continue // each missing byte is a slip
		}
		if d := distance(name, k); d < least {
			best, least = k, d
		}
	}
	return best
}

// distance counts the slips between two names: the bytes to insert, delete or replace, and the
// neighbours to swap, that make b of a (Damerau and Levenshtein, restricted: no byte is touched
// twice).
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
