//go:build !linux

package replay

// adviseHugePages does nothing where nobody can be asked.
func adviseHugePages([]byte) {}
