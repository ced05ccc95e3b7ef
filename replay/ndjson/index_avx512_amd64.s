//go:build !purego

#include "textflag.h"

// 0 to 63.
DATA places<>+0(SB)/8, $0x0706050403020100
DATA places<>+8(SB)/8, $0x0f0e0d0c0b0a0908
DATA places<>+16(SB)/8, $0x1716151413121110
DATA places<>+24(SB)/8, $0x1f1e1d1c1b1a1918
DATA places<>+32(SB)/8, $0x2726252423222120
DATA places<>+40(SB)/8, $0x2f2e2d2c2b2a2928
DATA places<>+48(SB)/8, $0x3736353433323130
DATA places<>+56(SB)/8, $0x3f3e3d3c3b3a3938
GLOBL places<>(SB), RODATA|NOPTR, $64

#define EVERY(byte, register) \
	MOVL $byte, AX \
	VPBROADCASTB AX, register

// func indexBlocksAVX512(text *byte, size int, tokens, looks *uint16) (tokenCount, lookCount int, seen uint64)
//
// SI text, CX place of the block, DI next token, BX next look. What goes on from block to block: R10 all ones in a
// string, R11 one after a backslash that escapes, R13 all ones in a word or number, R14 all ones in a number after
// its point, Z31 the classes.
TEXT ·indexBlocksAVX512(SB), NOSPLIT, $0-56
	MOVQ text+0(FP), SI
	MOVQ tokens+16(FP), DI
	MOVQ looks+24(FP), BX
	EVERY('"', Z16)
	EVERY('\\', Z17)
	EVERY('\n', Z18)
	EVERY(0x20, Z19)
	EVERY(0x0f, Z20)
	EVERY(0x03, Z21)   // brackets, comma, colon
	EVERY(0x1b, Z22)   // and blanks
	EVERY(0x20, Z23)   // digit
	EVERY(0x40, Z24)   // point
	EVERY(0x04, Z25)   // zero
	EVERY(0x7f, Z26)   // all but minus
	EVERY(0xc0, Z27)   // point or minus
	EVERY(0x60, Z28)   // digit or point
	VBROADCASTI32X4 ·classLow(SB), Z12
	VBROADCASTI32X4 ·classHigh(SB), Z13
	VMOVDQU64 places<>(SB), Z29
	MOVQ $-1, AX
	VMOVQ AX, X14
	VPXORQ Z30, Z30, Z30
	VPXORQ Z31, Z31, Z31
	XORL CX, CX
	XORL R10, R10
	XORL R11, R11
	XORL R13, R13
	XORL R14, R14
	MOVQ R10, seen+48(FP)

block:
	VMOVDQU64 (SI)(CX*1), Z1
	VPCMPEQB Z16, Z1, K1
	VPCMPEQB Z17, Z1, K2
	KMOVQ K1, R8
	KMOVQ K2, R9
	VPORQ Z1, Z30, Z30
	VPSRLW $4, Z1, Z2
	VPANDQ Z20, Z2, Z2
	VPSHUFB Z2, Z13, Z3
	VPSHUFB Z1, Z12, Z4
	VPANDQ Z3, Z4, Z3
	XORL R12, R12 // the places to be looked at
	MOVQ R9, AX
	ORQ  R11, AX
	JNZ  escapes

