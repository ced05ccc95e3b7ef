package scalar

import "strconv"

// appendCanonical writes the canonical JSON of a node, as AppendKey describes it.
func (n node) appendCanonical(dst []byte) []byte {
	switch n.kind {
	case KindNull:
		return append(dst, "null"...)
	case KindBool:
		return append(dst, n.text...)
	case KindNumber:
		return appendDecimal(dst, n.text)
	case KindString:
		return appendQuoted(dst, n.text)
	}
	open, end := byte('['), byte(']')
	if n.object {
		open, end = '{', '}'
	}
	dst = append(dst, open)
	for i, c := range n.children {
		if i > 0 {
			dst = append(dst, ',')
		}
		if n.object {
			dst = append(appendQuoted(dst, c.name), ':')
		}
		dst = c.appendCanonical(dst)
	}
	return append(dst, end)
}

// appendQuoted writes a string with as few escapes as JSON allows and only one way to write each.
func appendQuoted(dst, text []byte) []byte {
	dst = append(dst, '"')
	for _, c := range text {
		switch {
		case c == '"' || c == '\\':
			dst = append(dst, '\\', c)
		case c < 0x10:
			dst = strconv.AppendUint(append(dst, `\u000`...), uint64(c), 16)
		case c < ' ':
			dst = strconv.AppendUint(append(dst, `\u00`...), uint64(c), 16)
		default:
			dst = append(dst, c)
		}
	}
	return append(dst, '"')
}
