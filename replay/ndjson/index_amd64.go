//go:build !purego

package ndjson

import "golang.org/x/sys/cpu"

// canIndex says whether the processor has what it takes to make tokens, canIndexWide whether it has what does so faster.
var (
	canIndex     = cpu.X86.HasAVX2 && cpu.X86.HasPCLMULQDQ && cpu.X86.HasBMI1 && cpu.X86.HasPOPCNT
	canIndexWide = canIndex && cpu.X86.HasAVX512F && cpu.X86.HasAVX512BW && cpu.X86.HasAVX512VBMI2
)

// indexBlocks writes the places of the tokens of a text, and those that are to be looked at, and returns how many
// there are of both. size is a multiple of blockBytes. Behind tokens there must be room for another block's.
func indexBlocks(text *byte, size int, tokens, looks *uint16) (tokenCount, lookCount int, seen uint64) {
	if canIndexWide {
		return indexBlocksAVX512(text, size, tokens, looks)
	}
	return indexBlocksAVX2(text, size, tokens, looks)
}

//go:noescape
func indexBlocksAVX512(text *byte, size int, tokens, looks *uint16) (tokenCount, lookCount int, seen uint64)

//go:noescape
func indexBlocksAVX2(text *byte, size int, tokens, looks *uint16) (tokenCount, lookCount int, seen uint64)

// plainMembers returns how many members there are from a token on whose names are not wanted, whose values are
// scalars, and which a comma follows.
//
//go:noescape
func plainMembers(line *byte, tokens *uint16, names *[2][256]uint8, starts *[256]plainStart) (count int)
