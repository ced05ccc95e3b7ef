//go:build !purego

package ndjson

var hasIndexWide = canIndexWide

// chooseIndex lets tokens be made in the wide way, if there is one, or in the other.
func chooseIndex(wide bool) { canIndexWide = wide && hasIndexWide }
