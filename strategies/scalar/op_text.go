package scalar

import (
	"bytes"
	"errors"
	"fmt"
	"unicode"
	"unicode/utf8"
)

func wantText(v Value) error {
	if v.kind != KindString {
		return fmt.Errorf("%s is no string", v.kind.indefinite())
	}
	return nil
}

func upper(args []Value) (Value, error) { return mapCase(args[0], unicode.ToUpper, irregularUpper) }

func lower(args []Value) (Value, error) { return mapCase(args[0], unicode.ToLower, irregularLower) }

// mapCase changes the case letter by letter. Letters whose other case is not one letter, or hangs
// on the language or on the letters around it, are refused: engines differ on them.
func mapCase(v Value, mapped func(rune) rune, irregular *unicode.RangeTable) (Value, error) {
	if err := wantText(v); err != nil {
		return Value{}, err
	}
	out := make([]byte, 0, len(v.text))
	for i := 0; i < len(v.text); {
		r, size := utf8.DecodeRune(v.text[i:])
		if r >= utf8.RuneSelf && unicode.Is(irregular, r) {
			return Value{}, fmt.Errorf("the letter %q, whose case engines change differently", r)
		}
		out = utf8.AppendRune(out, mapped(r))
		i += size
	}
	return StringBytes(out), nil
}

// irregularUpper holds the letters whose upper case is more than one letter: those with an
// unconditional entry in the Unicode Character Database's SpecialCasing.txt. The dotless i is
// there because Turkish pairs it differently.
var irregularUpper = &unicode.RangeTable{R16: []unicode.Range16{
	{Lo: 0x00DF, Hi: 0x00DF, Stride: 1}, {Lo: 0x0131, Hi: 0x0131, Stride: 1},
	{Lo: 0x0149, Hi: 0x0149, Stride: 1}, {Lo: 0x01F0, Hi: 0x01F0, Stride: 1},
	{Lo: 0x0390, Hi: 0x0390, Stride: 1}, {Lo: 0x03B0, Hi: 0x03B0, Stride: 1},
	{Lo: 0x0587, Hi: 0x0587, Stride: 1}, {Lo: 0x1E96, Hi: 0x1E9A, Stride: 1},
	{Lo: 0x1F50, Hi: 0x1F56, Stride: 2}, {Lo: 0x1F80, Hi: 0x1FAF, Stride: 1},
	{Lo: 0x1FB2, Hi: 0x1FB4, Stride: 1}, {Lo: 0x1FB6, Hi: 0x1FB7, Stride: 1},
	{Lo: 0x1FBC, Hi: 0x1FBC, Stride: 1}, {Lo: 0x1FC2, Hi: 0x1FC4, Stride: 1},
	{Lo: 0x1FC6, Hi: 0x1FC7, Stride: 1}, {Lo: 0x1FCC, Hi: 0x1FCC, Stride: 1},
	{Lo: 0x1FD2, Hi: 0x1FD3, Stride: 1}, {Lo: 0x1FD6, Hi: 0x1FD7, Stride: 1},
	{Lo: 0x1FE2, Hi: 0x1FE4, Stride: 1}, {Lo: 0x1FE6, Hi: 0x1FE7, Stride: 1},
	{Lo: 0x1FF2, Hi: 0x1FF4, Stride: 1}, {Lo: 0x1FF6, Hi: 0x1FF7, Stride: 1},
	{Lo: 0x1FFC, Hi: 0x1FFC, Stride: 1}, {Lo: 0xFB00, Hi: 0xFB06, Stride: 1},
	{Lo: 0xFB13, Hi: 0xFB17, Stride: 1},
}}

// irregularLower holds the dotted capital I, whose lower case is two code points, and the capital
// sigma, whose lower case hangs on its place in the word.
var irregularLower = &unicode.RangeTable{R16: []unicode.Range16{
	{Lo: 0x0130, Hi: 0x0130, Stride: 1}, {Lo: 0x03A3, Hi: 0x03A3, Stride: 1},
}}

