//go:build !purego

#include "textflag.h"

#define EVERY(name, word) \
	DATA name<>+0(SB)/8, $word \
	DATA name<>+8(SB)/8, $word \
	DATA name<>+16(SB)/8, $word \
	DATA name<>+24(SB)/8, $word \
	GLOBL name<>(SB), RODATA|NOPTR, $32

EVERY(quotes32, 0x2222222222222222)
EVERY(backslashes32, 0x5c5c5c5c5c5c5c5c)
EVERY(newlines32, 0x0a0a0a0a0a0a0a0a)
EVERY(controls32, 0x1f1f1f1f1f1f1f1f)
EVERY(halves32, 0x0f0f0f0f0f0f0f0f)
EVERY(structure32, 0x0303030303030303) // brackets, comma, colon
EVERY(separate32, 0x1b1b1b1b1b1b1b1b)  // and blanks
EVERY(noMinus32, 0x7f7f7f7f7f7f7f7f)

// BITS gathers the highest bits of the bytes of two registers.
#define BITS(low, high, to, temp) \
	VPMOVMSKB low, to \
	VPMOVMSKB high, temp \
	SHLQ $32, temp \
	ORQ  temp, to

// CLASSES looks the bytes up in two tables, by their lower and their upper halves.
#define CLASSES(bytes, low, high, to) \
	VPSRLW $4, bytes, to \
	VPAND Y13, to, to \
	VPSHUFB to, high, to \
	VPSHUFB bytes, low, Y6 \
	VPAND Y6, to, to

// LOOKS sets the highest bits of bytes that may be wrong in a number, by their classes and those of the bytes before.
#define LOOKS(class, before, to) \
	VPERM2I128 $0x21, class, before, Y6 \
	VPALIGNR $15, Y6, class, Y7 \
	VPALIGNR $14, Y6, class, Y8 \
	VPSLLW $2, Y8, Y6 \
	VPSLLW $1, Y8, Y8 \
	VPOR Y6, Y8, Y8 \
	VPSLLW $5, Y7, Y6 \
	VPANDN Y6, Y8, Y8 \
	VPSLLW $2, class, Y6 \
	VPAND Y6, Y8, Y8 \
	VPSLLW $1, Y7, to \
	VPOR Y7, to, to \
	VPANDN to, Y6, to \
	VPOR to, Y8, to \
	VPSLLW $2, Y7, Y7 \
	VPAND noMinus32<>(SB), class, Y6 \
	VPCMPEQB Y15, Y6, Y6 \
	VPAND Y6, Y7, Y7 \
	VPOR Y7, to, to

// func indexBlocksAVX2(text *byte, size int, tokens, looks *uint16) (tokenCount, lookCount int, seen uint64)
//
// It is indexBlocksAVX512 in other instructions, with the same registers but for Y5, which has the last classes.
TEXT ·indexBlocksAVX2(SB), NOSPLIT, $16-56
	MOVQ text+0(FP), SI
	MOVQ tokens+16(FP), DI
	MOVQ looks+24(FP), BX
	VMOVDQU quotes32<>(SB), Y10
	VBROADCASTI128 ·classLow(SB), Y11
	VBROADCASTI128 ·classHigh(SB), Y12
	VMOVDQU halves32<>(SB), Y13
	MOVQ $-1, AX
	VMOVQ AX, X14
	VPXOR Y15, Y15, Y15
	VPXOR Y5, Y5, Y5
	XORL CX, CX
	XORL R10, R10
	XORL R11, R11
	XORL R13, R13
	XORL R14, R14
	MOVQ R10, seen+48(FP)
	MOVQ R10, beyond-8(SP)

block:
	VMOVDQU (SI)(CX*1), Y1
	VMOVDQU 32(SI)(CX*1), Y2
	VPOR Y1, Y2, Y6
	VPMOVMSKB Y6, AX
	ORQ  AX, beyond-8(SP)
	VPCMPEQB Y10, Y1, Y6
	VPCMPEQB Y10, Y2, Y7
	BITS(Y6, Y7, R8, AX)
	VPCMPEQB backslashes32<>(SB), Y1, Y6
	VPCMPEQB backslashes32<>(SB), Y2, Y7
	BITS(Y6, Y7, R9, AX)
	CLASSES(Y1, Y11, Y12, Y3)
	CLASSES(Y2, Y11, Y12, Y4)
	XORL R12, R12
	MOVQ R9, AX
	ORQ  R11, AX
	JNZ  escapes

