//go:build !purego

package scalar

import "golang.org/x/sys/cpu"

// canUnescapeBlocks says whether the processor has what unescapeBlocks needs.
var canUnescapeBlocks = cpu.X86.HasAVX512F && cpu.X86.HasAVX512BW && cpu.X86.HasAVX512VBMI2 && cpu.X86.HasBMI1 &&
	cpu.X86.HasBMI2 && cpu.X86.HasPOPCNT

// unescapeBlocks resolves the escapes in n bytes, up to the first one that it does not know, as \u. It returns how many
// bytes it read and wrote. At dst there is room for n and blockBytes more.
//
//go:noescape
func unescapeBlocks(dst, src *byte, n int) (read, written int)
