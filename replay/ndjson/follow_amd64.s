//go:build !purego

#include "go_asm.h"
#include "textflag.h"

// Sixteen times a byte.
#define SIXTEEN(name, word) \
	DATA name<>+0(SB)/8, $word \
	DATA name<>+8(SB)/8, $word \
	GLOBL name<>(SB), RODATA|NOPTR, $16

SIXTEEN(quotes, 0x2222222222222222)
SIXTEEN(backslashes, 0x5c5c5c5c5c5c5c5c)
SIXTEEN(controls, 0x1f1f1f1f1f1f1f1f)
SIXTEEN(zeros, 0x3030303030303030)
SIXTEEN(nines, 0x0909090909090909)

// func follow(text []byte, i int, n *node, spans []span) (at int, stopped *node)
//
// SI text, AX i, R8 n, DI spans. Only instructions of SSE2 are used, which every amd64 has.
TEXT ·follow(SB), NOSPLIT, $0-80
	MOVQ text_base+0(FP), SI
	MOVQ i+24(FP), AX
	MOVQ n+32(FP), R8
	MOVQ spans_base+40(FP), DI
	MOVOU quotes<>(SB), X8
	MOVOU backslashes<>(SB), X9
	MOVOU controls<>(SB), X10
	MOVOU zeros<>(SB), X11
	MOVOU nines<>(SB), X12
	PXOR X15, X15
	TESTQ R8, R8
	JZ   stop

text:
	MOVOU (SI)(AX*1), X0
	MOVOU node_low(R8), X1
	MOVOU node_lowMask(R8), X2
	PXOR  X0, X1
	PAND  X2, X1
	PCMPEQB X15, X1
	PMOVMSKB X1, R9
	CMPL  R9, $0xffff
	JNE   other
	MOVLQSX node_length(R8), R10
	ADDQ  R10, AX
	CMPB  node_kind(R8), $const_scalarBehind
	JNE   noScalar
	MOVBLZX (SI)(AX*1), R11
	CMPL  R11, $'"'
	JNE   number
	LEAQ  1(AX), R12

string:
	MOVOU (SI)(R12*1), X0
	MOVO  X0, X1
	PCMPEQB X8, X1
	MOVO  X0, X2
	PCMPEQB X9, X2
	MOVO  X0, X3
	PMINUB X10, X3
	PCMPEQB X0, X3 // a control character is its own minimum with 0x1f
	POR   X2, X1
	POR   X3, X1
	POR   X0, X1 // beyond ASCII the high bit is set
	PMOVMSKB X1, R9
	TESTL R9, R9
	JNZ   special
	ADDQ  $16, R12
	JMP   string

special:
	BSFL  R9, R9
	ADDQ  R9, R12
	CMPB  (SI)(R12*1), $'"'
	JNE   stop
	INCQ  R12

scalar: // from AX to R12
	MOVLQSX node_slot(R8), R13
	MOVL  AX, (DI)(R13*8)
	MOVL  R12, 4(DI)(R13*8)
	// If the length is that of the scalar before, go on with that: a guess that is there before the
	// bytes of the scalar are.
	MOVLQSX node_last(R8), R9
	ADDQ  AX, R9
	CMPQ  R9, R12
	JNE   length
	MOVQ  R9, AX

next:
	MOVQ  node_next(R8), R8
	TESTQ R8, R8
	JNZ   text
	JMP   stop

length:
	MOVQ  R12, R9
	SUBQ  AX, R9
	MOVL  R9, node_last(R8)
	MOVQ  R12, AX
	JMP   next

number:
	XORL  R14, R14
	CMPL  R11, $'-'
	SETEQ R14
	ADDQ  AX, R14 // where the digits begin
	MOVBLZX (SI)(R14*1), R11
	MOVOU (SI)(R14*1), X0
	PSUBB X11, X0
	MOVO  X0, X1
	PMINUB X12, X1
	PCMPEQB X0, X1 // a digit is its own minimum with 9
	PMOVMSKB X1, R9
	NOTL  R9 // marks what is no digit, and what is beyond the sixteen bytes
	BSFL  R9, R10
	TESTL R10, R10
	JZ    word
	CMPL  R10, $15 // there is no byte behind sixteen digits to look at
	JGT   stop
	CMPL  R11, $'0'
	JNE   whole
	CMPL  R10, $1
	JNE   stop

whole:
	LEAQ  (R14)(R10*1), R12
	MOVBLZX (SI)(R12*1), R11
	CMPL  R11, $'.'
	JNE   exponent
	LEAL  -1(R9), R13
	ANDL  R13, R9 // the point's mark is taken away
	INCL  R10
	BSFL  R9, R13
	CMPL  R13, R10
	JE    stop
	CMPL  R13, $15
	JGT   stop
	LEAQ  (R14)(R13*1), R12
	MOVBLZX (SI)(R12*1), R11

exponent:
	ORL   $0x20, R11
	CMPL  R11, $'e'
	JNE   scalar
	JMP   stop

word: // what follows must be the next node's text, so it need not be looked at here
	CMPQ  R14, AX
	JNE   stop // after a minus
	MOVL  (SI)(AX*1), R11
	LEAQ  4(AX), R12
	CMPL  R11, $0x65757274 // true
	JEQ   scalar
	CMPL  R11, $0x6c6c756e // null
	JEQ   scalar
	CMPL  R11, $0x736c6166 // fals
	JNE   stop
	CMPB  (SI)(R12*1), $'e'
	JNE   stop
	INCQ  R12
	JMP   scalar

noScalar:
	CMPB  node_kind(R8), $const_textBehind
	JEQ   next
	JMP   stop

other:
	MOVQ  node_other(R8), R8
	TESTQ R8, R8
	JNZ   text

stop:
	MOVQ  AX, at+64(FP)
	MOVQ  R8, stopped+72(FP)
	RET