strings:
	VMOVQ R8, X6
	VPCLMULQDQ $0, X14, X6, X6
	VMOVQ X6, AX
	XORQ R10, AX
	MOVQ AX, R10
	SARQ $63, R10
	VPMINUB controls32<>(SB), Y1, Y6
	VPMINUB controls32<>(SB), Y2, Y7
	VPCMPEQB Y1, Y6, Y6
	VPCMPEQB Y2, Y7, Y7
	BITS(Y6, Y7, DX, R9)
	ANDQ AX, DX
	ORQ  DX, R12

	MOVQ AX, DX
	ORQ  R8, DX
	ANDQ AX, R8
	VPAND structure32<>(SB), Y3, Y6
	VPAND structure32<>(SB), Y4, Y7
	VPCMPEQB Y15, Y6, Y6
	VPCMPEQB Y15, Y7, Y7
	VPCMPEQB newlines32<>(SB), Y1, Y8
	VPCMPEQB newlines32<>(SB), Y2, Y9
	VPANDN Y6, Y8, Y6
	VPANDN Y7, Y9, Y7
	BITS(Y6, Y7, R9, AX)
	ORQ  DX, R9
	NOTQ R9
	ORQ  R9, R8
	VPAND separate32<>(SB), Y3, Y6
	VPAND separate32<>(SB), Y4, Y7
	VPCMPEQB Y15, Y6, Y6
	VPCMPEQB Y15, Y7, Y7
	BITS(Y6, Y7, R9, AX)
	ANDNQ R9, DX, R9
	MOVQ R9, AX
	ADDQ R13, R13
	ADCQ AX, AX
	SBBQ R13, R13
	ANDNQ R9, AX, AX
	ORQ  AX, R8

	MOVQ R9, tokens-16(SP)
	VPSLLW $1, Y3, Y6
	VPSLLW $1, Y4, Y7
	BITS(Y6, Y7, AX, R9)
	MOVQ tokens-16(SP), R9
	ANDNQ AX, DX, AX
	ADDQ R14, R14
	ADCQ AX, R9
	SBBQ R14, R14
	ANDQ R9, AX
	ORQ  AX, R12

	LOOKS(Y3, Y5, Y9)
	LOOKS(Y4, Y3, Y5)
	BITS(Y9, Y5, AX, R9)
	VMOVDQA Y4, Y5
	ANDNQ AX, DX, AX
	ORQ  AX, R12
	JNZ  look

write:
	POPCNTQ R8, DX
	LEAQ (DI)(DX*2), DX

eight:
	TZCNTQ R8, AX
	BLSRQ R8, R8
	ADDL CX, AX
	MOVW AX, (DI)
	TZCNTQ R8, AX
	BLSRQ R8, R8
	ADDL CX, AX
	MOVW AX, 2(DI)
	TZCNTQ R8, AX
	BLSRQ R8, R8
	ADDL CX, AX
	MOVW AX, 4(DI)
	TZCNTQ R8, AX
	BLSRQ R8, R8
	ADDL CX, AX
	MOVW AX, 6(DI)
	TZCNTQ R8, AX
	BLSRQ R8, R8
	ADDL CX, AX
	MOVW AX, 8(DI)
	TZCNTQ R8, AX
	BLSRQ R8, R8
	ADDL CX, AX
	MOVW AX, 10(DI)
	TZCNTQ R8, AX
	BLSRQ R8, R8
	ADDL CX, AX
	MOVW AX, 12(DI)
	TZCNTQ R8, AX
	BLSRQ R8, R8
	ADDL CX, AX
	MOVW AX, 14(DI)
	ADDQ $16, DI
	TESTQ R8, R8
	JNZ  eight

	MOVQ DX, DI
	ADDQ $64, CX
	CMPQ CX, size+8(FP)
	JB   block

	MOVQ beyond-8(SP), AX
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

look:
	TZCNTQ R12, AX
	ADDQ CX, AX
	MOVW AX, (BX)
	ADDQ $2, BX
	BLSRQ R12, R12
	JNZ  look
	JMP  write

escapes:
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
	ORQ  R8, R9 // escapes of a quote or a backslash
	ANDNQ R8, R12, R8
	VBROADCASTI128 ·escapeLow(SB), Y8
	VBROADCASTI128 ·escapeHigh(SB), Y9
	CLASSES(Y1, Y8, Y9, Y7)
	VPCMPEQB Y15, Y7, Y7
	VPMOVMSKB Y7, DX
	CLASSES(Y2, Y8, Y9, Y7)
	VPCMPEQB Y15, Y7, Y7
	VPMOVMSKB Y7, AX
	SHLQ $32, AX
	ORQ  AX, DX
	ANDQ DX, R12
	ANDNQ R12, R9, R12 // escaped and none of the simple escapes
	JMP  strings