func trim(args []Value) (Value, error) { return trimBlanks(args[0], true, true) }

func trimLeft(args []Value) (Value, error) { return trimBlanks(args[0], true, false) }

func trimRight(args []Value) (Value, error) { return trimBlanks(args[0], false, true) }

// trimBlanks removes spaces at the ends asked for. Where another blank or a control character is
// at the end then, engines differ on whether it goes too.
func trimBlanks(v Value, left, right bool) (Value, error) {
	if err := wantText(v); err != nil {
		return Value{}, err
	}
	text := v.text
	if left {
		text = bytes.TrimLeft(text, " ")
	}
	if right {
		text = bytes.TrimRight(text, " ")
	}
	first, _ := utf8.DecodeRune(text)
	last, _ := utf8.DecodeLastRune(text)
	if len(text) > 0 && (left && otherBlank(first) || right && otherBlank(last)) {
		return Value{}, errors.New("a tab or another blank that is no space at the end of the string, which engines trim differently")
	}
	return StringBytes(text), nil
}

func otherBlank(r rune) bool { return r < ' ' || unicode.IsSpace(r) }

// substring is SUBSTRING(text, start from 1, length), counted in code points. Engines differ on a
// start before the first character and on a negative length.
func substring(args []Value) (Value, error) {
	if err := wantText(args[0]); err != nil {
		return Value{}, err
	}
	start, ok := args[1].Int64()
	if !ok || start < 1 {
		return Value{}, fmt.Errorf("the start must be an integer from 1, not %.40s", args[1].text)
	}
	text := skipRunes(args[0].text, start-1)
	if len(args) == 3 {
		count, ok := args[2].Int64()
		if !ok || count < 0 {
			return Value{}, fmt.Errorf("the length must be an integer from 0, not %.40s", args[2].text)
		}
		text = text[:len(text)-len(skipRunes(text, count))]
	}
	return StringBytes(text), nil
}

// skipRunes returns text without its first n code points.
func skipRunes(text []byte, n int64) []byte {
	for ; n > 0 && len(text) > 0; n-- {
		_, size := utf8.DecodeRune(text)
		text = text[size:]
	}
	return text
}

// length counts characters, where that is the same as counting bytes: the engine does the latter.
func length(args []Value) (Value, error) {
	if err := wantText(args[0]); err != nil {
		return Value{}, err
	}
	for _, c := range args[0].text {
		if c >= utf8.RuneSelf {
			return Value{}, errors.New("a string with characters outside ASCII, which some engines count in bytes")
		}
	}
	return Int(int64(len(args[0].text))), nil
}

// joinable returns the text of a value as an operand of a concatenation: a string's, an integer's.
func joinable(v Value) ([]byte, error) {
	if v.kind == KindString || v.kind == KindNumber && plainInteger(v.text) {
		return v.text, nil
	}
	return nil, fmt.Errorf("%s that is neither a string nor an integer, whose text engines write differently", v.kind.indefinite())
}

func join(args []Value) (Value, error) {
	var out []byte
	for _, v := range args {
		text, err := joinable(v)
		if err != nil {
			return Value{}, err
		}
		out = append(out, text...)
	}
	return StringBytes(out), nil
}

// concat is CONCAT. Some engines skip a null in it and others return null; || does not have that
// ambiguity.
func concat(args []Expr, eval evalFunc) (Value, error) {
	values := make([]Value, len(args))
	for i, a := range args {
		v, err := eval(a)
		if err != nil {
			return Value{}, err
		}
		if v.IsNull() {
			return Value{}, errors.New("a NULL, which engines treat differently here: use COALESCE or ||")
		}
		values[i] = v
	}
	return join(values)
}

func castString(args []Value) (Value, error) {
	text, err := joinable(args[0])
	return StringBytes(text), err
}