strings: // R8: the quotes that begin or end strings
	VMOVQ R8, X4
	VPCLMULQDQ $0, X14, X4, X4
	VMOVQ X4, AX
	XORQ R10, AX // strings, with the quote before and without the one behind
	MOVQ AX, R10
	SARQ $63, R10
	VPCMPUB $1, Z19, Z1, K3
	KMOVQ K3, DX
	ANDQ AX, DX
	ORQ  DX, R12 // control characters in strings; after a line end there nothing is known

	MOVQ AX, DX
	ORQ  R8, DX // strings with both quotes
	ANDQ AX, R8 // opening quotes are tokens,
	VPCMPEQB Z18, Z1, K4
	VPTESTMB Z21, Z3, K5
	KORQ K4, K5, K5
	KMOVQ K5, R9
	ANDNQ R9, DX, R9
	ORQ  R9, R8 // what structures, line ends too,
	VPTESTMB Z22, Z3, K6
	KMOVQ K6, R9
	ORQ  DX, R9
	NOTQ R9 // words and numbers
	MOVQ R9, AX
	ADDQ R13, R13
	ADCQ AX, AX
	SBBQ R13, R13
	ANDNQ R9, AX, AX
	ORQ  AX, R8 // and where they begin

	// A point that follows another one in the same number: the first one's carry goes through it.
	VPTESTMB Z24, Z3, K7
	KMOVQ K7, AX
	ANDNQ AX, DX, AX
	ADDQ R14, R14
	ADCQ AX, R9
	SBBQ R14, R14
	ANDQ R9, AX
	ORQ  AX, R12

	// Z5, Z6: the classes of the byte before, and of that before it.
	VALIGNQ $6, Z31, Z3, Z4
	VMOVDQA64 Z3, Z31
	VPALIGNR $15, Z4, Z3, Z5
	VPALIGNR $14, Z4, Z3, Z6
	VPTESTMB Z23, Z5, K1
	VPTESTNMB Z26, Z3, K1, K2 // a letter or a minus after a digit
	VPTESTMB Z27, Z5, K3
	VPTESTNMB Z23, Z3, K3, K3 // no digit after a minus or a point
	VPTESTMB Z25, Z5, K6
	VPTESTNMB Z28, Z6, K6, K6
	VPTESTMB Z23, Z3, K6, K6  // a digit after a leading zero
	KORQ K2, K3, K2
	KORQ K2, K6, K2
	KMOVQ K2, AX
	ANDNQ AX, DX, AX
	ORQ  AX, R12
	JNZ  look

write:
	KMOVQ R8, K1
	VPBROADCASTW CX, Z9
	VPCOMPRESSB.Z Z29, K1, Z7
	VPMOVZXBW Y7, Z8
	VPADDW Z9, Z8, Z8
	VMOVDQU64 Z8, (DI)
	POPCNTQ R8, AX
	CMPQ AX, $32
	JA   more

next:
	LEAQ (DI)(AX*2), DI
	ADDQ $64, CX
	CMPQ CX, size+8(FP)
	JB   block

	VPMOVB2M Z30, K1
	KMOVQ K1, AX
	TESTQ AX, AX
	SETNE AX
	MOVBLZX AX, AX
	ORQ  AX, seen+48(FP)
	SUBQ tokens+16(FP), DI
	SHRQ $1, DI
	MOVQ DI, tokenCount+32(FP)
	SUBQ looks+24(FP), BX
	SHRQ $1, BX
	MOVQ BX, lookCount+40(FP)
	VZEROUPPER
	RET

more:
	VEXTRACTI64X4 $1, Z7, Y7
	VPMOVZXBW Y7, Z8
	VPADDW Z9, Z8, Z8
	VMOVDQU64 Z8, 64(DI)
	JMP  next

look:
	TZCNTQ R12, AX
	ADDQ CX, AX
	MOVW AX, (BX)
	ADDQ $2, BX
	BLSRQ R12, R12
	JNZ  look
	JMP  write

escapes:
	// Which bytes are escaped: simdjson's way, the odd and even places of each row of backslashes told apart by a carry.
	ORQ  $2, seen+48(FP)
	MOVQ $0xaaaaaaaaaaaaaaaa, R12
	ANDNQ R9, R11, AX
	LEAQ (AX)(AX*1), DX
	ORQ  R12, DX
	SUBQ AX, DX
	XORQ R12, DX
	MOVQ R9, R12
	ORQ  R11, R12
	XORQ DX, R12 // escaped
	MOVQ DX, R11
	ANDQ R9, R11
	SHRQ $63, R11
	ANDNQ R8, R12, R8
	VBROADCASTI32X4 ·escapeHigh(SB), Z5
	VBROADCASTI32X4 ·escapeLow(SB), Z4
	VPSHUFB Z2, Z5, Z5
	VPSHUFB Z1, Z4, Z4
	VPTESTMB Z4, Z5, K3
	KORQ K1, K2, K1
	KORQ K1, K3, K1
	KMOVQ K1, AX
	ANDNQ R12, AX, R12 // escaped and none of the simple escapes
	JMP  strings
