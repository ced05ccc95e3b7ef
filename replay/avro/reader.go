package avro

import (
	"errors"
	"fmt"

	"github.com/velo-plan/velo-plan/replay/jsonform"
)

// What is wrong with a value.
var (
	errVarint   = errors.New("expected a long of 64 bits, found a longer one: its schema is another one")
	errInt      = errors.New("expected an int of 32 bits, found a longer one: its schema is another one")
	errNegative = errors.New("expected a length from 0 on, found one below: its schema is another one")
	errBoolean  = errors.New("expected a boolean of 0 or 1, found another byte: its schema is another one")
	errDeep     = fmt.Errorf("expected at most %d records, arrays and maps inside each other", maxDepth)
	errLong     = errors.New("expected JSON that is no longer than a line may be (--max-line-bytes)")
	errLeft     = errors.New("expected the end of the value, found more bytes: its schema is another one")
)

// maxDepth is how many records, arrays and maps may be inside each other, as in JSON.
const maxDepth = 10_000

// reader reads a value. After an error it is at its end, and all that it returns is zero.
type reader struct {
	left  []byte // what is still to be read
	depth int
	most  int // how long the JSON may be
	err   error
}

// fail notes the first error.
func (r *reader) fail(err error) {
	if r.err == nil {
		r.err = err
	}
	r.left = nil
}

// integer reads an int.
func (r *reader) integer() int64 {
	n := r.long()
	if n != int64(int32(n)) {
		r.fail(errInt)
		return 0
	}
	return n
}

// long reads a long.
func (r *reader) long() int64 {
	if len(r.left) > 0 && r.left[0] < 0x80 {
		b := r.left[0]
		r.left = r.left[1:]
		return int64(b>>1) ^ -int64(b&1)
	}
	var n uint64
	for i, b := range r.left {
		if i == 10 || i == 9 && b > 1 {
			r.fail(errVarint)
			return 0
		}
		n |= uint64(b&0x7f) << (7 * i)
		if b < 0x80 {
			r.left = r.left[i+1:]
			return int64(n>>1) ^ -int64(n&1)
		}
	}
	r.fail(jsonform.ErrTruncated)
	return 0
}

// skipLong passes over a long.
func (r *reader) skipLong() {
	for i, b := range r.left {
		if b < 0x80 && i < 10 {
			r.left = r.left[i+1:]
			return
		}
	}
	r.long() // which says what is wrong
}

// take reads some bytes.
func (r *reader) take(n int) []byte {
	if n > len(r.left) {
		r.fail(jsonform.ErrTruncated)
		return nil
	}
	b := r.left[:n]
	r.left = r.left[n:]
	return b
}

// bytes reads bytes behind their number.
func (r *reader) bytes() []byte {
	n := r.long()
	switch {
	case n < 0:
		r.fail(errNegative)
		return nil
	case n > int64(len(r.left)):
		r.fail(jsonform.ErrTruncated)
		return nil
	}
	return r.take(int(n))
}

// branch reads which type of a union, or name of an enum, a value is.
func (r *reader) branch(of int, what string) int {
	n := r.long()
	if n < 0 || n >= int64(of) {
		r.fail(fmt.Errorf("expected %s below %d, found %d: its schema is another one", what, of, n))
		return -1
	}
	return int(n)
}

// block reads the head of a block of an array or a map: how many items it has, and of how many bytes they are, -1 if it
// does not say. The last block has no items.
func (r *reader) block() (items, bytes int64) {
	items, bytes = r.long(), -1
	if items < 0 {
		items, bytes = -items, r.long()
		if items < 0 || bytes < 0 {
			r.fail(errNegative)
		}
	}
	if r.err != nil {
		return 0, 0
	}
	return items, bytes
}

// enter goes into a record, an array or a map, if that is not too deep; leave goes out of it.
func (r *reader) enter() bool {
	if r.depth++; r.depth > maxDepth {
		r.fail(errDeep)
		return false
	}
	return true
}

func (r *reader) leave() { r.depth-- }

// skip passes over a value.
func (r *reader) skip(n *node) {
	if n.size >= 0 {
		if n.kind == boolean {
			r.boolean()
			return
		}
		r.take(n.size)
		return
	}
	switch n.kind {
	case integer:
		r.integer()
	case long:
		r.skipLong()
	case text, data:
		r.bytes()
	case enum:
		r.branch(len(n.symbols), "the number of a name")
	case union:
		if i := r.branch(len(n.branches), "the number of a type"); i >= 0 {
			r.skip(n.branches[i])
		}
	case record:
		if r.enter() {
			for i := range n.fields {
				if r.skip(n.fields[i].node); r.err != nil {
					break
				}
			}
			r.leave()
		}
	case array, mapping:
		if r.enter() {
			r.skipItems(n)
			r.leave()
		}
	}
}

// skipItems passes over an array or a map.
func (r *reader) skipItems(n *node) {
	for {
		items, bytes := r.block()
		switch {
		case items == 0:
			return
		case bytes >= 0:
			if bytes > int64(len(r.left)) {
				r.fail(jsonform.ErrTruncated)
				return
			}
			r.take(int(bytes))
		case n.kind == array && n.of.size == 0:
		case n.kind == array && n.of.size > 0 && items > int64(len(r.left)/n.of.size):
			r.fail(jsonform.ErrTruncated)
		case n.kind == array && n.of.size > 0:
			r.take(int(items) * n.of.size)
		default:
			for ; items > 0 && r.err == nil; items-- {
				if n.kind == mapping {
					r.bytes()
				}
				r.skip(n.of)
			}
		}
	}
}

// boolean reads a boolean.
func (r *reader) boolean() bool {
	b := r.take(1)
	if b == nil {
		return false
	}
	if b[0] > 1 {
		r.fail(errBoolean)
	}
	return b[0] == 1
}
