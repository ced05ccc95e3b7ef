//go:build !purego

#include "textflag.h"

// The classes of bytes are bits of the product of two tables, one by the lower half of a byte and one by the upper:
// 1 brackets, 2 comma and colon (and * and <, which no grammar takes), 4 zero, 8 and 16 blanks and line ends,
// 32 digits, 64 the point, 128 minus. A byte beyond ASCII has none.
DATA ·classLow+0(SB)/8, $0x202020202020202c // 0 to 7
DATA ·classLow+8(SB)/8, $0x0040910201123020 // 8 to f
GLOBL ·classLow(SB), RODATA|NOPTR, $16
DATA ·classHigh+0(SB)/8, $0x0100010026ca0010
DATA ·classHigh+8(SB)/8, $0
GLOBL ·classHigh(SB), RODATA|NOPTR, $16

// What may follow a backslash besides a quote, another backslash and u: 1 slash, 2 b f n, 4 r t.
DATA ·escapeLow+0(SB)/8, $0x0002000400060000
DATA ·escapeLow+8(SB)/8, $0x0102000000000000
GLOBL ·escapeLow(SB), RODATA|NOPTR, $16
DATA ·escapeHigh+0(SB)/8, $0x0402000000010000
DATA ·escapeHigh+8(SB)/8, $0
GLOBL ·escapeHigh(SB), RODATA|NOPTR, $16
