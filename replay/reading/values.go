package reading

import (
	"errors"
	"io"
)

// separator begins each value of a JSON text sequence (RFC 7464).
const separator = '\x1e'

// errOpenArray is the error of a JSON array that was cut off.
var errOpenArray = errors.New("the JSON array has no end: the input is cut off")

// values reads JSON values and hands each of them out as one line:
//
//	[{"a": 1,        {"a": 1,␠"b": 2}⏎
//	  "b": 2},  ──►  {"a": 3}⏎
//	 {"a": 3}]
//
// Line ends inside a value are blanks of JSON. In a string, where JSON has none, they become another byte that
// JSON has not, so that the value is rejected. Whether a value is well-formed is left to who reads the lines.
type values struct {
	r          io.Reader
	buffer     []byte
	start, end int // what is left in the buffer
	err        error

	array   bool // inside an array of values
	depth   int  // of brackets in the value
	text    bool // inside a string
	escaped bool // after a backslash in it
	scalar  bool // inside something that is neither an object, an array nor a string
	ends    bool // the value is complete, and its line is to end
}

// newValues returns a reader of the lines.
func newValues(r io.Reader) *values { return &values{r: r, buffer: make([]byte, inflateBuffer)} }

// Read implements io.Reader.
func (v *values) Read(lines []byte) (n int, err error) {
	for n == 0 {
		if v.start == v.end {
			if v.err != nil {
				return v.finish(lines)
			}
			v.start = 0
			v.end, v.err = v.r.Read(v.buffer)
			if v.end == 0 && v.err == nil {
				return 0, nil
			}
			continue
		}
		for n < len(lines) && v.start < v.end {
			if out, ok := v.step(v.buffer[v.start]); ok {
				lines[n] = out
				n++
			}
		}
	}
	return n, nil
}

// finish ends the last line and returns the error of the input.
func (v *values) finish(lines []byte) (int, error) {
	if v.ends && len(lines) > 0 {
		v.ends = false
		lines[0] = '\n'
		return 1, nil
	}
	if v.err == io.EOF && v.array {
		return 0, errOpenArray
	}
	return 0, v.err
}

// step takes the next byte, unless a line has to be ended before. It returns the byte of the lines that comes of
// it, if one does.
func (v *values) step(b byte) (out byte, ok bool) {
	if v.ends {
		v.ends = false
		return '\n', true
	}
	switch {
	case v.text:
		v.inText(b)
	case v.depth > 0:
		v.inside(b)
	case v.scalar:
		if v.endsScalar(b) {
			v.scalar, v.ends = false, true
			return v.step(b)
		}
	default:
		if !v.begins(b) {
			v.start++
			return 0, false
		}
	}
	v.start++
	if b == '\n' {
		b = ' '
		if v.text {
			b = 1
		}
	}
	return b, true
}

// inText takes a byte of a string.
func (v *values) inText(b byte) {
	switch {
	case v.escaped:
		v.escaped = false
	case b == '\\':
		v.escaped = true
	case b == '"':
		v.text = false
		v.ends = v.depth == 0
	}
}

// inside takes a byte of an object or an array.
func (v *values) inside(b byte) {
	switch b {
	case '"':
		v.text = true
	case '{', '[':
		v.depth++
	case '}', ']':
		v.depth--
		v.ends = v.depth == 0
	}
}

// begins takes a byte between values and reports whether it is the first one of a value.
func (v *values) begins(b byte) bool {
	switch {
	case b == ' ', b == '\t', b == '\r', b == '\n', b == separator, b == ',' && v.array:
		return false
	case b == '[' && !v.array, b == ']' && v.array:
		v.array = !v.array
		return false
	case b == '{', b == '[':
		v.depth = 1
	case b == '"':
		v.text = true
	default:
		v.scalar = true
	}
	return true
}

// endsScalar reports whether a byte ends what is neither an object, an array nor a string. Outside an array
// that is a line of some text.
func (v *values) endsScalar(b byte) bool {
	return b == '\n' || b == '\r' || b == separator || v.array && (b == ',' || b == ']')
}
