//go:build !amd64 || purego

package ndjson

// canIndex is false: here parse reads the lines that have no known layout.
const canIndex = false

func indexBlocks(text *byte, size int, tokens, looks *uint16) (tokenCount, lookCount int, seen uint64) {
	panic("no index here")
}

func plainMembers(line *byte, tokens *uint16, names *[2][256]uint8, starts *[256]plainStart) (count int) {
	return 0
}
