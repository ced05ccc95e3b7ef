//go:build !purego

#include "textflag.h"

// What may follow a backslash, by the lower and the upper half of the byte, of which both have the bit then:
// 1 quote and slash, 2 b f n, 4 r t, 8 backslash. What the last three stand for is in two tables more.
DATA knownLow<>+0(SB)/8, $0x0002000400070000
DATA knownLow<>+8(SB)/8, $0x0102000800000000
GLOBL knownLow<>(SB), RODATA|NOPTR, $16
DATA knownHigh<>+0(SB)/8, $0x0402080000010000
DATA knownHigh<>+8(SB)/8, $0
GLOBL knownHigh<>(SB), RODATA|NOPTR, $16
DATA meantBFN<>+0(SB)/8, $0x000c000000080000
DATA meantBFN<>+8(SB)/8, $0x000a000000000000
GLOBL meantBFN<>(SB), RODATA|NOPTR, $16
DATA meantRT<>+0(SB)/8, $0x00000009000d0000
DATA meantRT<>+8(SB)/8, $0
GLOBL meantRT<>(SB), RODATA|NOPTR, $16

#define EVERY(byte, register) \
	MOVL $byte, AX \
	VPBROADCASTB AX, register

// func unescapeBlocks(dst, src *byte, n int) (read, written int)
//
// DI where to write, SI what to read, CX how much of it.
TEXT ·unescapeBlocks(SB), NOSPLIT, $0-40
	MOVQ dst+0(FP), DI
	MOVQ src+8(FP), SI
	MOVQ n+16(FP), CX
	EVERY('\\', Z17)
	EVERY(0x0f, Z18)
	EVERY(2, Z19)
	EVERY(4, Z20)
	VBROADCASTI32X4 knownLow<>(SB), Z21
	VBROADCASTI32X4 knownHigh<>(SB), Z22
	VBROADCASTI32X4 meantBFN<>(SB), Z23
	VBROADCASTI32X4 meantRT<>(SB), Z24
	MOVQ $0xaaaaaaaaaaaaaaaa, R10

block:
	MOVQ $-1, R8 // which of the bytes there are
	CMPQ CX, $64
	JAE  load
	BZHIQ CX, R8, R8
	JZ   done

load:
	KMOVQ R8, K1
	VMOVDQU8.Z (SI), K1, Z1
	VPCMPEQB Z17, Z1, K2
	KMOVQ K2, R9
	MOVQ R8, R13
	TESTQ R9, R9
	JZ   write

	// Which bytes are escaped: the odd and even places of each row of backslashes are told apart by a carry.
	LEAQ (R9)(R9*1), DX
	ORQ  R10, DX
	SUBQ R9, DX
	XORQ R10, DX
	MOVQ DX, R11
	XORQ R9, R11 // escaped
	ANDQ R9, DX  // the backslashes before them
	MOVQ DX, R12
	SHRQ $63, R12
	SHLQ $63, R12
	ANDNQ R8, R12, R8 // the last one is left to the next block

	VPSRLW $4, Z1, Z2
	VPANDQ Z18, Z2, Z2
	VPSHUFB Z2, Z22, Z3
	VPSHUFB Z1, Z21, Z4
	VPANDQ Z3, Z4, Z3
	VPTESTMB Z3, Z3, K3
	KMOVQ K3, R12
	ANDNQ R11, R12, R12
	JNZ  unknown

known:
	KMOVQ R11, K4
	VPTESTMB Z19, Z3, K4, K5
	VPTESTMB Z20, Z3, K4, K6
	VPSHUFB Z1, Z23, K5, Z1
	VPSHUFB Z1, Z24, K6, Z1
	ANDNQ R8, DX, R13

write: // R13 of the bytes; R8 are read
	KMOVQ R13, K1
	VPCOMPRESSB.Z Z1, K1, Z2
	VMOVDQU64 Z2, (DI)
	POPCNTQ R13, AX
	ADDQ AX, DI
	POPCNTQ R8, AX
	ADDQ AX, SI
	SUBQ AX, CX
	TESTQ AX, AX
	JNZ  block

done:
	SUBQ src+8(FP), SI
	MOVQ SI, read+24(FP)
	SUBQ dst+0(FP), DI
	MOVQ DI, written+32(FP)
	VZEROUPPER
	RET

unknown: // no further than to the first one's backslash, at which the next block ends
	TZCNTQ R12, AX
	DECQ AX
	BZHIQ AX, R8, R8
	JMP  known
