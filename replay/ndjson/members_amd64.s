//go:build !purego

#include "textflag.h"

// func plainMembers(line *byte, tokens *uint16, names *[2][256]uint8, starts *[256]plainStart) (count int)
//
// SI line, DX the next token. It ends at the tokens behind the last one at the latest: no two of them differ.
TEXT ·plainMembers(SB), NOSPLIT, $0-40
	MOVQ line+0(FP), SI
	MOVQ tokens+8(FP), DX
	MOVQ names+16(FP), R8
	MOVQ starts+24(FP), R9

member:
	MOVWLZX (DX), AX  // name
	MOVWLZX 2(DX), BX // colon
	MOVWLZX 4(DX), CX // value
	MOVWLZX 6(DX), DI // comma
	CMPB (SI)(AX*1), $'"'
	JNE  out
	CMPB (SI)(BX*1), $':'
	JNE  out
	MOVBLZX 1(SI)(AX*1), R10
	MOVBLZX 2(SI)(AX*1), R11
	MOVBLZX (R8)(R10*1), R10
	TESTB R10, 256(R8)(R11*1)
	JNZ  out
	MOVBLZX (SI)(CX*1), R10
	SHLQ $4, R10
	MOVQ (SI)(CX*1), R11
	XORQ (R9)(R10*1), R11
	TESTQ R11, 8(R9)(R10*1)
	JNZ  out
	CMPB (SI)(DI*1), $','
	JNE  out
	ADDQ $8, DX
	JMP  member

out:
	SUBQ tokens+8(FP), DX
	SHRQ $3, DX
	MOVQ DX, count+32(FP)
	RET
