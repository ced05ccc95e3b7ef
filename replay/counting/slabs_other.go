//go:build !linux

package counting

// mapSlab returns nothing: the garbage collector's memory does where there are no huge pages to ask for.
func mapSlab() (mapping, aligned []byte) { return nil, nil }

// unmapSlab is never called.
func unmapSlab([]byte) error { return nil }
