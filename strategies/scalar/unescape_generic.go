//go:build !amd64 || purego

package scalar

// canUnescapeBlocks is false: here escapes are resolved one by one.
const canUnescapeBlocks = false

func unescapeBlocks(dst, src *byte, n int) (read, written int) { panic("no blocks here") }
