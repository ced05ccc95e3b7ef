package replay

import "golang.org/x/sys/unix"

// adviseHugePages asks the system to map memory by huge pages. It may refuse; that costs time only.
func adviseHugePages(memory []byte) { _ = unix.Madvise(memory, unix.MADV_HUGEPAGE) }
