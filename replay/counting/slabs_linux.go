package counting

import (
	"unsafe"

	"golang.org/x/sys/unix"
)

// hugePage is the size of a huge page of most processors. Where it is another, slabs are aligned less
// well, and that is all.
const hugePage = 2 << 20

// mapSlab asks the system for memory, all zeros, of which the part that begins at a huge page is
// returned too; nil if there is none.
func mapSlab() (mapping, aligned []byte) {
	mapping, err := unix.Mmap(-1, 0, slabBytes+hugePage, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_PRIVATE|unix.MAP_ANON)
	if err != nil {
		return nil, nil
	}
	skip := -uintptr(unsafe.Pointer(&mapping[0])) % hugePage
	aligned = mapping[skip:][:slabBytes]
	_ = unix.Madvise(aligned, unix.MADV_HUGEPAGE) // if it refuses, small pages do
	return mapping, aligned
}

// unmapSlab gives memory back to the system.
func unmapSlab(mapping []byte) error { return unix.Munmap(mapping) }
